# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="no DNS server but the host's own resolver can be reached"
pebble="unknown: the block is the server's own; Pebble asks elsewhere"
setup() {
	plant
	good_site
	on router nft -f - <<-'EOF'
		table inet block {
		  chain forward {
		    type filter hook forward priority 0;
		    iifname "server" meta l4proto { tcp, udp } th dport 53 drop
		  }
		}
	EOF
}
# What the authorities say is not known here.
expect strict unknown unknown="recursion-blocked"
expect digicert unknown unknown="recursion-blocked"
expect letsencrypt unknown unknown="recursion-blocked"
