# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="the name leads to another machine, which lacks the file"
NAME=pkilab-moved.com
setup() {
	plant
	good_site
}
expect strict not-ready fail="address-elsewhere"
expect digicert not-ready fail="address-elsewhere"
expect letsencrypt not-ready fail="address-elsewhere"
