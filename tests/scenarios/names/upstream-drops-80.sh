# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="the router turns 443 around to this host, and drops 80"
NAME=pkilab-nat.com
setup() {
	plant
	lab_nat
	on router nft add table ip edge
	on router nft add chain ip edge forward '{ type filter hook forward priority 0; }'
	on router nft add rule ip edge forward ip daddr 10.20.0.5 tcp dport 80 drop
	good_site
}
expect strict not-ready fail="upstream-blocks" unproved="behind-nat upstream-unproved"
# https suffices for it, and comes in
expect digicert ready unproved="behind-nat upstream-unproved"
expect letsencrypt not-ready fail="upstream-blocks" unproved="behind-nat upstream-unproved"
