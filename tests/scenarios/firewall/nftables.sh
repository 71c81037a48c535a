# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="an nftables ruleset alone decides"
setup() {
	plant
	good_site
	fw_nftables
}
after() { ok "nftables: only what decides is called active" managers_are nftables; }
expect strict ready
expect digicert ready
expect letsencrypt ready
