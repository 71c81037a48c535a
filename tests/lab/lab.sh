# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# The lab: hosts in network namespaces with globally routable addresses and no way out.
#
#	. tests/lab/lab.sh      re-executes the caller in a world of its own (root), or says why not
#	lab_start               the router, the CA, other hosts, DNS from the root down, the server
#	lab_server              a fresh server: no firewall, no listener
#	lab_nginx <<conf        (re)starts nginx there
#	lab_diagnose ARGS       pkiready on the server, with the lab's root hints and trust anchor
#
# A world is one network, mount and PID namespace, entered by one unshare: whatever ends it,
# kill -9 too, leaves neither process, namespace nor file. /run and /etc are private in it.
#
#	            server 81.2.69.10 .11, 2a02:8010:1::10 ::11
#	                |
#	  dns ------- router 81.2.69.1 (and the resolver) ------- ca 216.168.247.9 …
#	62.3.0.1 root   |        |
#	     .2 TLDs  other    inside 10.9.9.9
#	     .3 zones 51.15.0.80 and a CDN's edge .81
#	     .11 - .14, .21, .51 - .69 the providers of lab_dns_providers
#	2a02:8010:53::1 root, ::11 a provider's

LAB_TESTS=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
LAB=/run/lab
PATH=$PATH:/usr/sbin:/sbin
PKIREADY=${PKIREADY:-$LAB_TESTS/../build/linux/pkiready}
export PKIREADY

SERVER4=81.2.69.10 SERVER4B=81.2.69.11 SERVER6=2a02:8010:1::10 SERVER6B=2a02:8010:1::11
ROUTER4=81.2.69.1 ROUTER6=2a02:8010:1::1
OTHER4=51.15.0.80 EDGE4=51.15.0.81 OTHER6=2a02:8010:3::80
INSIDE4=10.9.9.9
DEAD4=62.99.0.7 DEAD6=2a02:8010:dead::7 # routed, and nobody answers
CA4=216.168.247.9

lab_die() {
	echo "lab: $*" >&2
	exit 1
}

# Not root: the test is skipped, and says so.
lab_enter() {
	[ "${LAB_WORLD:-}" != "$LAB" ] || return 0
	if [ "$(id -u)" != 0 ]; then
		echo "ok - $(basename "$0") # SKIP network namespaces need root"
		exit 0
	fi
	LAB_WORLD=$LAB exec unshare --net --mount --pid --fork --kill-child --mount-proc \
		bash "$0" "$@"
}

lab_mounts() {
	mount -t tmpfs -o mode=755 tmpfs /run || lab_die "no private /run"
	mkdir -p /run/netns /run/lock $LAB/tmp $LAB/log $LAB/www $LAB/zones $LAB/served
	chmod 1777 $LAB/tmp
	cp -a /etc $LAB/etc
	rm -f $LAB/etc/resolv.conf
	echo "nameserver $ROUTER4" >$LAB/etc/resolv.conf
	echo "127.0.0.1 localhost" >$LAB/etc/hosts
	cp -a $LAB/etc/ufw $LAB/ufw
	mount --bind $LAB/etc /etc || lab_die "no private /etc"
	mount -t tmpfs tmpfs /var/log
	export TMPDIR=$LAB/tmp
}

on() { # HOST COMMAND…
	local host=$1
	shift
	ip netns exec "$host" "$@"
}

# Runs a command on a host in the background; its output goes to a log of its own.
lab_spawn() { # HOST LOG COMMAND…
	local host=$1 log=$LAB/log/$2
	shift 2
	ip netns exec "$host" "$@" >"$log" 2>&1 </dev/null &
	LAB_PID=$!
}

# A tenth of a second at a time, at most 10 s.
lab_wait() { # WHAT COMMAND…
	local what=$1 i
	shift
	for ((i = 0; i < 200; i++)); do
		"$@" >/dev/null 2>&1 && return
		sleep 0.05
	done
	lab_die "waited 10 s in vain for $what"
}

lab_listens() { # HOST PORT [tcp|udp]
	[ -n "$(on "$1" ss -H -n -l "--${3:-tcp}" "sport = :$2")" ]
}

lab_sysctl() { # HOST KEY=VALUE…
	local host=$1 kv
	shift
	for kv; do
		on "$host" sh -c "echo ${kv#*=} >/proc/sys/$(tr . / <<<"${kv%%=*}")"
	done
}

lab_namespace() { # HOST
	ip netns add "$1" || lab_die "no namespace $1"
	on "$1" ip link set lo up
	lab_sysctl "$1" net.ipv6.conf.default.accept_dad=0 net.ipv6.conf.all.accept_dad=0
}

# A host behind the router; the first address of a family is the router's.
lab_host() { # HOST ROUTER4/BITS ADDR4… ROUTER6/BITS ADDR6…
	local host=$1 address bits="" gateway4="" gateway6=""
	shift
	lab_namespace "$host"
	ip -n router link add "$host" type veth peer name eth0 netns "$host"
	ip -n router link set "$host" up
	ip -n "$host" link set eth0 up
	for address; do
		if [ "${address#*/}" != "$address" ]; then
			ip -n router addr add "$address" dev "$host"
			bits=${address#*/}
			if [ "${address#*:}" = "$address" ]; then gateway4=${address%/*}; else gateway6=${address%/*}; fi
		else
			ip -n "$host" addr add "$address/$bits" dev eth0
		fi
	done
	[ -z "$gateway4" ] || ip -n "$host" route add default via "$gateway4"
	[ -z "$gateway6" ] || ip -n "$host" -6 route add default via "$gateway6"
}

lab_network() {
	lab_namespace router
	lab_sysctl router net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1
	ip -n router route add blackhole ${DEAD4%.*.*}.0.0/16
	ip -n router -6 route add blackhole ${DEAD6%::*}::/48
	lab_host dns 62.3.0.254/24 62.3.0.{1,2,3,4,11,12,13,14,21,41} 62.3.0.{51,52,53,54,55,56,57,58,59,60,61,62,63,64,65,66,67,68,69} \
		2a02:8010:53::254/64 $DNS_ROOT6 $DNS_SIX
	lab_host ca 216.168.240.1/20 $CA4 216.168.249.9 216.168.240.4 2a02:8010:2::1/64 2a02:8010:2::9
	lab_host other 51.15.0.1/24 $OTHER4 $EDGE4 2a02:8010:3::1/64 $OTHER6
	lab_host inside 10.9.9.1/24 $INSIDE4
}

# A fresh server, with nothing of an earlier one.
lab_server() {
	lab_stop_server
	ip -n router link del server 2>/dev/null
	ip netns del server 2>/dev/null
	on router nft flush ruleset
	lab_host server $ROUTER4/24 $SERVER4 $SERVER4B $ROUTER6/64 $SERVER6 $SERVER6B
	echo "nameserver $ROUTER4" >/etc/resolv.conf
	rm -rf $LAB/www /run/dbus
	mkdir -p $LAB/www
	sed -i 's/^ENABLED=yes/ENABLED=no/' /etc/ufw/ufw.conf
}

# The same behind a link that takes so many ms each way, and logs (tests/lab/relay).
lab_far_server() { # MS LOG
	lab_server
	ip -n router link del server
	"$LAB_TESTS/lab/relay" server eth0 router server "$1" "$2" 2>$LAB/log/relay </dev/null &
	LAB_RELAY=$!
	lab_wait "the relay" ip -n router link set server up
	lab_wait "the relay" ip -n server link set eth0 up
	ip -n router addr add $ROUTER4/24 dev server
	ip -n router addr add $ROUTER6/64 dev server
	ip -n server addr add $SERVER4/24 dev eth0
	ip -n server addr add $SERVER6/64 dev eth0
	ip -n server route add default via $ROUTER4
	ip -n server -6 route add default via $ROUTER6
}

lab_stop_server() {
	local pids
	pids=$(ip netns pids server 2>/dev/null) || return 0
	# Processes, one a word.
	# shellcheck disable=SC2086
	[ -z "$pids" ] || kill -9 $pids 2>/dev/null
	[ -z "$LAB_WEB" ] || wait $LAB_WEB 2>/dev/null
	LAB_WEB=""
}

lab_start() {
	lab_mounts
	lab_network
	lab_names
	lab_more_names
	lab_dns_start
	lab_resolver_start
	lab_certificates
	lab_other_start
	lab_server
}

# A group's own zones, before they are signed and served.
lab_more_names() { :; }

# The tool as an admin runs it on the server. What a test adds comes last and wins.
lab_diagnose() {
	lab_on_server "$PKIREADY" diagnose --root-hints $LAB/root.hints \
		--trust-anchor $LAB/root.key --timeout "${LAB_TIMEOUT:-3}" "$@"
}

# Its records, servers, CAA and DNSSEC, as the same admin asks for them.
lab_dns() {
	lab_on_server "$PKIREADY" dns --root-hints $LAB/root.hints \
		--trust-anchor $LAB/root.key --timeout "${LAB_TIMEOUT:-3}" "$@"
}

lab_on_server() {
	# Its parent death signal: what a test starts here ends with the test.
	ip netns exec server "$@"
}

LAB_WEB=""
. "$LAB_TESTS/lab/dns.sh"
. "$LAB_TESTS/lab/names.sh"
. "$LAB_TESTS/lab/providers.sh"
. "$LAB_TESTS/lab/web.sh"
. "$LAB_TESTS/lab/firewalls.sh"
lab_enter "$@"
