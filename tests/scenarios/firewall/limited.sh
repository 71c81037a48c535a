# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="new connections are let in below a rate alone"
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
		    tcp dport { 80, 443 } limit rate 3/minute accept
		  }
		}
	EOT
}
after() { ok "limited: the finding says by what" says firewall-maybe 'rate limit'; }
expect strict unknown unknown="firewall-maybe"
expect digicert unknown unknown="firewall-maybe"
expect letsencrypt unknown unknown="firewall-maybe"
