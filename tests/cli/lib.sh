# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh
# For the tests of the command line: the whole tool on a machine made of data.

ROOT=$(cd "$(dirname "$0")/../.." && pwd)
BUILD=${BUILD:-$ROOT/build/linux}
TOOL=$BUILD/pkiready-fake
DIR=$(mktemp -d)
# not by a signal's name: an EXIT trap runs after the others
trap 'rm -rf "$DIR"' EXIT
cd "$DIR" || exit 1
failed=0

# report TITLE WRONG: what was found wrong; empty is good
report() {
	if [ -z "$2" ]; then
		echo "ok - $1"
	else
		printf '%s\n' "$2" | sed 's/^/  /'
		echo "not ok - $1"
		# shellcheck disable=SC2034 # the caller exits with it
		failed=1
	fi
}

# Runs the tool; leaves out, err and status.
run() {
	"$TOOL" "$@" >"$DIR/.out" 2>"$DIR/.err"
	status=$?
	out=$(cat "$DIR/.out")
	err=$(cat "$DIR/.err")
}

# refuses TITLE LINE ARGS…: that one line on standard error, nothing else, exit 3
refuses() {
	title=$1 line=$2
	shift 2
	run "$@"
	wrong=
	[ "$status" = 3 ] || wrong="exit $status, want 3"
	[ -z "$out" ] || wrong="$wrong
standard output is not empty: $out"
	[ "$err" = "pkiready: $line" ] || wrong="$wrong
said: $err
want: pkiready: $line"
	report "$title" "$wrong"
}

# prints TITLE STATUS PATTERN ARGS…: the exit status, and a line that fits the pattern (grep -E)
prints() {
	title=$1 want=$2 pattern=$3
	shift 3
	run "$@"
	wrong=
	[ "$status" = "$want" ] || wrong="exit $status, want $want: $err"
	printf '%s\n' "$out" | grep -qE -e "$pattern" || wrong="$wrong
no line fits $pattern in:
$out"
	report "$title" "$wrong"
}
