# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="no DNS server but the own resolver can be reached"
NAME=dns-blocked.com
fresh=1
zones() { record "TXT $VALUE" | lab_zone $NAME unsigned; }
setup() {
	on router nft -f - <<-'EOF'
		table inet block {
		  chain forward {
		    type filter hook forward priority 0;
		    iifname "server" meta l4proto { tcp, udp } th dport 53 drop
		  }
		}
	EOF
}
expect strict ready unproved="recursion-blocked"
expect digicert ready unproved="recursion-blocked"
expect letsencrypt ready unproved="recursion-blocked"
