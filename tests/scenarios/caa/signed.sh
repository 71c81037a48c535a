# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="a signed set names both CAs"
NAME=caa-signed.com
zones() {
	{
		record "TXT $VALUE"
		cat <<-'EOF'
			@ CAA 0 issue "digicert.com"
			@ CAA 0 issue "letsencrypt.org"
		EOF
	} | lab_zone $NAME signed ns=$DNS_NSD,$DNS_BIND,$DNS_KNOT
}
expect strict unknown unknown=caa-multi-issuer-note
expect digicert ready
expect letsencrypt ready
