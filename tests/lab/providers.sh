# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# Two DNS providers: one with four servers of four programs (NSD, BIND, Knot, PowerDNS), one to
# whom nobody is delegated; and the lab's own odd servers. For the groups about the DNS.

lab_bind() { # ADDR ZONE…
	local address=$1 zone dir=$LAB/bind
	shift
	mkdir -p $dir
	{
		echo "options { directory \"$dir\"; listen-on { $address; }; listen-on-v6 { none; };"
		echo "  recursion no; dnssec-validation no; notify no; pid-file none;"
		echo "  session-keyfile none; check-names primary ignore; };"
		echo "controls { };"
		for zone; do
			echo "zone \"$zone\" { type primary; file \"$(lab_zone_path "$address" "$zone")\"; };"
		done
	} >$LAB/named.conf
	lab_spawn dns bind.log named -g -n 1 -c $LAB/named.conf
}

lab_knot() { # ADDR ZONE…
	local address=$1 zone dir=$LAB/knot
	shift
	mkdir -p $dir
	{
		printf 'server:\n  rundir: "%s"\n  listen: %s@53\n' $dir "$address"
		printf '  udp-workers: 1\n  tcp-workers: 1\n  background-workers: 1\n'
		printf 'log:\n  - target: stderr\n    any: warning\ndatabase:\n  storage: "%s"\n' $dir
		printf 'template:\n  - id: default\n    journal-content: none\n    zonefile-sync: -1\n'
		printf '    semantic-checks: off\nzone:\n'
		for zone; do
			printf '  - domain: "%s"\n    file: "%s"\n' "$zone" "$(lab_zone_path "$address" "$zone")"
		done
	} >$LAB/knot.conf
	lab_spawn dns knot.log knotd -c $LAB/knot.conf
}

lab_pdns() { # ADDR ZONE…
	local address=$1 zone dir=$LAB/pdns
	shift
	mkdir -p $dir
	for zone; do
		echo "zone \"$zone\" { type master; file \"$(lab_zone_path "$address" "$zone")\"; };"
	done >$dir/zones.conf
	{
		printf 'launch=bind\nbind-config=%s/zones.conf\nbind-dnssec-db=%s/dnssec.db\n' $dir $dir
		printf 'local-address=%s\nsocket-dir=%s\ndaemon=no\nguardian=no\nsetuid=\nsetgid=\n' "$address" $dir
		printf 'cache-ttl=0\nquery-cache-ttl=0\nnegquery-cache-ttl=0\nreceiver-threads=1\n'
		printf 'distributor-threads=1\nloglevel=4\nsecurity-poll-suffix=\n'
	} >$dir/pdns.conf
	pdnsutil --config-dir=$dir create-bind-db $dir/dnssec.db >/dev/null 2>&1 ||
		lab_die "no database for PowerDNS"
	for zone; do
		[ ! -e "$LAB/$zone.key" ] || echo "$zone"
	done | while read -r zone; do
		pdnsutil --config-dir=$dir set-presigned "$zone" >/dev/null 2>&1
	done
	lab_spawn dns pdns.log pdns_server --config-dir=$dir
}

# What each mode answers is told in tests/lab/odd-dns; a zone is put behind one by ns=ADDR.
declare -A DNS_ODD=(
	[silent]=62.3.0.51 [slow]=62.3.0.52 [cut]=62.3.0.53 [no-tcp]=62.3.0.54 [wrong-id]=62.3.0.55
	[wrong-question]=62.3.0.56 [refused]=62.3.0.57 [servfail]=62.3.0.58 [notimp]=62.3.0.59
	[no-caa]=62.3.0.60 [lame]=62.3.0.61 [bomb]=62.3.0.62 [huge]=62.3.0.63 [loop]=62.3.0.64
	[lower]=62.3.0.65 [no-edns]=62.3.0.66 [lines]=62.3.0.67 [few]=62.3.0.68 [bad-caa]=62.3.0.69
)

lab_odd_dns() {
	local mode modes=()
	for mode in "${!DNS_ODD[@]}"; do
		modes+=("$mode=${DNS_ODD[$mode]}")
		[ ! -e "$LAB/served/${DNS_ODD[$mode]}" ] || cat "$LAB/served/${DNS_ODD[$mode]}"
	done >$LAB/behind-odd
	lab_spawn dns odd-dns.log "$LAB_TESTS/lab/odd-dns" $DNS_NSD "${modes[@]}"
	lab_wait "the odd servers" grep -q ready $LAB/log/odd-dns.log
}

# After lab_start's zones are made: what a group's scenarios have put behind these servers.
lab_dns_providers() {
	local address program
	lab_odd_dns
	for address in $DNS_NSD $DNS_BIND $DNS_KNOT $DNS_PDNS $DNS_OTHER $DNS_SIX; do
		touch "$LAB/served/$address"
	done
	sort -u $LAB/behind-odd >>$LAB/served/$DNS_NSD # the odd servers ask this one
	for program in nsd:$DNS_NSD bind:$DNS_BIND knot:$DNS_KNOT pdns:$DNS_PDNS nsd:$DNS_OTHER \
		nsd:$DNS_SIX; do
		# Zones, one a word.
		# shellcheck disable=SC2046
		"lab_${program%%:*}" "${program#*:}" $(sort -u "$LAB/served/${program#*:}")
	done
	for address in $DNS_NSD $DNS_BIND $DNS_KNOT $DNS_PDNS $DNS_OTHER $DNS_SIX; do
		lab_wait "the name server $address" lab_serves "$address"
	done
}

lab_serves() { # ADDR: the first of its zones, or at least an answer
	local zone
	zone=$(head -1 "$LAB/served/$1")
	on dns drill "${zone:-.}" SOA "@$1" | grep -q "rcode: ${zone:+NOERROR}"
}
