# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="an allow list of nginx lets this host in, and no CA"
setup() {
	plant
	site <<<"allow $SERVER4; allow $SERVER6; allow 127.0.0.0/8; deny all;"
}
after() { directive_is digicert config-deny 'refuses .* by "deny all;"'; }
expect strict not-ready fail="config-deny"
expect digicert not-ready fail="config-deny"
expect letsencrypt not-ready fail="config-deny"
