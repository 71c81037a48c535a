# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="the host's own output path drops its DNS queries"
setup() {
	plant
	good_site
	on server nft -f - <<-'EOF'
		table inet out {
		  chain output {
		    type filter hook output priority 0;
		    meta l4proto { tcp, udp } th dport 53 drop
		  }
		}
	EOF
}
expect strict unknown unknown="egress-blocked dns-timeout" unproved="recursion-blocked upstream-unproved"
expect digicert unknown unknown="egress-blocked dns-timeout" unproved="recursion-blocked upstream-unproved"
expect letsencrypt unknown unknown="egress-blocked dns-timeout" unproved="recursion-blocked upstream-unproved"
