# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="a redirect to https stands in the server block, before any location"
setup() {
	plant
	lab_nginx <<-EOT
		server { $LISTEN80 server_name pkilab.com www.pkilab.com; return 301 https://\$host\$request_uri; }
		server { $LISTEN443 server_name pkilab.com www.pkilab.com; }
	EOT
}
after() { directive_is strict config-redirect 'redirects the request by "return 301 https:..[$]host[$]request_uri;"'; }
expect strict not-ready fail="config-redirect" under="redirected"
expect digicert ready
expect letsencrypt ready
