# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="the value stands under www, and the apex is examined"
NAME=rec-at-www.com
zones() {
	lab_zone $NAME unsigned <<-EOF
		_dnsauth.www TXT $VALUE
		_acme-challenge.www TXT $VALUE
		www A $SERVER4
	EOF
}
expect strict not-ready fail=record-wrong-level
expect digicert not-ready fail=record-wrong-level
expect letsencrypt not-ready fail=record-wrong-level
