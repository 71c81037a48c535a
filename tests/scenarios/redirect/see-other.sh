# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="303 to a place that serves the file"
setup() {
	plant
	site <<-'EOF'
		location / { if ($arg_again = "") { return 303 $scheme://$host$uri?again=1; } }
	EOF
}
expect strict not-ready fail="config-redirect" under="redirected"
expect digicert not-ready fail="config-redirect" under="redirect-code"
expect letsencrypt not-ready fail="config-redirect" under="redirect-code"
