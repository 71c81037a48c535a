# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="ten redirects, then the file"
setup() {
	plant
	site <<-'EOF'
		if ($arg_n !~ "^x{10}$") { set $again 1; }
		location / { if ($again) { return 302 $scheme://$host$uri?n=${arg_n}x; } }
	EOF
}
expect strict not-ready fail="config-redirect" under="redirected"
# How many it follows is not known: its library five, older documents one.
expect digicert ready warn="config-redirect redirect-too-many"
expect letsencrypt ready
