# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="ufw and iptables-legacy decide both"
setup() {
	plant
	good_site
	fw_ufw
	fw_iptables_legacy
}
after() { ok "ufw-and-iptables-legacy: only what decides is called active" managers_are ufw iptables-legacy; }
expect strict ready warn="two-firewalls"
expect digicert ready warn="two-firewalls"
expect letsencrypt ready warn="two-firewalls"
