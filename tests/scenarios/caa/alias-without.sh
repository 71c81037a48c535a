# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="the alias' target has no set, its parent does: the climb goes on from the name itself"
NAME=www.caa-alias-without.com
ARGS=(--record _proof.www)
zones() {
	lab_zone caa-alias-without.com unsigned <<-EOF
		www CNAME pages.caa-host-two.net.
		_proof.www TXT $VALUE
		@ CAA 0 issue "digicert.com"
		@ CAA 0 issue "letsencrypt.org"
	EOF
	lab_zone caa-host-two.net unsigned <<-EOF
		pages A $OTHER4
		@ CAA 0 issue "ca.example.net"
	EOF
}
expect strict unknown unknown=caa-multi-issuer-note
expect digicert ready
expect letsencrypt ready
