# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="a critical tag is known to nobody"
NAME=caa-critical.com
zones() {
	{
		record "TXT $VALUE"
		cat <<-'EOF'
			@ CAA 0 issue "digicert.com"
			@ CAA 0 issue "letsencrypt.org"
			@ CAA 128 tbs "unknown"
		EOF
	} | lab_zone $NAME unsigned
}
expect strict not-ready fail=caa-critical-unknown
expect digicert not-ready fail=caa-critical-unknown
expect letsencrypt not-ready fail=caa-critical-unknown
