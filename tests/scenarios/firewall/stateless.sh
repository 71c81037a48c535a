# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="the input chain lets no established connection in: the host's own looks get no answer"
ARGS=(--hosts "pkilab.com=$OTHER4")
setup() {
	plant
	good_site
	on server nft -f - <<-'EOF'
		table inet site {
		  chain input {
		    type filter hook input priority 0; policy drop;
		    iif lo accept
		    meta l4proto ipv6-icmp accept
		    udp sport 53 accept
		    tcp sport 53 accept
		    tcp dport { 80, 443 } accept
		  }
		}
	EOF
}
after() {
	ok "stateless: the kernel lets the CA in" kernel_is accept 80
	ok "stateless: what drops the answer is named" says egress-blocked \
		'let out, and the answer is maybe dropped by inet site input .policy drop.*no rule of that table lets established connections in'
	ok "stateless: the advice is the missing rule" advises egress-blocked 'ct state established,related accept'
}
expect strict unknown unknown="egress-blocked"
expect digicert unknown unknown="egress-blocked"
expect letsencrypt unknown unknown="egress-blocked"
