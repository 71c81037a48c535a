# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="the name has neither A nor AAAA"
NAME=pkilab-empty.com
setup() {
	plant
	good_site
}
expect strict not-ready fail="no-address sibling-missing"
expect digicert not-ready fail="no-address"
expect letsencrypt not-ready fail="no-address"
