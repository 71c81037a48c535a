# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="443 offers TLS 1.1 at most"
setup() {
	plant
	echo "server { $LISTEN80 } server { $LISTEN443 ssl_protocols TLSv1.1; ssl_ciphers ALL:@SECLEVEL=0; }" | lab_nginx
}
expect strict not-ready fail="https-broken"
expect digicert ready warn="https-broken"
expect letsencrypt ready
