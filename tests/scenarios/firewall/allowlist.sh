# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="an allowlist holds one of DigiCert's addresses, and not the others"
setup() {
	plant
	good_site
	on server nft -f - <<-EOT
		table inet site {
		  chain input {
		    type filter hook input priority 0; policy drop;
		    iif lo accept
		    ct state established,related accept
		    meta l4proto ipv6-icmp accept
		    ip saddr $CA4 tcp dport { 80, 443 } accept
		  }
		}
	EOT
}
after() {
	ok "allowlist: the kernel lets the one in" kernel_is accept 80
	ok "allowlist: others are named" says firewall-drops-ca '216\.168\.249\.9'
}
expect strict not-ready fail="firewall-drops firewall-drops-ca"
expect digicert not-ready fail="firewall-drops firewall-drops-ca"
expect letsencrypt not-ready fail="firewall-drops"
