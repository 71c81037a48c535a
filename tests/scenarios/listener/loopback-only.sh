# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="the server listens on loopback alone"
setup() {
	plant
	lab_nginx <<-'EOF'
		server {
		  listen 127.0.0.1:80; listen [::1]:80;
		  listen 127.0.0.1:443 ssl; listen [::1]:443 ssl;
		}
	EOF
}
expect strict not-ready fail="loopback-only-listener"
expect digicert not-ready fail="loopback-only-listener"
expect letsencrypt not-ready fail="loopback-only-listener"
