# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="a thousand records stand there, ours among them"
NAME=caa-thousand.com
zones() {
	{
		record "TXT $VALUE"
		seq -f '@ CAA 0 issue "ca%g.example.net"' 998
		cat <<-'EOF'
			@ CAA 0 issue "digicert.com"
			@ CAA 0 issue "letsencrypt.org"
		EOF
	} | lab_zone $NAME unsigned ns=$DNS_NSD
}
expect strict unknown unknown=caa-multi-issuer-note
expect digicert ready
expect letsencrypt ready
