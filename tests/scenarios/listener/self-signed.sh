# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="443 shows a certificate that nobody signed"
setup() {
	plant
	openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 30 \
		-subj "/CN=pkilab.com" -addext "subjectAltName=DNS:pkilab.com,DNS:www.pkilab.com" \
		-keyout $LAB/self.key -out $LAB/self.pem 2>/dev/null
	site <<-EOF
		ssl_certificate $LAB/self.pem;
		ssl_certificate_key $LAB/self.key;
	EOF
}
# The documents do not say whether the certificate matters.
expect strict ready warn="tls-failure"
expect digicert ready
expect letsencrypt ready
