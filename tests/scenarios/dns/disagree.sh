# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="the four servers hold two versions of the zone"
NAME=dns-disagree.com
chance=resolver-differs
zones() {
	{ record "TXT $VALUE"; echo "@ A $SERVER4"; } | lab_zone $NAME unsigned ns=$DNS_FOUR serial=7
	{ record "TXT $VALUE"; echo "@ A $OTHER4"; } | lab_variant $NAME $DNS_KNOT serial=6
	{ record "TXT $VALUE"; echo "@ A $OTHER4"; } | lab_variant $NAME $DNS_PDNS serial=6
}
expect strict ready warn=nameservers-disagree
expect digicert ready warn=nameservers-disagree
expect letsencrypt ready warn=nameservers-disagree
