# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="a wildcard cannot be validated by a file"
pebble="no: Pebble's wildcard order has no http-01 challenge"
NAME='*.pkilab.com'
setup() {
	plant
	good_site
}
expect strict not-ready fail="wildcard-needs-dns"
expect digicert not-ready fail="wildcard-needs-dns"
expect letsencrypt not-ready fail="wildcard-needs-dns"
