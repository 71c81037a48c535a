# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="parent and zone name different servers"
NAME=dns-delegation-changes.com
zones() {
	record "TXT $VALUE" | lab_zone $NAME unsigned ns=$DNS_KNOT,$DNS_PDNS parent=$DNS_NSD,$DNS_BIND
	record "TXT $VALUE" | lab_variant $NAME $DNS_NSD
	record "TXT $VALUE" | lab_variant $NAME $DNS_BIND
}
expect strict ready warn=delegation-changing
expect digicert ready warn=delegation-changing
expect letsencrypt ready warn=delegation-changing
