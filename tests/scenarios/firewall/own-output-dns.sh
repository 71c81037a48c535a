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
after() {
	ok "own-output-dns: the rule is named" says egress-blocked \
		'questions to name servers on port 53: dropped by inet out output handle .*th dport 53 drop'
}
expect strict unknown unknown="egress-blocked dns-timeout" unproved="recursion-blocked upstream-unproved"
expect digicert unknown unknown="egress-blocked dns-timeout" unproved="recursion-blocked upstream-unproved"
expect letsencrypt unknown unknown="egress-blocked dns-timeout" unproved="recursion-blocked upstream-unproved"
