# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# For tests/net/test_fix_*: a host of its own (host_world.sh), the plan that lets ports in, and
# its commands, run here; the injected SYN has the last word.
. "$(dirname "${BASH_SOURCE[0]}")/host_world.sh"
SHOW_FIX=${BUILD:-$HERE/../../build/linux}/tests/net/show_fix
SHOW_INJECT=${BUILD:-$HERE/../../build/linux}/tests/net/show_inject
US=198.51.100.10 US6=2001:db8:1::10 CA=216.168.247.9 CA6=2600:1901::9

host() { # eth0 with both families and default routes; nothing is enabled at boot
	mountpoint -q /etc && [ $$ = 1 ] || die "not in a world of its own: nothing is set up"
	sysctl -qw net.ipv6.conf.default.accept_dad=0 net.ipv4.conf.all.rp_filter=0 net.ipv4.conf.default.rp_filter=0
	ip link add eth0 type veth peer name peer
	ip addr add $US/24 dev eth0
	ip addr add $US6/64 dev eth0 nodad
	sysctl -qw net.ipv6.conf.eth0.router_solicitations=0
	ip link set eth0 up
	ip link set peer up
	ip route add default via 198.51.100.1
	ip -6 route add default via 2001:db8:1::1
	rm -f /etc/systemd/system/*.wants/{nftables,ufw,firewalld,fail2ban}.service /etc/rc.local
	mkdir -p /etc/systemd/system/multi-user.target.wants /etc/iptables
}
enable() { # UNIT
	ln -s "/lib/systemd/system/$1" "/etc/systemd/system/multi-user.target.wants/$1"
}
unit() { # NAME LINES…: a unit of the administrator's own
	printf '%s\n' '[Service]' 'Type=oneshot' "${@:2}" >"/etc/systemd/system/$1"
	ln -s "/etc/systemd/system/$1" "/etc/systemd/system/multi-user.target.wants/$1"
}

fd() { firewall-cmd -q "$@" || die "firewall-cmd $*"; }
with_firewalld() { # [policy file]
	host
	[ $# = 0 ] || printf '%s\n' "$1" >/etc/firewalld/policies/site.xml
	mkdir -p /run/dbus
	dbus-daemon --config-file=/usr/share/dbus-1/system.conf --nofork --nopidfile 2>/dev/null &
	wait_for D-Bus test -S /run/dbus/system_bus_socket
	firewalld --nofork --nopid >/run/firewalld.log 2>&1 &
	FIREWALLD=$!
	wait_for firewalld firewall-cmd --state
}
with_ufw() { # RULE…, each one word list
	local rule
	host
	for rule in "allow 22/tcp" "$@"; do
		# shellcheck disable=SC2086
		ufw $rule >/run/ufw.log 2>&1 || die "ufw $rule: $(cat /run/ufw.log)"
	done
	ufw --force enable >/run/ufw.log 2>&1 || die "$(cat /run/ufw.log)"
}
with_nftables() { # as its service loads it
	host
	printf '%s\n' 'flush ruleset' 'table inet filter {' '	chain input {' \
		'		type filter hook input priority 0; policy drop;' '		iif lo accept' \
		'		tcp dport 22 accept' '	}' '}' >/etc/nftables.conf
	enable nftables.service
	nft -f /etc/nftables.conf
}
with_iptables() { # as a unit of the administrator's own restores it
	host
	printf '%s\n' '*filter' ':INPUT ACCEPT [0:0]' ':FORWARD ACCEPT [0:0]' ':OUTPUT ACCEPT [0:0]' \
		'-A INPUT -i lo -j ACCEPT' '-A INPUT -p tcp -m tcp --dport 22 -j ACCEPT' \
		'-A INPUT -j REJECT --reject-with icmp-host-prohibited' COMMIT >/etc/iptables/rules.v4
	unit rules.service "ExecStart=/usr/sbin/iptables-nft-restore /etc/iptables/rules.v4"
	iptables-nft-restore /etc/iptables/rules.v4
}

# plan OPTIONS PORT…: into /run/plan, each step's commands into /run/do, /run/undo, /run/test
plan() {
	timeout 60 "$SHOW_FIX" "$@" >/run/plan.json || die "no plan: $*"
	python3 "$HERE/fix_plan.py" /run/plan.json /run
	if [ -n "${V:-}" ]; then cat /run/plan; fi
}
says() { grep -qF -- "$1" /run/plan || die "the plan does not say \"$1\": $(tr '\n' '|' </run/plan)"; }
silent() { ! grep -qF -- "$1" /run/plan || die "the plan says \"$1\""; }
steps() { # how many of them act at once
	local n
	n=$(grep -c '^run ' /run/plan || :)
	[ "$n" = "$1" ] || die "$n steps and not $1: $(tr '\n' '|' </run/plan)"
}
refused() { grep -qF -- "$1" <(grep '^refused ' /run/plan) || die "not refused by \"$1\": $(tr '\n' '|' </run/plan)"; }
do_it() { bash -eu /run/do >/run/said 2>&1 || die "a step failed: $(cat /run/said)"; bash -eu /run/test >/run/said 2>&1 || die "a test failed: $(cat /run/said)"; }
undo_it() { bash -eu /run/undo >/run/said 2>&1 || die "undo failed: $(cat /run/said)"; }
try() { bash -eu /run/try >/run/said 2>&1 || die "a trial failed: $(cat /run/said)"; }

state() {
	nft -s list ruleset
	for save in iptables-legacy-save ip6tables-legacy-save; do $save | sed '/^#/d; s/\[[0-9:]*\]//'; done
	find /etc/nftables* /etc/iptables /etc/sysconfig -type f -exec stat -c '%n %a %u %g' {} + -exec md5sum {} + 2>/dev/null | sort
}

# What the kernel does with a SYN: kernel FATE PORT [FROM]
kernel() {
	local from=${3:-$CA} to=$US
	case $from in *:*) to=$US6 ;; esac
	"$SHOW_INJECT" "$from,$to,$2,eth0" >/run/kernel
	grep -q "$2: $1 " /run/kernel || die "the kernel says $(cat /run/kernel), not $1"
}
# The whole way: dropped before, in afterwards by all steps, by no fewer, and back again.
fixes() { # PORT [FROM]
	state >/run/before
	kernel "$(fate "$@")" "$@"
	try
	do_it
	kernel accept "$@"
	undo_it
	state >/run/after
	cmp -s /run/before /run/after || die "undo left something: $(diff /run/before /run/after | head -5 | tr '\n' '|')"
	do_it
}
fate() { "$SHOW_INJECT" "${2:-$CA},$([[ ${2:-} = *:* ]] && echo $US6 || echo $US),$1,eth0" | sed -n "s/.*$1: \(drop\|reject\) .*/\1/p"; }
# What a reboot would do: boot FATE PORT
boot() {
	timeout 60 "${PKIREADY:?}" firewall --after-reboot --from any --port "$2" --to $US --interface eth0 \
		--format json >/run/boot.json || :
	python3 - "$1" <<-'EOP' || die "after a reboot: not $1"
		import json, sys
		d = json.load(open("/run/boot.json"))
		r = d["after_reboot"]
		assert r["seen"] == "yes", r
		bad = [c for c in r["changes"] if c["then"] != "accept"]
		print(r["changes"])
		assert (not bad) == (sys.argv[1] == "accept"), r["changes"]
	EOP
}
