# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="302 to ftp"
setup() {
	plant
	site <<<'location / { return 302 ftp://pkilab.com$request_uri; }'
}
expect strict not-ready fail="config-redirect" under="redirected"
expect digicert not-ready fail="config-redirect" under="redirect-scheme"
expect letsencrypt not-ready fail="config-redirect" under="redirect-scheme"
