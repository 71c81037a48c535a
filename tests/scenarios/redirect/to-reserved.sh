# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="302 to a private address, which must see no SYN"
setup() {
	plant
	site <<<'location / { return 302 http://10.9.9.9$request_uri; }'
	watch_inside
}
after() { ok "to-reserved: the private address sees no packet" inside_saw_nothing; }
pebble="unknown: the tool never connects to a reserved address"
expect strict not-ready fail="config-redirect" under="redirected"
expect digicert not-ready fail="config-redirect" under="redirect-reserved"
expect letsencrypt not-ready fail="config-redirect" under="redirect-reserved"
