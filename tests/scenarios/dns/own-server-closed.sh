# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="the only name server runs on this host, whose rules drop UDP 53"
NAME=dns-own-server-closed.com
fresh=1
zones() { record "TXT $VALUE" | lab_zone $NAME unsigned ns=$SERVER4; }
setup() {
	lab_own_name_server
	on server nft -f - <<-'EOT'
		table inet filter {
		  chain input {
		    type filter hook input priority 0;
		    iifname "eth0" udp dport 53 drop
		  }
		}
	EOT
}
expect strict not-ready fail=firewall-drops
expect digicert not-ready fail=firewall-drops
expect letsencrypt not-ready fail=firewall-drops
