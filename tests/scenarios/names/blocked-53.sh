# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="no DNS server but the host's own resolver can be reached"
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
# All that this host can see is well; what the authorities say, others have to ask.
expect strict ready unproved="recursion-blocked upstream-unproved"
expect digicert ready unproved="recursion-blocked upstream-unproved"
expect letsencrypt ready unproved="recursion-blocked upstream-unproved"
