# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="an unknown tag is not critical"
NAME=caa-not-critical.com
zones() {
	{
		record "TXT $VALUE"
		cat <<-'EOF'
			@ CAA 0 issue "digicert.com"
			@ CAA 0 issue "letsencrypt.org"
			@ CAA 0 tbs "unknown"
		EOF
	} | lab_zone $NAME unsigned
}
expect strict unknown unknown=caa-multi-issuer-note
expect digicert ready
expect letsencrypt ready
