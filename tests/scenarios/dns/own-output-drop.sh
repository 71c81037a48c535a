# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="a rule of this host drops its own queries"
NAME=dns-own-output-drop.com
fresh=1
TIMEOUT=2
zones() { record "TXT $VALUE" | lab_zone $NAME unsigned; }
setup() {
	on server nft -f - <<-'EOF'
		table inet filter {
		  chain output {
		    type filter hook output priority 0;
		    meta l4proto { tcp, udp } th dport 53 drop
		  }
		}
	EOF
}
expect strict unknown unknown="dns-timeout egress-blocked" unproved="recursion-blocked"
expect digicert unknown unknown="dns-timeout egress-blocked" unproved="recursion-blocked"
expect letsencrypt unknown unknown="dns-timeout egress-blocked" unproved="recursion-blocked"
