# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="what is said of wildcards is not for this name"
NAME=caa-wildcard-aside.com
zones() {
	{
		record "TXT $VALUE"
		cat <<-'EOF'
			@ CAA 0 issue "digicert.com"
			@ CAA 0 issue "letsencrypt.org"
			@ CAA 0 issuewild ";"
		EOF
	} | lab_zone $NAME unsigned
}
expect strict unknown unknown=caa-multi-issuer-note
expect digicert ready
expect letsencrypt ready
