# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# Cases for the verbs of the Linux host: each runs in a network, mount and PID namespace of its
# own, with private /etc, /run and /var. A case is a function whose name is a sentence.
#
#	. host_world.sh; host_cases one_case another_case; host_main "$@"
#	look VERB ARGS          asks the verb; its answer is what the next lines are about
#	is KEY VALUE            the answer's field is exactly this
#	has KEY PATTERN         the answer's field matches this shell pattern
#	manager NAME            the number of that manager in the answer of "firewalls"

HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
SHOW=${BUILD:-$HERE/../../build/linux}/tests/net/show_host
PATH=/usr/local/sbin:/usr/sbin:/usr/bin:/sbin:/bin
ANSWER=/run/answer

host_cases() { CASES=("$@"); }

# Only where this script is the first process of a world of its own.
host_enter() {
	[ $$ = 1 ] || die "not in a PID namespace of its own: nothing is set up"
	ip link set lo up
	mount -t tmpfs -o mode=755 tmpfs /run
	mkdir -p /run/etc /run/lock /run/var/log /run/var/lib /run/www
	cp -a /etc/. /run/etc
	mount --bind /run/etc /etc
	mount --bind /run/var/log /var/log
}

# One case, in its world; what it says on failure goes to the parent's line.
host_one() {
	set -eu
	host_enter
	"$1"
}

host_main() {
	if [ "${1:-}" = --case ]; then
		host_one "$2"
		exit 0
	fi
	if [ "$(id -u)" != 0 ]; then
		echo "ok - $(basename "$0") # SKIP network namespaces need root"
		exit 0
	fi
	local failed=0 name out status
	for name in "${CASES[@]}"; do
		status=0
		out=$(unshare --net --mount --pid --fork --kill-child --mount-proc \
			bash "$0" --case "$name" 2>&1) || status=$?
		if [ "$status" = 0 ]; then
			echo "ok - ${name//_/ }"
		else
			echo "not ok - ${name//_/ }: $(echo "$out" | tail -n 3 | tr '\n' ' ')"
			failed=1
		fi
	done
	exit $failed
}

die() {
	echo "$*" >&2
	exit 1
}

look() { "$SHOW" "$@" >$ANSWER || die "show_host $*: exit $?"; }

# As nobody; the program is where it may be read.
look_unprivileged() {
	cp "$SHOW" /run/show
	chmod 755 /run/show
	setpriv --reuid 65534 --regid 65534 --clear-groups /run/show "$@" >$ANSWER ||
		die "show_host $* without root: exit $?"
}

get() {
	local line
	line=$(grep -m 1 "^${1//./\\.}=" $ANSWER) || die "no field $1"
	printf '%s' "${line#*=}"
}

is() {
	local got
	got=$(get "$1")
	[ "$got" = "$2" ] || die "$1 is '$got', expected '$2'"
}

has() {
	local got
	got=$(get "$1")
	# shellcheck disable=SC2254
	case $got in
	$2) ;;
	*) die "$1 is '$got', expected to match '$2'" ;;
	esac
}

manager() {
	sed -n "s/^all\.\([0-9]*\)\.name=$1\$/\1/p" $ANSWER
}

# state NAME STATE [DETAIL-PATTERN]
state() {
	local n
	n=$(manager "$1")
	is "all.$n.state" "$2"
	[ -z "${3:-}" ] || has "all.$n.detail" "$3"
}

# states FIREWALLD UFW NFTABLES IPTABLES-NFT IPTABLES-LEGACY
states() {
	local name
	for name in firewalld ufw nftables iptables-nft iptables-legacy; do
		state $name "$1"
		shift
	done
}

wait_for() {
	local _ what=$1
	shift
	for _ in $(seq 100); do
		"$@" >/dev/null 2>&1 && return 0
		sleep 0.1
	done
	die "$what did not come up"
}
