# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="no DNS server can be reached"
pebble="unknown: it cannot be asked whether the name has an address"
setup() {
	plant
	good_site
	on router nft -f - <<-'EOF'
		table inet block {
		  chain input {
		    type filter hook input priority 0;
		    meta l4proto { tcp, udp } th dport 53 drop
		  }
		  chain forward {
		    type filter hook forward priority 0;
		    meta l4proto { tcp, udp } th dport 53 drop
		  }
		}
	EOF
}
expect strict unknown unknown="dns-timeout" unproved="recursion-blocked upstream-unproved"
expect digicert unknown unknown="dns-timeout" unproved="recursion-blocked upstream-unproved"
expect letsencrypt unknown unknown="dns-timeout" unproved="recursion-blocked upstream-unproved"
