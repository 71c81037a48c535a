# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="the route back to DigiCert is a blackhole"
setup() {
	plant
	good_site
	ip -n server route add blackhole 216.168.240.0/20
}
after() { ok "no-way-back: the kernel answers nothing" kernel_is drop 80; }
expect strict not-ready fail="no-return-route"
expect digicert not-ready fail="no-return-route"
expect letsencrypt ready
