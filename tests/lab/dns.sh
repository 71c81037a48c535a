# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# The lab's DNS: three NSD servers (root, TLDs, zones), each zone signed unless it says
# otherwise, and a validating resolver on the router.

DNS_ROOT=62.3.0.1 DNS_TLD=62.3.0.2 DNS_ZONES=62.3.0.3 DNS_SILENT=62.3.0.4

# Takes a zone's records from standard input; SOA and NS are added.
#	signed    with a DS in the parent (the default)
#	unsigned  no DNSSEC
#	expired   signatures that ran out: bogus
#	wrong-ds  a DS that no key matches: bogus
#	ns=ADDR   delegated to this address
lab_zone() { # NAME [KIND] [ns=ADDR]
	local name=$1 kind=signed ns=$DNS_ZONES word
	for word in "${@:2}"; do
		case $word in
		ns=*) ns=${word#ns=} ;;
		*) kind=$word ;;
		esac
	done
	{
		echo "\$ORIGIN $name."
		echo "\$TTL 300"
		echo "@ SOA ns1.$name. hostmaster.$name. 1 7200 900 1209600 60"
		echo "@ NS ns1.$name."
		echo "ns1 A $ns"
		cat
	} >$LAB/zones/"$name"
	echo "$name $kind $ns" >>$LAB/zones.list
}

# Signs in place; prints the DS records for the parent.
lab_sign() { # NAME KIND
	local zone=$1 file=$LAB/zones/$1 key dates=()
	[ "$2" != expired ] || dates=(-i 20200101 -e 20200201)
	cd $LAB/zones || exit
	key=$(ldns-keygen -k -a ECDSAP256SHA256 "$zone") || lab_die "no key for $zone"
	ldns-signzone "${dates[@]}" -f "$file.signed" "$file" "$key" || lab_die "no signature for $zone"
	mv "$file.signed" "$file"
	cat "$key.key" >"$file.key"
	if [ "$2" = wrong-ds ]; then
		key=$(ldns-keygen -k -a ECDSAP256SHA256 "$zone")
	fi
	ldns-key2ds -n -2 "$key.key"
	cd / || exit
}

lab_delegate() { # PARENT: adds its children of zones.list to its zone file
	local name kind ns parent
	while read -r name kind ns; do
		parent=${name#*.}
		[ "$parent" != "$name" ] || parent=.
		[ "$parent" = "$1" ] || continue
		echo "$name. NS ns1.$name."
		echo "ns1.$name. A $ns"
		[ "$kind" = unsigned ] || lab_sign "$name" "$kind"
	done <$LAB/zones.list >>$LAB/zones/"${1/#./root}"
}

lab_nsd() { # ADDR ZONE…
	local address=$1 zone conf=$LAB/nsd-$1.conf
	shift
	{
		printf 'server:\n  ip-address: %s\n  server-count: 1\n  username: root\n' "$address"
		printf '  zonesdir: "%s"\n  pidfile: ""\n  xfrdfile: ""\n  database: ""\n' $LAB/zones
		printf '  zonelistfile: "%s.zones"\n  rrl-ratelimit: 0\n' "$LAB/nsd-$address"
		printf '  logfile: "%s/log/nsd-%s.log"\n' $LAB "$address"
		printf '  xfrdir: "%s"\nremote-control:\n  control-enable: no\n' $LAB/tmp
		for zone; do
			printf 'zone:\n  name: "%s"\n  zonefile: "%s"\n' "$zone" "${zone/#./root}"
		done
	} >"$conf"
	lab_spawn dns "nsd-$address.out" nsd -d -c "$conf"
}

lab_dns_start() {
	local tlds zones
	for tld in com net; do
		lab_zone "$tld" signed ns=$DNS_TLD </dev/null
	done
	{
		echo "\$ORIGIN ."
		echo "\$TTL 86400"
		echo ". SOA a.root-lab. hostmaster.root-lab. 1 1800 900 604800 86400"
		echo ". NS a.root-lab."
		echo "a.root-lab. A $DNS_ROOT"
	} >$LAB/zones/root
	lab_delegate com
	lab_delegate net
	lab_delegate .
	lab_sign_root
	tlds="com net"
	zones=$(awk '$1 ~ /\./ && $3 == "'$DNS_ZONES'" && $2 != "unserved" {print $1}' $LAB/zones.list)
	lab_nsd $DNS_ROOT .
	# Zones, one a word.
	# shellcheck disable=SC2086
	lab_nsd $DNS_TLD $tlds
	# shellcheck disable=SC2086
	lab_nsd $DNS_ZONES $zones
	echo ". 3600000 NS a.root-lab." >$LAB/root.hints
	echo "a.root-lab. 3600000 A $DNS_ROOT" >>$LAB/root.hints
	lab_wait "the root server" on dns drill -4 . SOA @$DNS_ROOT
	lab_wait "the TLD server" on dns drill -4 com SOA @$DNS_TLD
	lab_wait "the zones' server" on dns drill -4 pkilab.com SOA @$DNS_ZONES
}

# ldns names the root's key file oddly; the rest is as for the other zones.
lab_sign_root() {
	local key
	cd $LAB/zones || exit
	key=$(ldns-keygen -k -a ECDSAP256SHA256 .)
	ldns-signzone -f root.signed root "$key" || lab_die "no signature for the root"
	mv root.signed root
	ldns-key2ds -n -2 "$key.key" >$LAB/root.key
	cd / || exit
}

# What the server's resolv.conf names: a validating resolver, on the router itself.
lab_resolver_start() {
	cat >$LAB/unbound.conf <<-EOF
		server:
		  interface: $ROUTER4
		  ip-freebind: yes
		  access-control: 0.0.0.0/0 allow
		  chroot: ""
		  username: ""
		  directory: "$LAB"
		  pidfile: ""
		  use-syslog: no
		  do-daemonize: no
		  do-ip6: no
		  num-threads: 1
		  root-hints: "$LAB/root.hints"
		  trust-anchor-file: "$LAB/root.key"
		  cache-max-ttl: 5
		  cache-max-negative-ttl: 5
		remote-control:
		  control-enable: no
	EOF
	lab_spawn router unbound.log unbound -d -c $LAB/unbound.conf
	lab_wait "the resolver" lab_listens router 53 udp
}
