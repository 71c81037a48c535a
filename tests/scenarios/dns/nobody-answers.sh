# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="no DNS server at all can be reached, and the name is a wildcard"
NAME='*.dns-nobody.com'
fresh=1
zones() { record "TXT $VALUE" | lab_zone dns-nobody.com unsigned; }
setup() {
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
# A record that nobody saw is never a pass.
expect strict unknown unknown="dns-timeout" unproved="recursion-blocked"
expect digicert unknown unknown="dns-timeout" unproved="recursion-blocked"
expect letsencrypt unknown unknown="dns-timeout" unproved="recursion-blocked"
