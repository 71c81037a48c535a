# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="two of the four servers have not got the record yet"
NAME=rec-at-two-of-four.com
pebble="no: chance decides which server it asks"
chance=resolver-differs
zones() {
	record "TXT $VALUE" | lab_zone $NAME unsigned ns=$DNS_FOUR serial=7
	lab_here | lab_variant $NAME $DNS_KNOT serial=6
	lab_here | lab_variant $NAME $DNS_PDNS serial=6
}
expect strict not-ready fail=record-not-everywhere warn=nameservers-disagree
expect digicert not-ready fail=record-not-everywhere warn=nameservers-disagree
expect letsencrypt not-ready fail=record-not-everywhere warn=nameservers-disagree
