# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="the only name server runs on this host, whose rules reject TCP 53 from a part of the world"
NAME=dns-own-server-some.com
fresh=1
zones() { record "TXT $VALUE" | lab_zone $NAME unsigned ns=$SERVER4; }
setup() {
	lab_own_name_server
	on server nft -f - <<-'EOT'
		table inet filter {
		  chain input {
		    type filter hook input priority 0;
		    iifname "eth0" ip saddr 128.0.0.0/2 tcp dport 53 reject
		  }
		}
	EOT
}
expect strict not-ready fail=firewall-drops-ca
expect digicert ready warn=firewall-drops-ca
expect letsencrypt ready warn=firewall-drops-some
