# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="firewalld and nftables decide both"
setup() {
	plant
	good_site
	fw_firewalld
	fw_nftables
}
after() { ok "firewalld-and-nftables: only what decides is called active" managers_are firewalld nftables; }
expect strict ready warn="two-firewalls"
expect digicert ready warn="two-firewalls"
expect letsencrypt ready warn="two-firewalls"
