# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="wildcards are for another CA"
NAME='*.caa-wildcard.com'
zones() {
	{
		record "TXT $VALUE"
		cat <<-'EOF'
			@ CAA 0 issue "digicert.com"
			@ CAA 0 issue "letsencrypt.org"
			@ CAA 0 issuewild "ca.example.net"
		EOF
	} | lab_zone caa-wildcard.com unsigned
}
expect strict unknown unknown=caa-multi-issuer-note
expect digicert not-ready fail=caa-wildcard-forbids
expect letsencrypt not-ready fail=caa-wildcard-forbids
