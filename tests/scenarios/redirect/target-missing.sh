# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="301 to www, whose host does not have the file"
setup() {
	plant
	lab_nginx <<-EOF
		server { ${LISTEN80// default_server/} ${LISTEN443// default_server/} server_name pkilab.com; return 301 \$scheme://www.pkilab.com\$request_uri; }
		server { $LISTEN80 $LISTEN443 root $LAB/other; }
	EOF
}
expect strict not-ready fail="config-redirect http-status" under="redirected"
expect digicert not-ready fail="redirect-target-fails"
expect letsencrypt not-ready fail="redirect-target-fails"
