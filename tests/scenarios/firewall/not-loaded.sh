# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="the file opens both ports, and something took the rule away since"
ARGS=(--after-reboot)
setup() {
	plant
	good_site
	fw_boots nftables.service
	fw_nftables_conf 22
	sed -i 's/{ 22 }/{ 22, 80, 443 }/' /etc/nftables.conf
}
after() {
	ok "not-loaded: the kernel drops it now" kernel_is drop 443
	ok "not-loaded: the saved rule is named" says rule-not-loaded \
		'ports 80 and 443 .*now dropped by inet site input .policy drop.*; after a reboot accepted by inet site input handle .*file /etc/nftables.conf:9'
	ok "not-loaded: the advice is the unit's own command" advises rule-not-loaded \
		'^/usr/sbin/nft -f /etc/nftables.conf$'
	on server /usr/sbin/nft -f /etc/nftables.conf
	ok "not-loaded: the kernel lets it in by that command" kernel_is accept 443
}
expect strict not-ready fail="firewall-drops" warn="rule-not-loaded"
expect digicert not-ready fail="firewall-drops" warn="rule-not-loaded"
expect letsencrypt not-ready fail="firewall-drops" warn="rule-not-loaded"
