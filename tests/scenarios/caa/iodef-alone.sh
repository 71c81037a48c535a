# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="the set only says whom to tell"
NAME=caa-iodef-alone.com
zones() {
	{
		record "TXT $VALUE"
		cat <<-'EOF'
			@ CAA 0 iodef "mailto:security@pkilab.com"
		EOF
	} | lab_zone $NAME unsigned
}
expect strict ready
expect digicert ready
expect letsencrypt ready
