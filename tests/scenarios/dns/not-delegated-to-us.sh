# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="the parent denies the domain, which this host's own name server serves"
NAME=dns-not-delegated-to-us.com
fresh=1
zones() { record "TXT $VALUE" | lab_zone $NAME undelegated ns=$SERVER4; }
setup() { lab_own_name_server; }
expect strict not-ready fail=not-delegated under=record-missing
expect digicert not-ready fail=not-delegated under=record-missing
expect letsencrypt not-ready fail=not-delegated under=record-missing
