# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="the name server does not know the type"
NAME=caa-notimp.com
zones() {
	{
		record "TXT $VALUE"
		cat <<-'EOF'
			@ A 81.2.69.10
		EOF
	} | lab_zone $NAME unsigned ns=${DNS_ODD[no-caa]}
}
expect strict not-ready fail=caa-lookup-fails warn=dns-servfail
expect digicert ready warn="caa-lookup-fails dns-servfail"
expect letsencrypt not-ready fail=caa-lookup-fails warn=dns-servfail
