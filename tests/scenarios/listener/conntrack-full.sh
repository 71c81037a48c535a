# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="conntrack's table is full, and a client knocks meanwhile"
setup() {
	local max
	plant
	good_site
	max=$(cat /proc/sys/net/netfilter/nf_conntrack_max)
	[ "$max" -le 600000 ] || lab_die "$max entries are too many to fill"
	# The limit is the machine's own, and is not touched: the table is filled up to it. What
	# this host sends itself is not tracked, so that all else can be looked at.
	on server nft -f - <<-EOF
		table inet guard {
		  chain own { type filter hook output priority raw; notrack; }
		  chain dns { type filter hook prerouting priority raw; meta l4proto udp notrack; tcp sport 53 notrack; }
		  chain input { type filter hook input priority filter; ct state invalid counter; }
		}
	EOF
	awk -v max="$max" 'BEGIN { for (i = 0; i <= max; i++)
		printf "-I -s 10.%d.%d.%d -d 10.255.0.1 -p tcp --sport 4242 --dport 80 --state ESTABLISHED -u ASSURED,SEEN_REPLY -t 600\n",
			i / 65536, i / 256 % 256, i % 256 }' >$LAB/entries
	on server conntrack -R $LAB/entries 2>$LAB/log/fill
	rm $LAB/entries
	[ "$(on server cat /proc/sys/net/netfilter/nf_conntrack_count)" -ge "$max" ] || lab_die "the table is not full"
	lab_spawn ca knock bash -c "for ((i = 0; i < 60; i++)); do timeout 0.2 curl -s http://$SERVER4/; sleep 0.1; done"
}
expect strict not-ready fail="conntrack-full"
expect digicert not-ready fail="conntrack-full"
expect letsencrypt not-ready fail="conntrack-full"
