# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="the record was made at a provider that is not delegated"
NAME=rec-elsewhere.com
zones() {
	lab_here | lab_zone $NAME unsigned mname=ns1.provider-b.net
	record "TXT $VALUE" | lab_variant $NAME $DNS_OTHER
	echo "ns1 A $DNS_OTHER" | lab_zone provider-b.net unsigned by=provider-b.net
}
expect strict not-ready fail=wrong-provider
expect digicert not-ready fail=wrong-provider
expect letsencrypt not-ready fail=wrong-provider
