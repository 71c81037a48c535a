# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="a rule of nftables drops the web ports from anyone"
setup() {
	plant
	good_site
	on server nft -f - <<-'EOT'
		table inet site {
		  chain web {
		    tcp dport { 80, 443 } drop comment "closed for now"
		  }
		  chain input {
		    type filter hook input priority 0;
		    iif lo accept
		    jump web
		  }
		}
	EOT
}
after() {
	ok "nft-drops: the kernel drops it" kernel_is drop 80
	ok "nft-drops: the finding names rule and path" \
		says firewall-drops 'inet site web handle .*hand-added, by input > web'
}
expect strict not-ready fail="firewall-drops"
expect digicert not-ready fail="firewall-drops"
expect letsencrypt not-ready fail="firewall-drops"
