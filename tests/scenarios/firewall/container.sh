# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="the ports are sent on to a container, and FORWARD drops them"
setup() {
	plant
	good_site
	lab_sysctl server net.ipv4.ip_forward=1
	ip -n server link add docker0 type bridge
	ip -n server addr add 172.17.0.1/16 dev docker0
	ip -n server link set docker0 up
	on server nft -f - <<-'EOT'
		table ip nat {
		  chain prerouting {
		    type nat hook prerouting priority -100;
		    fib daddr type local tcp dport { 80, 443 } dnat to 172.17.0.2
		  }
		}
		table ip filter {
		  chain forward {
		    type filter hook forward priority 0; policy drop;
		  }
		}
	EOT
}
after() { ok "container: the finding says where to" says container-port 'port 80 and 443 is sent on to 172.17.0.2'; }
expect strict not-ready fail="firewall-drops" warn="container-port"
expect digicert not-ready fail="firewall-drops" warn="container-port"
expect letsencrypt ready warn="firewall-drops container-port"
