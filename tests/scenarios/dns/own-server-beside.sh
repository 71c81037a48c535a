# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="one of two name servers runs on this host, whose rules drop port 53"
NAME=dns-own-server-beside.com
fresh=1
zones() { record "TXT $VALUE" | lab_zone $NAME unsigned ns=$SERVER4,$DNS_BIND; }
setup() {
	lab_own_name_server
	on server nft -f - <<-'EOT'
		table inet filter {
		  chain input {
		    type filter hook input priority 0;
		    iifname "eth0" meta l4proto { tcp, udp } th dport 53 drop
		  }
		}
	EOT
}
expect strict ready warn=firewall-drops
expect digicert ready warn=firewall-drops
expect letsencrypt ready warn=firewall-drops
