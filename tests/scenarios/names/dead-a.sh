# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="one of two A records leads to an address that is no more"
NAME=pkilab-dead4.com
pebble="unknown: Pebble asks one of the two, and which one is chance"
setup() {
	plant
	good_site
}
expect strict not-ready fail="address-dead"
# Which of the two it asks is not known.
expect digicert ready warn="address-dead"
expect letsencrypt not-ready fail="address-dead"
