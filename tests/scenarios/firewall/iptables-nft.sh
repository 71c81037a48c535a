# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="iptables rules in nf_tables alone decide"
setup() {
	plant
	good_site
	fw_iptables_nft
}
after() { ok "iptables-nft: only what decides is called active" managers_are iptables-nft; }
expect strict ready
expect digicert ready
expect letsencrypt ready
