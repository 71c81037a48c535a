# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="tag and value are in capitals"
NAME=caa-in-capitals.com
zones() {
	{
		record "TXT $VALUE"
		cat <<-'EOF'
			@ CAA 0 ISSUE "DigiCert.com"
			@ CAA 0 Issue "LETSENCRYPT.ORG"
		EOF
	} | lab_zone $NAME unsigned ns=$DNS_BIND
}
expect strict unknown unknown=caa-multi-issuer-note
expect digicert ready warn=caa-forbids
expect letsencrypt not-ready fail=caa-forbids
