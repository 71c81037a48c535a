# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="a set nearer to the name decides"
NAME=a.b.caa-nearer-set.com
zones() {
	lab_zone caa-nearer-set.com unsigned <<-EOF
		a.b A $SERVER4
		_dnsauth.a.b TXT $VALUE
		_acme-challenge.a.b TXT $VALUE
		b CAA 0 issue "digicert.com"
		b CAA 0 issue "letsencrypt.org"
		@ CAA 0 issue "ca.example.net"
	EOF
}
expect strict unknown unknown=caa-multi-issuer-note
expect digicert ready
expect letsencrypt ready
