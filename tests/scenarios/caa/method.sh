# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="the permission is for another method"
NAME=caa-method.com
zones() {
	{
		record "TXT $VALUE"
		cat <<-'EOF'
			@ CAA 0 issue "digicert.com; validationmethods=http-01"
			@ CAA 0 issue "letsencrypt.org; validationmethods=http-01"
		EOF
	} | lab_zone $NAME unsigned
}
expect strict unknown unknown=caa-multi-issuer-note
expect digicert ready warn=caa-parameters
expect letsencrypt not-ready fail=caa-parameters
