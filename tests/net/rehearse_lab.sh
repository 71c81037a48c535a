# SPDX-License-Identifier: GPL-2.0-or-later
# For tests/net/test_rehearse*: prove_lab's host, with a web server in it.
# shellcheck shell=bash
# shellcheck source-path=SCRIPTDIR source=prove_lab.sh
. "$(dirname "${BASH_SOURCE[0]}")/prove_lab.sh"
BUILD=${BUILD:-$(dirname "$PKIREADY")}
NAME=rehearsed.example
CODE=0123456789abcdef
WELL=/.well-known/pki-validation

certificate() {
	openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=$NAME \
		-addext subjectAltName=DNS:$NAME -keyout "$DIR/key" -out "$DIR/cert" 2>/dev/null
}

nginx_conf() { # FILE-OF-RULES: what else stands in the server block
	cat <<-EOT
		worker_processes 1;
		user root;
		error_log $DIR/error.log;
		pid $DIR/nginx.pid;
		events { worker_connections 1024; }
		http {
		  log_format seen '\$remote_addr \$server_port \$status "\$request" "\$http_user_agent"';
		  access_log $DIR/seen.log seen;
		  map \$http_user_agent \$bot { default 0; ~DigiCert 1; }
		  server {
		    listen 80; listen [::]:80; listen 443 ssl; listen [::]:443 ssl;
		    server_name $NAME www.$NAME;
		    ssl_certificate $DIR/cert; ssl_certificate_key $DIR/key;
		    root $DIR/root;
		    include $1;
		  }
		}
	EOT
}

web_up() { # the lab with nginx; what is in $DIR/rules stands in its server block
	lab_up
	kill "$LISTENER"
	wait "$LISTENER" 2>/dev/null
	chmod 755 "$DIR"
	mkdir -p "$DIR/root$WELL"
	printf %s $CODE >"$DIR/root$WELL/fileauth.txt"
	: >"$DIR/rules"
	certificate
	nginx_conf "$DIR/rules" >"$DIR/nginx.conf"
	nginx_start
}

nginx_start() {
	nginx -c "$DIR/nginx.conf" 2>"$DIR/nginx.err" || { cat "$DIR/nginx.err"; exit 1; }
	LISTENER=$(cat "$DIR/nginx.pid")
}

nginx_stop() {
	nginx -c "$DIR/nginx.conf" -s stop 2>/dev/null
	while [ -e "$DIR/nginx.pid" ]; do sleep 0.05; done
}

# nginx's new workers answer while the old ones still may: until only new ones do.
rules() { # LINE…: what the server block holds from here on
	printf '%s\n' "$@" >"$DIR/rules"
	nginx_stop
	nginx_start
}

rehearse() { # in $DIR/json; TO: the name's address, WAIT: for each answer, s
	: >"$DIR/seen.log"
	rm -f "$DIR/json"
	"$PKIREADY" rehearse $NAME --hosts "$NAME=${TO:-$HERE}" --expect $CODE --timeout "${WAIT:-5}" --format json "$@" >"$DIR/json" 2>"$DIR/err"
}

holds() { # FILTER ARGS…: true in the document
	local filter=$1
	shift
	rehearse "$@"
	jq -e "$filter" "$DIR/json" >/dev/null || {
		jq -c '.evidence.rehearsal.obs, .evidence.rehearsal.aside, (.evidence.rehearsal.all[] | [.from, .as, .fetch.scheme, .fetch.ip, (.fetch.hops[-1] | .end, .connect, .status, .error)]), (.findings[] | [.id, .verdict, .message])' "$DIR/json" | head -12 | cut -c1-300
		return 1
	}
}

addresses() { # PROFILE: its known IPv4 addresses, one for each prefix
	"$PKIREADY" list profiles --format json | jq -r --arg p "$1" \
		'[.profiles[] | select(.id == $p) | .lists[].prefixes[]] | unique[]' |
		sed 's|\.0/20$|.1|; s|\.112/29$|.113|'
}

logged() { # PORT STATUS: the sources that the web server's own log has with it, sorted
	awk -v port="$1" -v status="$2" '$2 == port && $3 == status { print $1 }' "$DIR/seen.log" | sort -u
}

as_before() { # waits until the last process is gone
	local i
	for i in {1..100}; do
		state >"$DIR/after"
		cmp -s "$DIR/before" "$DIR/after" && return 0
		sleep 0.05
	done
	diff "$DIR/before" "$DIR/after" | head -20
	return 1
}
