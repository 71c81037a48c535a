# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# The lab's web servers, and the certificates that they show.

# One root that the lab's hosts trust, one leaf for every name.
lab_certificates() {
	openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 30 \
		-subj "/CN=Lab Root" -keyout $LAB/root-ca.key -out $LAB/root-ca.pem 2>/dev/null
	# Names, one a word.
	# shellcheck disable=SC2046
	lab_certificate site $(awk '$1 ~ /\./ {print $1; print "*." $1}' $LAB/zones.list)
	cat $LAB/root-ca.pem >>/etc/ssl/certs/ca-certificates.crt
	ln -sf $LAB/root-ca.pem "/etc/ssl/certs/$(openssl x509 -noout -hash -in $LAB/root-ca.pem).0"
}

# $LAB/FILE.pem and .key, for these names.
lab_certificate() { # FILE NAME…
	local file=$LAB/$1 name names=""
	shift
	for name; do names="$names${names:+,}DNS:$name"; done
	openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj "/CN=$1" \
		-keyout "$file.key" -out "$file.csr" 2>/dev/null
	printf 'subjectAltName=%s\nbasicConstraints=CA:FALSE\n' "$names" |
		openssl x509 -req -in "$file.csr" -CA $LAB/root-ca.pem -CAkey $LAB/root-ca.key -days 30 \
			-CAcreateserial -extfile /dev/stdin -out "$file.pem" 2>/dev/null ||
		lab_die "no certificate for $1"
}

lab_nginx_conf() {
	cat <<-EOF
		daemon off;
		user www-data;
		worker_processes 1;
		pid $LAB/tmp/nginx-$1.pid;
		error_log $LAB/log/nginx-$1.error;
		events { worker_connections 256; }
		http {
		  access_log $LAB/log/nginx-$1.access;
		  default_type text/plain;
		  client_body_temp_path $LAB/tmp/body;
		  proxy_temp_path $LAB/tmp/proxy;
		  fastcgi_temp_path $LAB/tmp/fastcgi;
		  uwsgi_temp_path $LAB/tmp/uwsgi;
		  scgi_temp_path $LAB/tmp/scgi;
		  ssl_protocols TLSv1.2 TLSv1.3;
		  ssl_certificate $LAB/site.pem;
		  ssl_certificate_key $LAB/site.key;
		  root $LAB/www;
	EOF
	cat
	echo "}"
}

# Server blocks from standard input; inside "http {".
lab_nginx() { # [HOST]
	local host=${1:-server}
	lab_nginx_conf "$host" >$LAB/nginx-"$host".conf
	lab_web_start "$host" nginx -c $LAB/nginx-"$host".conf
}

# Virtual hosts from standard input.
lab_apache() {
	local modules=/usr/lib/apache2/modules m
	{
		for m in mpm_event authz_core authz_host dir mime alias rewrite headers ssl setenvif; do
			echo "LoadModule ${m}_module $modules/mod_$m.so"
		done
		echo "ServerRoot $LAB/tmp"
		echo "ServerName pkilab.com"
		echo "User www-data"
		echo "Group www-data"
		echo "PidFile $LAB/tmp/apache.pid"
		echo "Mutex file:$LAB/tmp default"
		echo "ErrorLog $LAB/log/apache.error"
		echo "TypesConfig /etc/mime.types"
		echo "DocumentRoot $LAB/www"
		echo "<Directory $LAB/www>"
		echo "Require all granted"
		echo "AllowOverride All"
		echo "</Directory>"
		cat
	} >$LAB/apache.conf
	lab_web_start server apache2 -DFOREGROUND -f $LAB/apache.conf
}

# A server of the lab's own, for what no real one does: tests/lab/odd-server.
lab_odd() { # MODE ADDR PORT [bytes]
	lab_web_start server "$LAB_TESTS/lab/odd-server" "$@"
}

lab_web_start() { # HOST COMMAND…
	local host=$1 before
	before=$(on "$host" ss -H -n -l -t | wc -l)
	lab_spawn "$host" "web-$host-$(basename "$2")" "${@:2}"
	[ "$host" != server ] || LAB_WEB="$LAB_WEB $LAB_PID"
	lab_wait "$2 on $host" lab_more_listeners "$host" "$before" $LAB_PID
}

# More sockets listen than before; a dead server is waited for no longer.
lab_more_listeners() { # HOST BEFORE PID
	if ! kill -0 "$3"; then
		cat $LAB/log/web-"$1"-* $LAB/log/*error >&2
		lab_die "a web server on $1 ended at once"
	fi
	[ "$(on "$1" ss -H -n -l -t | wc -l)" -gt "$2" ]
}

# Somebody else's site, on another machine; and on its second address a CDN's edge.
lab_other_start() {
	mkdir -p $LAB/other $LAB/edge
	echo "another site" >$LAB/other/index.html
	lab_nginx other <<-EOF
		server {
		  listen 80 default_server; listen [::]:80 default_server;
		  listen 443 ssl default_server; listen [::]:443 ssl default_server;
		  root $LAB/other;
		}
		server {
		  listen $EDGE4:80; listen $EDGE4:443 ssl;
		  root $LAB/edge;
		  add_header CF-RAY 8c1f2e3d4a5b6c7d-FRA always;
		  add_header CF-Cache-Status HIT always;
		}
	EOF
}
