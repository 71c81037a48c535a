# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="the permission is for one account"
NAME=caa-account.com
zones() {
	{
		record "TXT $VALUE"
		cat <<-'EOF'
			@ CAA 0 issue "digicert.com; accounturi=https://ca.example.net/acct/1"
			@ CAA 0 issue "letsencrypt.org; accounturi=https://ca.example.net/acct/1"
		EOF
	} | lab_zone $NAME unsigned
}
expect strict unknown unknown=caa-multi-issuer-note
expect digicert ready warn=caa-parameters
expect letsencrypt ready warn=caa-parameters
