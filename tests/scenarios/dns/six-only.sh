# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="the only name server has an IPv6 address alone"
NAME=dns-six-only.com
zones() { record "TXT $VALUE" | lab_zone $NAME unsigned ns=$DNS_SIX; }
expect strict ready
expect digicert ready
expect letsencrypt ready
