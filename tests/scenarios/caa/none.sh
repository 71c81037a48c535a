# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="no CAA record stands anywhere"
NAME=caa-none.com
zones() {
	{
		record "TXT $VALUE"
		cat <<-'EOF'
			@ A 81.2.69.10
		EOF
	} | lab_zone $NAME unsigned
}
expect strict ready
expect digicert ready
expect letsencrypt ready
