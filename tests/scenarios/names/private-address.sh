# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="the name leads to a private address"
NAME=pkilab-private.com
pebble="unknown: the tool never connects to a reserved address"
setup() {
	plant
	good_site
}
expect strict not-ready fail="address-reserved"
expect digicert not-ready fail="address-reserved"
expect letsencrypt not-ready fail="address-reserved"
