# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="fail2ban has banned an address of DigiCert"
setup() {
	plant
	good_site
	on server nft -f - <<-EOT
		table inet f2b-table {
		  set addr-set-nginx-botsearch {
		    type ipv4_addr
		    elements = { $CA4, 192.0.2.7 }
		  }
		  chain f2b-chain {
		    type filter hook input priority filter - 1;
		    tcp dport { 80, 443 } ip saddr @addr-set-nginx-botsearch reject with icmp port-unreachable
		  }
		}
	EOT
}
after() {
	ok "banned: the kernel rejects it" kernel_is reject 80
	ok "banned: the finding names the address" says ban-set "$CA4.*fail2ban"
}
# Who publishes no addresses cannot be judged by two dropped ones.
expect strict not-ready fail="ban-set"
expect digicert not-ready fail="ban-set"
expect letsencrypt ready
