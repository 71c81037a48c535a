# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="301 to https, which offers TLS 1.1 at most"
setup() {
	plant
	lab_nginx <<-EOF
		server { $LISTEN80 return 301 https://\$host\$request_uri; }
		server { $LISTEN443 ssl_protocols TLSv1.1; ssl_ciphers ALL:@SECLEVEL=0; }
	EOF
}
expect strict not-ready fail="config-redirect https-broken" under="redirected"
# Without a redirect http would be enough.
expect digicert not-ready fail="tls-failure" warn="https-broken"
expect letsencrypt not-ready fail="tls-failure"
