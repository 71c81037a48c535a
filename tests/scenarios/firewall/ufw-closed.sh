# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="ufw is on, and nothing is allowed"
setup() {
	plant
	good_site
	fw_ufw
	on server ufw delete allow 80,443/tcp >>$LAB/log/ufw 2>&1
}
after() {
	ok "ufw-closed: the kernel drops it" kernel_is drop 80
	ok "ufw-closed: the advice is ufw's own" advises firewall-drops 'ufw allow 80,443/tcp'
}
expect strict not-ready fail="firewall-drops"
expect digicert not-ready fail="firewall-drops"
expect letsencrypt not-ready fail="firewall-drops"
