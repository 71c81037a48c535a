# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="firewalld and iptables-legacy decide both"
setup() {
	plant
	good_site
	fw_firewalld
	fw_iptables_legacy
}
after() { ok "firewalld-and-iptables-legacy: only what decides is called active" managers_are firewalld iptables-legacy; }
expect strict ready warn="two-firewalls"
expect digicert ready warn="two-firewalls"
expect letsencrypt ready warn="two-firewalls"
