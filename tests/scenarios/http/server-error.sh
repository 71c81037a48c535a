# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="the server fails: 502"
setup() {
	plant
	site <<<'location / { proxy_pass http://127.0.0.1:9; }'
}
expect strict not-ready fail="http-status"
expect digicert not-ready fail="http-status"
expect letsencrypt not-ready fail="http-status"
