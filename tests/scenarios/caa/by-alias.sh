# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="an alias takes over its target's set"
NAME=www.caa-by-alias.com
ARGS=(--record _proof.www)
zones() {
	lab_zone caa-by-alias.com unsigned <<-EOF
		www CNAME pages.caa-host.net.
		_proof.www TXT $VALUE
		@ CAA 0 issue "digicert.com"
		@ CAA 0 issue "letsencrypt.org"
	EOF
	lab_zone caa-host.net unsigned <<-EOF
		pages A $OTHER4
		pages CAA 0 issue "ca.example.net"
	EOF
}
expect strict unknown unknown=caa-multi-issuer-note
expect digicert not-ready fail=caa-inherited-alias
expect letsencrypt not-ready fail=caa-inherited-alias
