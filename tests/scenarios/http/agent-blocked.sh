# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="the server answers browsers alone"
setup() {
	plant
	site <<<'if ($http_user_agent ~* "compatible|bot|dcv|curl|pkiready|pebble") { return 403; }'
}
expect strict not-ready fail="config-deny" under="user-agent-blocked"
expect digicert not-ready fail="config-deny" under="user-agent-blocked"
expect letsencrypt not-ready fail="config-deny" under="user-agent-blocked"
