# SPDX-License-Identifier: GPL-2.0-or-later
# For tests/net/test_prove*: a host with eth0 (veth) in a network namespace of its own, the
# other end of the wire beside it, where a capture listens for what leaves.
# shellcheck shell=bash
PKIREADY=${PKIREADY:-$(cd "$(dirname "$0")/../.." && pwd)/build/linux/pkiready}
HERE=198.51.100.10 HERE6=2001:db8:1::10
CA=216.168.247.9 CA6=2600:1901::9
failed=0
[ -x "$PKIREADY" ] || { echo "not ok - $PKIREADY is no program"; exit 1; }

ok() { # SENTENCE COMMAND…
	local sentence=$1
	shift
	if "$@"; then
		echo "ok - $sentence"
	else
		echo "not ok - $sentence"
		failed=1
	fi
}

lab_up() {
	DIR=$(mktemp -d)
	trap lab_down EXIT
	mount -t tmpfs lab /run
	mkdir /run/netns
	ip netns add far
	sysctl -qw net.ipv6.conf.default.accept_dad=0 net.ipv4.conf.all.rp_filter=0 net.ipv4.conf.default.rp_filter=0
	ip link set lo up
	ip link add eth0 type veth peer name far0 netns far
	ip addr add $HERE/24 dev eth0
	ip addr add $HERE6/64 dev eth0 nodad
	ip link set eth0 up
	ip -n far link set far0 up
	ip route add default via 198.51.100.1
	ip -6 route add default via 2001:db8:1::1
	sysctl -qw net.ipv6.conf.eth0.router_solicitations=0
	python3 -c '
import socket, time
held = []
for family, port in ((socket.AF_INET6, 80), (socket.AF_INET6, 8080)):
    s = socket.socket(family)
    s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    s.bind(("::", port))
    s.listen()
    held.append(s)
print(flush=True)
time.sleep(600)' >"$DIR/up" &
	LISTENER=$!
	until [ -s "$DIR/up" ]; do sleep 0.05; done
}

lab_down() {
	kill ${LISTENER:-} ${TAP:-} 2>/dev/null
	ip netns del far 2>/dev/null
	rm -rf "$DIR"
}

# What the wire carries from here on, but for what an interface says when it comes up.
tap_on() {
	ip netns exec far tcpdump -ni far0 -U -w "$DIR/wire" 'tcp or icmp or (icmp6 and ip6[40] < 133)' 2>"$DIR/tap" &
	TAP=$!
	until grep -q listening "$DIR/tap" 2>/dev/null; do sleep 0.05; done
}

nothing_left() {
	sleep 0.3
	[ -z "$(tcpdump -nr "$DIR/wire" 2>/dev/null)" ] || { tcpdump -nr "$DIR/wire" | head -5; return 1; }
}

state() {
	nft -s list ruleset
	for save in iptables-legacy-save ip6tables-legacy-save; do $save | grep -v '^#' | sed 's/\[.*\]//'; done
	ip rule
	ip route show table all
	ip -6 rule
	ip -6 route show table all | sed 's/expires.*//'
	ip -d link
	tc qdisc show
	tc filter show dev eth0 ingress
	ss -Htan | tr -s ' ' | sed 's/ $//' | grep -v '127.0.0.1:.* 127.0.0.1:' | sort
	conntrack -L -p tcp 2>/dev/null
	conntrack -L -p tcp -f ipv6 2>/dev/null
}

prove() { "$PKIREADY" firewall --prove --format json --interface eth0 "$@" >"$DIR/json" 2>"$DIR/err"; }

fits() { # SCHEMA: what was written last
	/usr/bin/python3 -c '
import json, jsonschema, sys
for e in jsonschema.Draft202012Validator(json.load(open(sys.argv[2]))).iter_errors(json.load(open(sys.argv[1]))):
    sys.exit(e.json_path + ": " + e.message[:200])' "$DIR/json" "$(dirname "$0")/../../src/$1"
}

json() { # FILTER ARGS…: true in the document
	local filter=$1
	shift
	prove "$@"
	jq -e "$filter" "$DIR/json" >/dev/null || {
		jq -c '.unproved, (.verdicts[] | [.from, .port, .verdict, .certainty, .by.table, .by.chain, .by.handle, .by.stage, .proof])' "$DIR/json"
		cat "$DIR/err"
		return 1
	}
}
