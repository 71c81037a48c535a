# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="an if of certbot redirects one host, and another file holds it"
setup() {
	plant
	mkdir -p $LAB/sites
	cat >$LAB/sites/10-pkilab.conf <<-'EOT'
		server {
		  listen 80; listen [::]:80;
		  server_name pkilab.com www.pkilab.com;
		  if ($host = www.pkilab.com) {
		    return 301 https://$host$request_uri;
		  } # managed by Certbot
		}
	EOT
	lab_nginx <<<"server { $LISTEN443 } include $LAB/sites/*.conf;"
}
after() { directive_is strict config-redirect "/sites/10-pkilab.conf:5 redirects"; }
expect strict not-ready fail="config-redirect" under="redirected"
expect digicert ready
expect letsencrypt ready
