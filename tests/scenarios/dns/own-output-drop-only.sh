# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="a rule of this host drops its own queries to the only name server"
NAME=dns-own-output-drop-only.com
fresh=1
TIMEOUT=2
zones() { record "TXT $VALUE" | lab_zone $NAME unsigned ns=$DNS_BIND; }
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
expect strict unknown unknown="caa-lookup-fails dns-timeout egress-blocked"
expect digicert unknown unknown="caa-lookup-fails dns-timeout egress-blocked"
expect letsencrypt unknown unknown="caa-lookup-fails dns-timeout egress-blocked"
