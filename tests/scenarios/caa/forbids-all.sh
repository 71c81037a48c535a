# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="the set names nobody"
NAME=caa-forbids-all.com
zones() {
	{
		record "TXT $VALUE"
		cat <<-'EOF'
			@ CAA 0 issue ";"
		EOF
	} | lab_zone $NAME unsigned
}
expect strict not-ready fail=caa-forbids
expect digicert not-ready fail=caa-forbids
expect letsencrypt not-ready fail=caa-forbids
