# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="the output path drops looks at another machine: its silence is not charged to it"
ARGS=(--hosts "pkilab.com=$OTHER4")
setup() {
	plant
	good_site
	on server iptables-legacy -A OUTPUT -d "$OTHER4" -p tcp -m multiport --dports 80,443 -j DROP
}
after() {
	ok "own-output-far: the rule is named" says egress-blocked 'iptables-legacy filter OUTPUT rule 1 '
}
expect strict unknown unknown="egress-blocked"
expect digicert unknown unknown="egress-blocked"
expect letsencrypt unknown unknown="egress-blocked"
