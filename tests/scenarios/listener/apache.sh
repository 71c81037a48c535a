# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="all is well behind Apache"
setup() {
	plant
	lab_apache <<-EOF
		Listen 80
		Listen 443
		<VirtualHost *:443>
		SSLEngine on
		SSLCertificateFile $LAB/site.pem
		SSLCertificateKeyFile $LAB/site.key
		</VirtualHost>
	EOF
}
expect strict ready
expect digicert ready
expect letsencrypt ready
