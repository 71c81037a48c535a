# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="the only name server runs on this host, and its port is open"
NAME=dns-own-server.com
fresh=1
zones() { record "TXT $VALUE" | lab_zone $NAME unsigned ns=$SERVER4; }
setup() { lab_own_name_server; }
expect strict ready
expect digicert ready
expect letsencrypt ready
