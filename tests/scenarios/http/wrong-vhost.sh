# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="no virtual host has the name: another site answers"
setup() {
	plant
	lab_certificate other-site.com other-site.com
	lab_nginx <<-EOF
		server {
		  $LISTEN80 $LISTEN443
		  server_name other-site.com;
		  ssl_certificate $LAB/other-site.com.pem;
		  ssl_certificate_key $LAB/other-site.com.key;
		  root $LAB/other;
		}
	EOF
}
expect strict not-ready fail="wrong-vhost"
expect digicert not-ready fail="wrong-vhost"
expect letsencrypt not-ready fail="wrong-vhost"
