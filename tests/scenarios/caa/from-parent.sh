# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="the parent's set decides"
NAME=a.b.caa-from-parent.com
zones() {
	lab_zone caa-from-parent.com unsigned <<-EOF
		a.b A $SERVER4
		_dnsauth.a.b TXT $VALUE
		_acme-challenge.a.b TXT $VALUE
		@ CAA 0 issue "ca.example.net"
	EOF
}
expect strict unknown unknown=caa-multi-issuer-note
expect digicert not-ready fail=caa-forbids
expect letsencrypt not-ready fail=caa-forbids
