# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="iptables-nft and iptables-legacy decide both"
setup() {
	plant
	good_site
	fw_iptables_nft
	fw_iptables_legacy
}
after() { ok "iptables-nft-and-iptables-legacy: only what decides is called active" managers_are iptables-nft iptables-legacy; }
expect strict ready warn="wrong-backend"
expect digicert ready warn="wrong-backend"
expect letsencrypt ready warn="wrong-backend"
