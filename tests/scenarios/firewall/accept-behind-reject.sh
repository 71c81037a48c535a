# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="the accept for the web ports was appended behind a REJECT"
setup() {
	plant
	good_site
	for ipt in iptables-nft ip6tables-nft; do
		on server $ipt -A INPUT -i lo -j ACCEPT
		on server $ipt -A INPUT -m conntrack --ctstate ESTABLISHED,RELATED -j ACCEPT
		on server $ipt -A INPUT -p tcp --dport 22 -j ACCEPT
		on server $ipt -A INPUT -j REJECT
		on server $ipt -A INPUT -p tcp -m multiport --dports 80,443 -j ACCEPT
	done
}
after() {
	ok "accept-behind-reject: the kernel rejects it" kernel_is reject 80
	ok "accept-behind-reject: both rules are named" \
		says rule-without-effect 'INPUT handle .* accepts ports 80 and 443 .*INPUT handle '
}
expect strict not-ready fail="firewall-rejects" warn="rule-without-effect"
expect digicert not-ready fail="firewall-rejects" warn="rule-without-effect"
expect letsencrypt not-ready fail="firewall-rejects" warn="rule-without-effect"
