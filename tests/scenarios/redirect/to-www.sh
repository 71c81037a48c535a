# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="301 from the apex to www, which serves the file"
setup() {
	plant
	lab_nginx <<-EOF
		server { ${LISTEN80// default_server/} ${LISTEN443// default_server/} server_name pkilab.com; return 301 \$scheme://www.pkilab.com\$request_uri; }
		server { $LISTEN80 $LISTEN443 }
	EOF
}
expect strict not-ready fail="config-redirect" under="redirected"
expect digicert ready
expect letsencrypt ready
