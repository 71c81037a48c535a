# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="the signatures over the set ran out"
NAME=caa-bogus.com
zones() {
	{
		record "TXT $VALUE"
		cat <<-'EOF'
			@ CAA 0 issue "digicert.com"
			@ CAA 0 issue "letsencrypt.org"
		EOF
	} | lab_zone $NAME expired
}
expect strict not-ready fail=dnssec-bogus under=caa-lookup-fails
expect digicert not-ready fail=dnssec-bogus under=caa-lookup-fails
expect letsencrypt not-ready fail=dnssec-bogus under=caa-lookup-fails
