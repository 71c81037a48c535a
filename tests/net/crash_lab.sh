# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# For tests/net/test_fix_crash*: pkiready with a failure injected (crash_inject.c).
INJECT=${BUILD:-$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)/build/linux}/tests/net/crash_inject.so

# One run with a failure at a point: AT HOW ARGUMENT…
inject() {
	# a shell of its own says to nobody that its child was killed
	(CRASH_AT=$1 CRASH_HOW=$2 CRASH_LOG=/run/log LD_PRELOAD=$INJECT "$PKIREADY" "${@:3}" \
		>/run/cut 2>&1 </dev/null; exit $?) 2>/dev/null
}
fired() { [ "$(tail -n 1 /run/log | cut -d ' ' -f 1)" -ge "$1" ] 2>/dev/null; }

points_of() { # ARGUMENT…: how many calls there are
	rm -f /run/log
	inject 0 '' "$@"
	tail -n 1 /run/log | cut -d ' ' -f 1
}

# The points of a spread: about $1 of 1..$2, all with N=0.
spread() {
	local want=${N:-$1}
	if [ "$want" = 0 ] || [ "$want" -ge "$2" ]; then seq "$2"; else
		seq "$want" | awk -v w="$want" -v n="$2" '{ print int(1 + ($1 - 1) * (n - 1) / (w > 1 ? w - 1 : 1)) }' | uniq
	fi
}
