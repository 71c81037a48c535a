# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="302 to a name of the same domain that does not exist"
setup() {
	plant
	site <<<'location / { return 302 http://nowhere.pkilab.com$request_uri; }'
}
expect strict not-ready fail="config-redirect" under="redirected"
expect digicert not-ready fail="redirect-target-fails"
expect letsencrypt not-ready fail="redirect-target-fails"
