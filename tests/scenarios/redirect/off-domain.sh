# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="302 to another domain, which serves the file"
setup() {
	plant as_is $LAB/other
	site <<<'location / { return 302 http://pkilab-else.net$request_uri; }'
}
expect strict not-ready fail="config-redirect" under="redirected"
expect digicert not-ready fail="config-redirect" under="redirect-off-domain"
expect letsencrypt ready
