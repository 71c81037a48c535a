# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# Runs a group of scenarios in the lab, each judged by three CAs against what its file says.
#
# A scenario is a file GROUP/NAME.sh:
#	title   a sentence: what is planted
#	setup   builds it on a fresh server
#	expect  CA VERDICT [fail=IDS] [under=IDS] [warn=IDS] [unknown=IDS] [unproved=IDS]: all
#	        that may be reported. fail: what stands as a cause; under: only as a consequence
#	        of one. unknown: what this host could have seen and did not; unproved: what only
#	        an outside look can settle (upstream-unproved, if nothing is said).
# and maybe
#	NAME    the name examined (pkilab.com)          ARGS     more arguments
#	after   checks what the runs left behind        CAS      the CAs (all three)
#	TIMEOUT seconds for each look (3)
#	bare    nothing is expected: no file, no token
#	pebble  what keeps Pebble out (test_pebble): "no: why"
# In the groups about the DNS itself (run_dns_group) the command is dns, and
#	zones   makes the scenario's zones (lab_zone), before the lab's DNS starts
#	chance  ids that depend on which of the zone's servers a resolver happens to ask
#	fresh   it needs a server of its own: setup changes that host

. "$(dirname "${BASH_SOURCE[0]}")/../lab/lab.sh"

SCENARIOS=$LAB_TESTS/scenarios
FILE=fileauth.txt
VALUE=20261121120000z3k8q1v7m0c4x9w2b6n5t8r1y4u7i0o3p6a9s2d5f8g1h4j7
TOKEN=evaGxfADs6pSRb2LAv9IZf17Dt3juxGJ-PCt92wr-oA
KEYAUTH=$TOKEN.9jg46WB3rR_AHD-EBXdN7cBkH1WOu0tA3M9fm21mqTI
WELL_KNOWN=/.well-known

# -- what a setup uses

as_is() { printf %s "$1"; }
newline() { printf '%s\n' "$1"; }
crlf() { printf '%s\r\n' "$1"; }
bom() { printf '\357\273\277%s' "$1"; }
utf16() {
	printf '\377\376'
	printf %s "$1" | iconv -f latin1 -t utf-16le
}
stale() { printf %s "$1" | tr 0-9a-z 5-90-4n-za-m; }

# The validation file, for the CAs that fetch a file and for those that speak ACME.
plant() { # [EDIT] [ROOT]
	local edit=${1:-as_is} root=${2:-$LAB/www}
	mkdir -p "$root$WELL_KNOWN/pki-validation" "$root$WELL_KNOWN/acme-challenge"
	$edit "$VALUE" >"$root$WELL_KNOWN/pki-validation/$FILE"
	$edit "$KEYAUTH" >"$root$WELL_KNOWN/acme-challenge/$TOKEN"
}

LISTEN80='listen 80 default_server; listen [::]:80 default_server;'
LISTEN443='listen 443 ssl default_server; listen [::]:443 ssl default_server;'

# One site on 80 and 443, both families, serving the document root. Standard input: more
# directives for both.
site() {
	printf 'server {\n%s\n%s\n%s\n}\n' "$LISTEN80" "$LISTEN443" "$(cat)" | lab_nginx
}
good_site() { site </dev/null; }

# -- expectations

declare -A EXPECT
UNPROVED=upstream-unproved # where an expectation says nothing of it
expect() { # CA VERDICT FIELD=IDS…
	local ca=$1 line=$2 field word ids
	for field in fail under warn unknown unproved; do
		ids=""
		[ $field != unproved ] || ids=$UNPROVED
		for word in "${@:3}"; do
			[ "${word%%=*}" != $field ] || ids=$(sorted "${word#*=}")
		done
		line="$line $field=$ids"
	done
	EXPECT[$ca]=$line
}

sorted() { tr ' ' '\n' <<<"$1" | sort -u | tr '\n' ' ' | sed 's/^ *//; s/ *$//; s/ /,/g'; }

# The same line of a report.
reported() { # JSON-FILE
	jq -r '
		def ids(f): [.findings[] | select(f) | .id] | unique;
		(ids(.verdict == "fail" and .cause == null)) as $fail
		| "\(.verdict) fail=\($fail | join(","))"
		+ " under=\(ids(.verdict == "fail" and .cause != null) - $fail | join(","))"
		+ " warn=\(ids(.verdict == "warn") | join(","))"
		+ " unknown=\(ids(.verdict == "unknown" and (.outside_only | not)) | join(","))"
		+ " unproved=\(ids(.verdict == "unknown" and .outside_only) | join(","))"' "$1"
}

exit_of() {
	case $1 in
	ready) echo 0 ;;
	not-ready) echo 1 ;;
	*) echo 2 ;;
	esac
}

# -- running

ok() { # CASE COMMAND…: a case by a command's success
	local sentence=$1
	shift
	if "$@"; then
		echo "ok - $sentence"
	else
		echo "not ok - $sentence"
	fi
}

arguments() { # CA
	[ -z "$bare" ] || return 0
	case $1 in
	letsencrypt | pebble) echo "--token $TOKEN --expect $KEYAUTH" ;;
	*) echo "--file $LAB/$FILE" ;;
	esac
}

dns_as() { # CA OUT
	local out=$2 status=0 value=()
	[ -n "$bare" ] || value=(--expect "$VALUE")
	LAB_TIMEOUT=${LAB_TIMEOUT:-$TIMEOUT} lab_dns --ca "$1" --format json "${value[@]}" "${ARGS[@]}" "$NAME" \
		>"$out" 2>"$out.err" </dev/null || status=$?
	echo $status >"$out.status"
}

diagnose_as() { # CA OUT
	local out=$2 status=0
	# The arguments are words.
	# shellcheck disable=SC2046
	LAB_TIMEOUT=${LAB_TIMEOUT:-$TIMEOUT} lab_diagnose --ca "$1" --format json $(arguments "$1") "${ARGS[@]}" "$NAME" \
		>"$out" 2>"$out.err" </dev/null || status=$?
	echo $status >"$out.status"
}

# One line a CA: agrees with the expectation, its exit code too; else all that tells why.
compare() { # SCENARIO CA OUT
	local want=${EXPECT[$2]:-none} got status id
	got=$(reported "$3" 2>&1)
	for id in $chance; do got=$(sed -E "s/([=,])$id,/\1/; s/=$id\b/=/; s/,$id\b//" <<<"$got"); done
	status=$(cat "$3.status")
	if [ "$want" = "$got" ] && [ "$status" = "$(exit_of "${want%% *}")" ] && ! grep -qv '^pkiready: --prove: ' "$3.err"; then
		echo "ok - $1: $2: $title"
		return
	fi
	echo "  expected $want exit=$(exit_of "${want%% *}")"
	echo "  reported $got exit=$status"
	jq -r '.findings[] | select(.verdict != "pass") | "    \(.verdict) \(.id)"
		+ (if .cause != null then " (consequence)" else "" end) + ": \(.message)"' "$3" 2>&1
	sed 's/^/    stderr: /' "$3.err"
	echo "not ok - $1: $2: $title"
}

load() { # FILE: into the current shell
	NAME=pkilab.com ARGS=() CAS="strict digicert letsencrypt" TIMEOUT=3 bare="" pebble="" title=""
	EXPECT=() fresh="" chance=""
	setup() { :; }
	zones() { :; }
	after() { :; }
	# shellcheck disable=SC1090
	. "$1"
}

# The scenario that is set up, by each CA at once, against what its file says.
judge_by_all() { # diagnose_as|dns_as
	local ca runs=()
	for ca in $CAS; do
		"$1" "$ca" $LAB/out/"$case"/"$ca".json &
		runs+=($!)
	done
	wait "${runs[@]}"
	for ca in $CAS; do
		compare "$case" "$ca" $LAB/out/"$case"/"$ca".json
	done
	after
}

scenario() { # FILE
	local case
	case=$(basename "$1" .sh)
	load "$1"
	lab_server
	rm -rf $LAB/other/.well-known $LAB/edge/.well-known
	as_is "$VALUE" >$LAB/$FILE
	mkdir -p $LAB/out/"$case"
	setup || lab_die "$case could not be set up"
	judge_by_all diagnose_as
}

# -- the groups about the DNS itself

# The record, at the host that each of these CAs looks at.
record() { # "TYPE VALUE"…
	local host record
	for host in _dnsauth _acme-challenge; do
		for record; do echo "$host $record"; done
	done
}

declare_zones() { # FILE…
	local file
	for file; do
		load "$file"
		zones
	done
}

dns_scenario() { # FILE
	local case
	case=$(basename "$1" .sh)
	load "$1"
	[ -z "$fresh" ] || lab_server
	mkdir -p $LAB/out/"$case"
	setup || lab_die "$case could not be set up"
	judge_by_all dns_as
}

# Those that share the server run beside one another.
run_dns_group() { # GROUP
	local file runs=() files=()
	for file in "$SCENARIOS/$1"/${ONLY:-*}.sh; do files+=("$file"); done
	UNPROVED="" # no connection has to come in
	lab_more_names() { declare_zones "${files[@]}"; }
	lab_start
	lab_dns_providers
	for file in "${files[@]}"; do
		grep -q '^fresh=' "$file" && continue
		(dns_scenario "$file" >"$LAB/log/$(basename "$file" .sh).case" 2>&1) &
		runs+=($!)
		[ "${#runs[@]}" -lt 3 ] || { wait "${runs[@]}" && runs=(); }
	done
	[ "${#runs[@]}" = 0 ] || wait "${runs[@]}"
	cat $LAB/log/*.case 2>/dev/null
	for file in "${files[@]}"; do
		! grep -q '^fresh=' "$file" || (dns_scenario "$file")
	done
	ok "the JSON of each of these reports is as its schema says" fits_schema $LAB/out/*/*.json
}

# Each in a shell of its own. ONLY=name runs one.
run_group() { # GROUP
	local file
	lab_start
	for file in "$SCENARIOS/$1"/${ONLY:-*}.sh; do
		(scenario "$file")
	done
	ok "the JSON of each of these reports is as its schema says" fits_schema $LAB/out/*/*.json
}

fits_schema() { # JSON-FILE…
	/usr/bin/python3 - "$LAB_TESTS/../src/pkiready.schema.json" "$@" <<-'EOF'
		import json, sys
		import jsonschema
		check = jsonschema.Draft202012Validator(json.load(open(sys.argv[1])))
		wrong = [f"  {path}: {e.json_path}: {e.message}"
		         for path in sys.argv[2:] for e in check.iter_errors(json.load(open(path)))]
		print("\n".join(wrong[:20]), end="\n" if wrong else "")
		sys.exit(bool(wrong))
	EOF
}

# -- what some scenarios need

# The reports' active managers are these, in the tool's own order.
managers_are() { # NAME…
	local out=$LAB/out/$case/strict.json got
	got=$(jq -r '[.evidence.firewalls.all[] | select(.state == "active") | .name] | join(" ")' "$out")
	[ "$got" = "$*" ] || {
		echo "  expected active: $*"
		echo "  reported active: $got"
		return 1
	}
}

# DigiCert's report has a finding of this id whose message, or advice, matches.
says() { finding_has message "$@"; }
advises() { finding_has advice "$@"; }
finding_has() { # MEMBER ID REGEX
	local out=$LAB/out/$case/digicert.json
	jq -e --arg id "$2" --arg re "$3" --arg member "$1" \
		'any(.findings[]; .id == $id and (.[$member] | test($re)))' "$out" >/dev/null || {
		jq -r --arg id "$2" --arg member "$1" \
			'.findings[] | select(.id == $id) | "  \(.[$member])"' "$out"
		return 1
	}
}

# Every packet that reaches the private host; one beforehand shows that the watch works.
watch_inside() {
	lab_spawn inside watch tcpdump -n -l -i eth0 ip
	WATCH=$LAB_PID
	lab_wait "the watch" grep -q listening $LAB/log/watch
	on ca curl -s -m 1 "http://$INSIDE4:9/"
	lab_wait "the watch's first packet" grep -q '\.9: Flags' $LAB/log/watch
}
inside_saw_nothing() {
	sleep 0.3
	kill "$WATCH"
	wait "$WATCH" 2>/dev/null
	! grep -v '\.9[: ]' $LAB/log/watch | grep -E ' IP6? ' 
}

# The server moves behind the router, which forwards its own ports to it, for all who ask.
lab_nat() {
	ip -n server addr flush dev eth0 scope global
	ip -n router addr add 10.20.0.1/24 dev server
	ip -n server addr add 10.20.0.5/24 dev eth0
	ip -n server route replace default via 10.20.0.1
	on router nft -f - <<-EOF
		table ip nat {
		  chain prerouting {
		    type nat hook prerouting priority -100;
		    ip daddr $ROUTER4 tcp dport { 80, 443 } dnat to 10.20.0.5
		  }
		  chain postrouting {
		    type nat hook postrouting priority 100;
		    ip saddr 10.20.0.0/24 masquerade
		  }
		}
	EOF
}
