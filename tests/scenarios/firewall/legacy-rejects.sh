# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="iptables-legacy rejects the web ports"
setup() {
	plant
	good_site
	for ipt in iptables-legacy ip6tables-legacy; do
		on server $ipt -A INPUT -i lo -j ACCEPT
		on server $ipt -A INPUT -p tcp -m multiport --dports 80,443 -j REJECT
	done
}
after() {
	ok "legacy-rejects: the kernel rejects it" kernel_is reject 443
	ok "legacy-rejects: the finding names the rule" \
		says firewall-rejects 'iptables-legacy filter INPUT rule 2 '
}
expect strict not-ready fail="firewall-rejects"
expect digicert not-ready fail="firewall-rejects"
expect letsencrypt not-ready fail="firewall-rejects"
