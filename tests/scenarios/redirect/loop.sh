# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="301 to itself, for ever"
setup() {
	plant
	site <<<'location / { return 301 $scheme://$host$request_uri; }'
}
expect strict not-ready fail="config-redirect" under="redirected"
expect digicert not-ready fail="config-redirect" under="redirect-loop"
expect letsencrypt not-ready fail="config-redirect" under="redirect-loop"
