# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="the server denies the directory: 403"
setup() {
	plant
	site <<<'location ~ /\. { deny all; }'
}
expect strict not-ready fail="config-deny" under="http-status"
expect digicert not-ready fail="config-deny" under="http-status"
expect letsencrypt not-ready fail="config-deny" under="http-status"
