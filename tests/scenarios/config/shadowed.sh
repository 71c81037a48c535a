# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="the site's block listens on another address, and the default one answers"
setup() {
	plant
	mkdir -p $LAB/tmp/empty
	lab_nginx <<-EOT
		server { $LISTEN80 $LISTEN443 root $LAB/tmp/empty; }
		server { listen 127.0.0.1:80; server_name pkilab.com www.pkilab.com; }
	EOT
}
after() { directive_is strict config-shadowed "names the host, but the one of"; }
expect strict not-ready fail="config-shadowed" under="http-status"
expect digicert not-ready fail="config-shadowed" under="http-status"
expect letsencrypt not-ready fail="config-shadowed" under="http-status"
