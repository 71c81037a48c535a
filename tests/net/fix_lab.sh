# SPDX-License-Identifier: GPL-2.0-or-later
# For tests/net/test_fix*: a host whose way in is stopped by the reverse path filter, in
# network, mount and PID namespaces of its own, with its own /etc, /run and /var/lib. Its
# address is on eth0, its default route leaves by eth1: strict filtering on eth0 drops what
# a CA sends.
# shellcheck shell=bash
PKIREADY=${PKIREADY:-$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)/build/linux/pkiready}
HERE=20.1.2.3
STATE=/var/lib/pkiready
DROPIN=/etc/sysctl.d/99-zz-pkiready.conf
KEY=net.ipv4.conf.eth0.rp_filter
OUT=/run/out
failed=0 count=0

ok() { # SENTENCE COMMAND…
	local sentence=$1
	shift
	if "$@" >/run/why 2>&1; then
		echo "ok - $sentence"
	else
		echo "not ok - $sentence"
		sed 's/^/#  /' /run/why | tail -n 15
		failed=1
	fi
}

# Runs the rest of the test in a world of its own.
fix_world() {
	if [ "$(id -u)" != 0 ]; then
		echo "ok - $(basename "$0") # SKIP network namespaces need root"
		exit 0
	fi
	[ -x "$PKIREADY" ] || { echo "not ok - $PKIREADY is no program"; exit 1; }
	if [ "${FIX_WORLD:-}" != "$0" ]; then
		FIX_WORLD=$0 PKIREADY=$PKIREADY exec unshare --net --mount --pid --fork --kill-child \
			--mount-proc bash "$SELF" "$@"
	fi
	mount -t tmpfs -o mode=755 fix /run
	mkdir -p /run/etc /run/var/lib /run/netns
	cp -a /etc/. /run/etc
	mount --bind /run/etc /etc
	mount --bind /run/var/lib /var/lib
	mkdir -p /etc/sysctl.d
	rm -f "$DROPIN"
	fix_net
}

fix_net() {
	ip netns add far
	sysctl -qw net.ipv4.conf.all.rp_filter=0 net.ipv4.conf.default.rp_filter=0 \
		net.ipv6.conf.all.disable_ipv6=1
	ip link set lo up
	local i
	for i in 0 1; do
		ip link add eth$i type veth peer name far$i netns far
		ip -n far link set far$i up
	done
	ip addr add $HERE/24 dev eth0
	ip addr add 10.9.0.2/24 dev eth1
	ip link set eth0 up
	ip link set eth1 up
	ip route add default via 10.9.0.1
	strict
	mkdir -p /run/www
	python3 -m http.server 80 --bind $HERE --directory /run/www >/dev/null 2>&1 &
	until curl -sf --max-time 1 -o /dev/null http://$HERE/; do sleep 0.05; done
}

strict() { sysctl -qw $KEY=1; }
fix() { "$PKIREADY" diagnose www.example.com --hosts www.example.com=$HERE -4 --timeout 0.15 --resolver 127.0.0.1 --fix "$@" >$OUT 2>/run/err </dev/null; }
undo() { "$PKIREADY" undo --yes "$@" >$OUT 2>/run/err </dev/null; }
value() { sysctl -n $KEY; }
# Exits with this code.
exits() {
	local want=$1 got=0
	shift
	"$@" || got=$?
	[ "$got" = "$want" ] || { echo "exit $got, not $want"; cat $OUT /run/err; return 1; }
}
says() { grep -qF -- "$1" $OUT /run/err || { cat $OUT /run/err; return 1; }; }
# All that a change may touch, in one text.
state() {
	value
	find /etc/sysctl.d -printf '%p %m %U:%G %y\n' | sort
	find /etc/sysctl.d -type f -exec sha256sum {} + | sort
	nft -s list ruleset
}
newest() { ls $STATE | sed -n 's/\.journal$//p' | sort | tail -n 1; }
