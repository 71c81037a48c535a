# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="one of three name servers does not know the zone"
NAME=dns-one-lame.com
zones() {
	record "TXT $VALUE" | lab_zone $NAME unsigned ns=$DNS_NSD,$DNS_BIND parent=$DNS_NSD,$DNS_BIND,$DNS_ZONES
}
expect strict ready warn="delegation-changing dns-servfail"
expect digicert ready warn="delegation-changing dns-servfail"
expect letsencrypt ready warn="delegation-changing dns-servfail"
