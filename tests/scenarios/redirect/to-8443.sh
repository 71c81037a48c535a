# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="302 to port 8443, where the file is served"
setup() {
	plant
	lab_nginx <<-EOF
		server { $LISTEN80 $LISTEN443 return 302 https://\$host:8443\$request_uri; }
		server { listen 8443 ssl; listen [::]:8443 ssl; }
	EOF
}
pebble="unknown: the tool connects to ports 80 and 443 alone"
expect strict not-ready fail="config-redirect" under="redirected"
expect digicert not-ready fail="config-redirect" under="redirect-port"
expect letsencrypt not-ready fail="config-redirect" under="redirect-port"
