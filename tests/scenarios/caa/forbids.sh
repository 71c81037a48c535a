# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="the set names another CA"
NAME=caa-forbids.com
zones() {
	{
		record "TXT $VALUE"
		cat <<-'EOF'
			@ CAA 0 issue "ca.example.net"
		EOF
	} | lab_zone $NAME unsigned ns=$DNS_FOUR
}
expect strict unknown unknown=caa-multi-issuer-note
expect digicert not-ready fail=caa-forbids
expect letsencrypt not-ready fail=caa-forbids
