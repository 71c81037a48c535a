# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="one of two A records leads to an address that is no more"
NAME=pkilab-dead4.com
setup() {
	plant
	good_site
}
expect strict not-ready fail="address-dead" under="connect-timeout" warn="address-elsewhere"
expect digicert not-ready fail="address-dead" under="connect-timeout" warn="address-elsewhere"
expect letsencrypt not-ready fail="address-dead" under="connect-timeout" warn="address-elsewhere"
