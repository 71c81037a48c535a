# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="iptables rules of the old backend alone decide"
setup() {
	plant
	good_site
	fw_iptables_legacy
}
after() { ok "iptables-legacy: only what decides is called active" managers_are iptables-legacy; }
expect strict ready
expect digicert ready
expect letsencrypt ready
