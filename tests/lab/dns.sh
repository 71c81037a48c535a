# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# The lab's DNS: three NSD servers (root, TLDs, zones), each zone signed unless it says
# otherwise, and a validating resolver on the router. The groups that examine the DNS itself
# have two providers more (lab_dns_providers): one whose four servers run four programs, and
# one that is not delegated; and servers of the lab's own for what no real one does.

DNS_ROOT=62.3.0.1 DNS_TLD=62.3.0.2 DNS_ZONES=62.3.0.3 DNS_SILENT=62.3.0.4
DNS_NSD=62.3.0.11 DNS_BIND=62.3.0.12 DNS_KNOT=62.3.0.13 DNS_PDNS=62.3.0.14
DNS_FOUR=$DNS_NSD,$DNS_BIND,$DNS_KNOT,$DNS_PDNS
DNS_SIX=2a02:8010:53::11 # NSD again, by IPv6 alone
DNS_ROOT6=2a02:8010:53::1 DNS_OTHER=62.3.0.21 # the provider that nobody is delegated to
DNS_CLOSED=62.3.0.41 # nothing listens there

# Takes a zone's records from standard input; SOA and NS are added.
#	signed       with a DS in the parent (the default)
#	unsigned     no DNSSEC
#	expired      signatures that ran out: bogus
#	future       signatures that are not yet valid: bogus
#	wrong-ds     a DS that no key matches: bogus
#	ds-alone     a DS, and no signature: bogus
#	unserved     delegated to a server that does not know it
#	undelegated  served, and denied by the parent
#	ns=ADDR,…    its servers, ns1 ns2 …; a name instead of an address is a server elsewhere;
#	             ADDR+ADDR are two addresses of one
#	parent=ADDR,…  those that the parent names, old1 old2 …, where they are others
#	mname=NAME serial=N ttl=N negative=N   of the SOA
#	by=NAME      the servers are called ns1.NAME, ns2.NAME …
lab_zone() { # NAME [KIND] [KEY=VALUE…]
	local name=$1 kind=signed word
	local ns=$DNS_ZONES parent="" by="" mname="" serial=1 ttl=300 negative=60
	for word in "${@:2}"; do
		case $word in
		*=*) local "${word%%=*}=${word#*=}" ;;
		*) kind=$word ;;
		esac
	done
	by=${by:-$name}
	lab_zone_file >$LAB/zones/"$name"
	[ "$kind" = unserved ] || for word in ${ns//[,+]/ }; do echo "$name" >>"$LAB/served/$word"; done
	echo "$name $kind ${parent:-$ns} $by $ns" >>$LAB/zones.list
}

# The same zone as one of its servers has it: another serial, other records.
lab_variant() { # NAME ADDR [KEY=VALUE…]
	local name=$1 address=$2 word
	local ns by=$1 mname="" serial=1 ttl=300 negative=60
	ns=$(awk -v n="$name" '$1 == n {print $5}' $LAB/zones.list)
	for word in "${@:3}"; do local "${word%%=*}=${word#*=}"; done
	lab_zone_file >$LAB/zones/"$name@$address"
	grep -qsx "$name" "$LAB/served/$address" || echo "$name" >>"$LAB/served/$address"
}

lab_zone_file() { # by the variables of its caller
	echo "\$ORIGIN $name."
	echo "\$TTL $ttl"
	echo "@ SOA ${mname:-ns1.$by}. hostmaster.$name. $serial 7200 900 1209600 $negative"
	lab_servers "$name" "$by" "$ns"
	cat
}

# NS records, and the addresses where the zone itself holds them.
lab_servers() { # NAME BY ADDR,… [LABEL]
	local address both n=0
	for address in ${3//,/ }; do
		case $address in
		*[g-z]*)
			echo "$1. NS $address."
			continue
			;;
		esac
		n=$((n + 1))
		echo "$1. NS ${4:-ns}$n.$2."
		[ "$1" = "$2" ] || continue
		for both in ${address//+/ }; do
			echo "${4:-ns}$n.$2. $(lab_type "$both") $both"
		done
	done
}

lab_type() { # ADDR
	case $1 in *:*) echo AAAA ;; *) echo A ;; esac
}

# Signs in place, with what each server has of it; prints the DS records for the parent.
lab_sign() { # NAME KIND
	local zone=$1 file key dates=()
	[ "$2" != expired ] || dates=(-i 20200101 -e 20200201)
	[ "$2" != future ] || dates=(-i 20400101 -e 20400201)
	cd $LAB/zones || exit
	key=$(ldns-keygen -k -a ECDSAP256SHA256 "$zone") || lab_die "no key for $zone"
	for file in "$zone" "$zone"@*; do
		[ -e "$file" ] && [ "$2" != ds-alone ] || continue
		ldns-signzone "${dates[@]}" -o "$zone" -f "$file.signed" "$file" "$key" ||
			lab_die "no signature for $file"
		mv "$file.signed" "$file"
	done
	cat "$key.key" >"$LAB/$zone.key"
	if [ "$2" = wrong-ds ]; then
		key=$(ldns-keygen -k -a ECDSAP256SHA256 "$zone")
	fi
	ldns-key2ds -n -2 "$key.key"
	cd / || exit
}

lab_delegate() { # PARENT: adds its children of zones.list to its zone file
	local name kind ns by own parent label
	while read -r name kind ns by own; do
		parent=${name#*.}
		[ "$parent" != "$name" ] || parent=.
		[ "$parent" = "$1" ] && [ "$kind" != undelegated ] || continue
		label=ns
		[ "$ns" = "$own" ] || label=old
		lab_servers "$name" "$by" "$ns" $label
		[ "$kind" = unsigned ] || lab_sign "$name" "$kind"
	done <$LAB/zones.list >>$LAB/zones/"${1/#./root}"
}

# Zones that hold other zones: their children come first.
lab_delegate_all() {
	local name
	while read -r name _; do
		lab_delegate "$name"
	done < <(awk '$1 ~ /\./ {print gsub(/\./, ".", $1), $1}' $LAB/zones.list | sort -rn | cut -d" " -f2)
	lab_delegate com
	lab_delegate net
	lab_delegate .
}

# Where this server finds a zone: its own variant, else everybody's.
lab_zone_path() { # ADDR ZONE
	local file=$LAB/zones/$2@$1
	[ -e "$file" ] || file=$LAB/zones/${2/#./root}
	echo "$file"
}

lab_nsd() { # ADDR[,ADDR] ZONE…
	local address=${1%%,*} all=$1 zone conf=$LAB/nsd-${1%%,*}.conf
	shift
	{
		printf 'server:\n  server-count: 1\n  username: root\n'
		# Addresses, one a word.
		# shellcheck disable=SC2086
		printf '  ip-address: %s\n' ${all//,/ }
		printf '  zonesdir: "%s"\n  pidfile: ""\n  xfrdfile: ""\n  database: ""\n' $LAB/zones
		printf '  zonelistfile: "%s.zones"\n  rrl-ratelimit: 0\n' "$LAB/nsd-$address"
		printf '  logfile: "%s/log/nsd-%s.log"\n' $LAB "$address"
		printf '  xfrdir: "%s"\nremote-control:\n  control-enable: no\n' $LAB/tmp
		for zone; do
			printf 'zone:\n  name: "%s"\n  zonefile: "%s"\n' "$zone" "$(lab_zone_path "$address" "$zone")"
		done
	} >"$conf"
	lab_spawn "${NSD_HOST:-dns}" "nsd-$address.out" nsd -d -c "$conf"
}

# A name server on the examined server itself, for the zones that have it (ns=$SERVER4).
lab_own_name_server() {
	# Zones, one a word.
	# shellcheck disable=SC2046
	NSD_HOST=server lab_nsd $SERVER4 $(sort -u $LAB/served/$SERVER4)
	lab_wait "the server's own name server" lab_listens server 53 udp
}

lab_dns_start() {
	local zones
	for tld in com net; do
		lab_zone "$tld" signed ns=$DNS_TLD </dev/null
	done
	{
		echo "\$ORIGIN ."
		echo "\$TTL 86400"
		echo ". SOA a.root-lab. hostmaster.root-lab. 1 1800 900 604800 86400"
		echo ". NS a.root-lab."
		echo "a.root-lab. A $DNS_ROOT"
		echo "a.root-lab. AAAA $DNS_ROOT6"
	} >$LAB/zones/root
	lab_delegate_all
	lab_sign_root
	zones=$(cat $LAB/served/$DNS_ZONES)
	lab_nsd $DNS_ROOT,$DNS_ROOT6 .
	lab_nsd $DNS_TLD com net
	# Zones, one a word.
	# shellcheck disable=SC2086
	lab_nsd $DNS_ZONES $zones
	echo ". 3600000 NS a.root-lab." >$LAB/root.hints
	echo "a.root-lab. 3600000 A $DNS_ROOT" >>$LAB/root.hints
	echo "a.root-lab. 3600000 AAAA $DNS_ROOT6" >>$LAB/root.hints
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

# Lines for its "server:" clause, from a scenario's zones.
lab_resolver_says() { printf '  %s\n' "$@" >>$LAB/resolver.more; }

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
		  num-threads: 1
		  root-hints: "$LAB/root.hints"
		  trust-anchor-file: "$LAB/root.key"
		  cache-max-ttl: 5
		  cache-max-negative-ttl: 5
		$(cat $LAB/resolver.more 2>/dev/null)
		remote-control:
		  control-enable: no
	EOF
	lab_spawn router unbound.log unbound -d -c $LAB/unbound.conf
	lab_wait "the resolver" lab_listens router 53 udp
}
