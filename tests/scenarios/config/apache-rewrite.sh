# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="a RewriteRule of Apache's virtual host sends everything to https"
setup() {
	plant
	lab_apache <<-EOT
		Listen 80
		<VirtualHost *:80>
		ServerName pkilab.com
		ServerAlias www.pkilab.com
		DocumentRoot $LAB/www
		RewriteEngine On
		RewriteCond %{HTTPS} !=on
		RewriteRule ^/?(.*) https://%{SERVER_NAME}/\$1 [R=301,L]
		</VirtualHost>
	EOT
}
after() { directive_is strict config-redirect 'redirects the request by "RewriteRule '; }
expect strict not-ready fail="config-redirect" under="redirected"
expect digicert not-ready fail="redirect-target-fails"
expect letsencrypt not-ready fail="redirect-target-fails"
