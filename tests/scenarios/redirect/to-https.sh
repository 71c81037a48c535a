# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="301 to https, which serves the file"
setup() {
	plant
	lab_nginx <<-EOF
		server { $LISTEN80 return 301 https://\$host\$request_uri; }
		server { $LISTEN443 }
	EOF
}
expect strict not-ready fail="config-redirect" under="redirected"
expect digicert ready
expect letsencrypt ready
