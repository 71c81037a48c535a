# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# A DNS tree of its own for tests/net/test_dns*: root, TLD and zone servers (NSD) on loopback
# addresses of a private network namespace, some zones signed, some broken.
#
#	. tests/net/dns_lab.sh    re-executes the caller in a world of its own (root)
#	lab_tree                  makes and serves the tree
#	show ARGS                 show_dns with the tree's hints and anchor; output in $OUT
#	has WORDS / hasnt WORDS   a line of $OUT that holds them, in this order
#	check "what is true" COMMAND…  one TAP line
#
# The world is one network, mount and PID namespace: whatever ends it leaves nothing behind.

LAB_TESTS=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
LAB=/run/dns
PATH=$PATH:/usr/sbin:/sbin
SHOW=${BUILD:-$LAB_TESTS/../build/linux}/tests/net/show_dns
ODD=$LAB_TESTS/net/dns_odd.py

ROOT4=198.41.0.4 ROOT6=2001:503:ba3e::2:30
TLD4=192.5.6.30 TLD6=2001:503:a83e::2:30 ZONE4=205.251.192.10 ZONE6=2600:9000:5300::10
SILENT4=205.251.192.66 # a socket that never answers
OWN4=10.0.0.53         # the host's own resolver

if [ -z "${IN_DNS_LAB:-}" ]; then
	if [ "$(id -u)" != 0 ] || ! unshare -n -m true 2>/dev/null; then
		echo "ok - $(basename "$0") # SKIP it needs root and namespaces"
		exit 0
	fi
	if [ ! -x "$SHOW" ]; then
		echo "not ok - $(basename "$0") needs $SHOW: make unit-build"
		exit 1
	fi
	export IN_DNS_LAB=1
	exec unshare -n -m -p -f --kill-child --mount-proc -- "$0" "$@"
fi
set -u
FAILED=0
OUT=

mount -t tmpfs lab /run
mkdir -p $LAB/zones $LAB/etc
cp -a /etc/. $LAB/etc
rm -f $LAB/etc/resolv.conf
echo "127.0.0.1 localhost" >$LAB/etc/hosts
mount --bind $LAB/etc /etc
ip link set lo up
for address in $ROOT4 $TLD4 $ZONE4 $SILENT4 $OWN4; do
	ip address add "$address/32" dev lo
done
for address in $ROOT6 $TLD6 $ZONE6; do
	ip -6 address add $address/128 dev lo nodad
done
ip route add default dev lo
ip -6 route add default dev lo 2>/dev/null

own_resolver() { # ADDRESS…
	rm -f /etc/resolv.conf
	for address; do
		echo "nameserver $address"
	done >/etc/resolv.conf
}

# A zone file from standard input, with SOA, NS and the server's addresses added.
zone() { # NAME [NS-ADDRESS]
	local name=$1
	{
		echo "\$ORIGIN ${name/#root/}."
		echo "\$TTL 300"
		if [ "$name" = root ]; then
			echo ". SOA a.root-servers.net. host.invalid. 1 7200 900 1209600 60"
		else
			echo "@ SOA ns1.$name. host.$name. 1 7200 900 1209600 60"
			echo "@ NS ns1.$name."
			echo "ns1 A ${2:-$ZONE4}"
		fi
		cat
	} >$LAB/zones/"$name"
}

# Signs in place; leaves the DS records in zones/NAME.ds.
sign() { # NAME [DATES…]
	local name=$1 origin=${1/#root/.} key
	shift
	key=$(cd $LAB/zones && ldns-keygen -k -a ECDSAP256SHA256 "$origin") || exit 1
	(cd $LAB/zones && ldns-signzone "$@" -o "$origin" -f "$name.signed" "$name" "$key" &&
		mv "$name.signed" "$name" && cp "$key.key" "$name.key" &&
		ldns-key2ds -n -2 "$key.key" >"$name.ds") || exit 1
}

delegate() { # PARENT CHILD [ADDRESS [no-ds]]
	echo "$2. NS ns1.$2." >>$LAB/zones/"$1"
	echo "ns1.$2. A ${3:-$ZONE4}" >>$LAB/zones/"$1"
	if [ "${4:-}" != no-ds ]; then
		cat $LAB/zones/"$2".ds >>$LAB/zones/"$1"
	fi
}

serve() { # ID ADDRESSES ZONE[:FILE]…
	local id=$1 addresses=$2 address zone file
	shift 2
	{
		echo "server:"
		for address in $addresses; do
			echo "  ip-address: $address"
		done
		printf '  server-count: 1\n  username: root\n  pidfile: ""\n  xfrdfile: ""\n'
		printf '  database: ""\n  rrl-ratelimit: 0\n  xfrdir: "%s"\n' $LAB
		printf '  zonelistfile: "%s/%s.zones"\n  logfile: "%s/%s.log"\n' $LAB "$id" $LAB "$id"
		printf '  zonesdir: "%s/zones"\nremote-control:\n  control-enable: no\n' $LAB
		for zone; do
			file=${zone#*:} zone=${zone%%:*}
			printf 'zone:\n  name: "%s"\n  zonefile: "%s"\n' "${zone/#root/.}" "$file"
		done
	} >$LAB/"$id".conf
	nsd -d -c $LAB/"$id".conf >$LAB/"$id".out 2>&1 &
	for address in $addresses; do
		wait_for "$address"
	done
}

wait_for() { # ADDRESS
	local i
	for i in $(seq 100); do
		if drill -Q "@$1" . SOA >/dev/null 2>&1; then
			return
		fi
		sleep 0.05
	done
	echo "dns_lab: nothing answers at $1 after ${i}th try" >&2
	exit 1
}

odd() { # ARGS of dns_odd.py; waits until it listens
	local ready=$LAB/ready.$RANDOM
	mkfifo "$ready"
	python3 "$ODD" "$@" >"$ready" &
	read -r _ <"$ready"
}

zone_files() {
	local i
	zone secure.com <<-END
		@ A 45.33.32.10
		@ AAAA 2a01:7e00::10
		www A 45.33.32.10
		www A 45.33.32.11
		www 120 AAAA 2a01:7e00::10
		text TXT "no address"
		caa CAA 0 issue "letsencrypt.org"
		_dnsauth.text TXT "first" "half"
		astray TXT "no address"
		_dnsauth.astray.secure.com TXT "twice"
		_acme-challenge.astray TXT "token"
		_led.text CNAME www.cdn.net.
		alias CNAME www.cdn.net.
		dangling CNAME gone.cdn.net.
		loop1 CNAME loop2
		loop2 CNAME loop1
		inside A 10.1.2.3
		xn--bcher-kva A 45.33.32.12
		odd CNAME a\\.b\\200\\027c.cdn.net.
		$(for i in $(seq 300); do echo "many A 45.33.$((i / 250)).$((i % 250 + 1))"; done)
	END
	zone cdn.net <<-END
		www A 151.101.1.1
		a\\.b\\200\\027c A 151.101.1.2
	END
	for name in insecure expired wrongkey silent; do
		zone $name.com <<<"www A 45.33.32.20"
	done
	zone six.com <<<"www A 45.33.32.60"
	sed -i "s/^ns1 A .*/ns1 AAAA $ZONE6/" $LAB/zones/six.com
}

make_tree() {
	zone_files
	sign secure.com
	sign cdn.net
	sign six.com
	sign expired.com -i 20200101 -e 20200201
	sign wrongkey.com
	cp $LAB/zones/wrongkey.com.ds $LAB/zones/other.ds
	sed 's/[0-9a-f]$/0/; s/[0-9a-f]\(.\)$/1\1/' $LAB/zones/other.ds >$LAB/zones/wrongkey.com.ds
	zone com $TLD4 <<<"ns1 AAAA $TLD6"
	zone net $TLD4 </dev/null
	delegate com secure.com
	delegate com expired.com
	delegate com wrongkey.com
	delegate com insecure.com $ZONE4 no-ds
	delegate com lame.com $ROOT4 no-ds # which does not serve it
	delegate com silent.com $SILENT4 no-ds
	delegate com six.com $ZONE6
	sed -i "s/^ns1.six.com. A /ns1.six.com. AAAA /" $LAB/zones/com
	delegate net cdn.net
	if declare -F extra_zones >/dev/null; then
		extra_zones
	fi
	sign com
	sign net
	zone root <<-END
		. NS a.root-servers.net.
		a.root-servers.net. A $ROOT4
		a.root-servers.net. AAAA $ROOT6
	END
	delegate root com $TLD4
	delegate root net $TLD4
	echo "ns1.com. AAAA $TLD6" >>$LAB/zones/root
	sign root
	cp $LAB/zones/root.key $LAB/anchor
	printf '. 3600 NS a.root-servers.net.\na.root-servers.net. 3600 A %s\n' $ROOT4 >$LAB/hints
	printf 'a.root-servers.net. 3600 AAAA %s\n' $ROOT6 >>$LAB/hints
}

ZONES="secure.com cdn.net insecure.com expired.com wrongkey.com six.com"

lab_tree() {
	make_tree
	serve root "$ROOT4 $ROOT6" root
	serve tld "$TLD4 $TLD6" com net
	# The list is words.
	# shellcheck disable=SC2086
	serve zone "$ZONE4 $ZONE6" $ZONES
}

# The same, each server MS away; what is asked stands in $LAB/relay.log.
far_tree() { # MS
	local backend
	make_tree
	for backend in 127.0.0.11 127.0.0.12 127.0.0.13; do
		ip address add $backend/32 dev lo 2>/dev/null
	done
	serve root 127.0.0.11 root
	serve tld 127.0.0.12 com net
	# shellcheck disable=SC2086
	serve zone 127.0.0.13 $ZONES
	odd relay "$1" $LAB/relay.log $ROOT4=127.0.0.11 $TLD4=127.0.0.12 $ZONE4=127.0.0.13
}

show() { # ARGS of show_dns
	OUT=$("$SHOW" --hints $LAB/hints --anchor $LAB/anchor "$@" 2>&1) || {
		echo "not ok - show_dns $* exits with $?"
		FAILED=1
	}
}

matches() { # WORDS…: some line holds them in this order
	local line rest word
	while IFS= read -r line; do
		rest=$line
		for word; do
			[[ $rest == *"$word"* ]] || continue 2
			rest=${rest#*"$word"}
		done
		return 0
	done <<<"$OUT"
	return 1
}
has() {
	matches "$@" || {
		echo "# no line with: $*"
		return 1
	}
}
hasnt() {
	! matches "$@" || {
		echo "# a line with: $*"
		return 1
	}
}

# At most this long.
within() { # MS
	local ms=${OUT##*elapsed }
	[ "$ms" -le "$1" ] || {
		echo "# it took $ms ms, not $1"
		return 1
	}
}

check() { # "what is true" COMMAND…
	local said title=$1
	shift
	if said=$("$@"); then
		echo "ok - $title"
	else
		echo "not ok - $title"
		echo "$said"
		echo "#   ${OUT//$'\n'/$'\n'#   }"
		FAILED=1
	fi
}

lab_end() {
	exit $FAILED
}
