# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# What the benchmarks measure with.
DELAY=50 # ms each way: 100 ms between hosts
LOG=$LAB/relay.log
RUNS=3

now() { date +%s%N; }

# The least time of some runs, in ms.
best() { # RUNS COMMAND…
	local runs=$1 i began took least=""
	shift
	for ((i = 0; i < runs; i++)); do
		began=$(now)
		"$@" >/dev/null 2>&1
		took=$((($(now) - began) / 1000))
		[ -n "$least" ] && [ "$least" -le "$took" ] || least=$took
	done
	awk "BEGIN {printf \"%.1f\", $least / 1000}"
}

ratio() { awk "BEGIN {printf \"%.2f\", $1 / $2}"; }
line() { printf '  %-66s %s\n' "$1" "$2"; }

# The longest chain of dependent round trips of a command, from the relay's own log.
trips() { # COMMAND…
	: >$LOG
	on server "$@" >/dev/null 2>&1
	sleep 0.3
	"$LAB_TESTS/bench/chain" $DELAY $LOG
}

longest_lookup() { # NAME…: of bare lookups, each alone and with an empty cache
	local name type n longest=0
	for name; do
		for type in A AAAA; do
			n=$(trips unbound-host -C $LAB/bare.conf -t $type "$name")
			[ "$n" -le "$longest" ] || longest=$n
		done
	done
	echo "$longest"
}

peak() { # COMMAND…: kB of the largest process
	/usr/bin/python3 -c '
import resource, subprocess, sys
subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)' "$@"
}

lab_bare_conf() { # for unbound-host
	printf 'server:\n  root-hints: "%s"\n  trust-anchor-file: "%s"\n' $LAB/root.hints $LAB/root.key >$LAB/bare.conf
}
