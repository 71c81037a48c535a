# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="the server behind the IPv6 address has another value"
chance=resolver-differs
NAME=dns-six-differs.com
zones() {
	record "TXT $VALUE" | lab_zone $NAME unsigned ns=$DNS_NSD,$DNS_SIX
	record "TXT another" | lab_variant $NAME $DNS_SIX
}
expect strict not-ready fail=record-not-everywhere
expect digicert not-ready fail=record-not-everywhere
expect letsencrypt not-ready fail=record-not-everywhere
