# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="the server closes without an answer (nginx's 444)"
setup() {
	plant
	site <<<'location ~ /\. { return 444; }'
}
expect strict not-ready fail="http-status"
expect digicert not-ready fail="http-status"
expect letsencrypt not-ready fail="http-status"
