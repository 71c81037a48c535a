# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="port 443 was opened by hand, and stands in no file"
ARGS=(--after-reboot)
setup() {
	plant
	good_site
	fw_boots nftables.service
	fw_nftables_conf 80
	on server nft add rule inet site input tcp dport 443 accept
}
after() {
	ok "not-persistent: the kernel lets it in now" kernel_is accept 443
	ok "not-persistent: both rules are named" says rule-not-persistent \
		'port 443 .*now accepted by inet site input handle .*tcp dport 443 accept.*; after a reboot dropped by inet site input .policy drop. \(file /etc/nftables.conf:5\)'
	ok "not-persistent: the advice names the file and the rule" advises rule-not-persistent \
		'/etc/nftables.conf, chain input of table inet site.*tcp dport 443 accept'
	on server nft -f /etc/nftables.conf
	ok "not-persistent: the kernel drops it once the file is loaded" kernel_is drop 443
}
expect strict ready warn="rule-not-persistent"
expect digicert ready warn="rule-not-persistent"
expect letsencrypt ready warn="rule-not-persistent"
