# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="a rule of this host drops its own queries to one of two name servers"
NAME=dns-own-output-drop-one.com
fresh=1
TIMEOUT=2
zones() { record "TXT $VALUE" | lab_zone $NAME unsigned ns=$DNS_NSD,$DNS_BIND; }
setup() {
	on server nft -f - <<-EOT
		table inet filter {
		  chain output {
		    type filter hook output priority 0;
		    ip daddr $DNS_BIND meta l4proto { tcp, udp } th dport 53 drop
		  }
		}
	EOT
}
expect strict ready warn=egress-blocked
expect digicert ready warn=egress-blocked
expect letsencrypt ready warn=egress-blocked
