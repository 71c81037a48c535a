# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="nftables and iptables-nft decide both"
setup() {
	plant
	good_site
	fw_nftables
	fw_iptables_nft
}
after() { ok "nftables-and-iptables-nft: only what decides is called active" managers_are nftables iptables-nft; }
expect strict ready warn="two-firewalls"
expect digicert ready warn="two-firewalls"
expect letsencrypt ready warn="two-firewalls"
