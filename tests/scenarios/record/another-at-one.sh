# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="one of the four servers has another value"
NAME=rec-another-at-one.com
pebble="no: chance decides which server it asks"
chance=resolver-differs
zones() {
	record "TXT $VALUE" | lab_zone $NAME unsigned ns=$DNS_FOUR serial=7
	record "TXT $(stale "$VALUE")" | lab_variant $NAME $DNS_BIND serial=6
}
expect strict not-ready fail=record-not-everywhere warn=nameservers-disagree
expect digicert not-ready fail=record-not-everywhere warn=nameservers-disagree
expect letsencrypt not-ready fail=record-not-everywhere warn=nameservers-disagree
