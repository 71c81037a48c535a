# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="the IPv6 glue of one name server leads nowhere"
NAME=dns-six-dead.com
TIMEOUT=2
zones() { record "TXT $VALUE" | lab_zone $NAME unsigned ns=$DNS_NSD+$DEAD6,$DNS_BIND; }
expect strict ready warn=dns-timeout
expect digicert ready warn=dns-timeout
expect letsencrypt ready warn=dns-timeout
