# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="the parent denies the domain, whose servers this host's resolver still knows"
NAME=dns-not-delegated.com
zones() {
	record "TXT $VALUE" | lab_zone $NAME undelegated
	lab_resolver_says "local-zone: $NAME. transparent" "local-data: '$NAME. NS ns1.$NAME.'" \
		"local-data: 'ns1.$NAME. A $DNS_ZONES'"
}
expect strict not-ready fail=not-delegated under=record-missing
expect digicert not-ready fail=not-delegated under=record-missing
expect letsencrypt not-ready fail=not-delegated under=record-missing
