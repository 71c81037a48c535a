# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="an nftables policy drops, and only 80 is open"
setup() {
	plant
	good_site
	on server nft -f - <<-'EOT'
		table inet site {
		  chain input {
		    type filter hook input priority 0; policy drop;
		    iif lo accept
		    ct state established,related accept
		    meta l4proto ipv6-icmp accept
		    tcp dport 80 accept
		  }
		}
	EOT
}
after() {
	ok "nft-drops-443: the kernel drops it" kernel_is drop 443
	ok "nft-drops-443: the finding names the policy" \
		says firewall-drops 'inet site input "policy drop"'
}
# A time-out on 443 is no refusal; who takes either scheme is content with 80.
expect strict not-ready fail="firewall-drops"
expect digicert ready warn="firewall-drops"
expect letsencrypt ready
