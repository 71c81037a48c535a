# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="the name is not delegated"
NAME=pkilab-gone.com
setup() {
	plant
	good_site
}
expect strict not-ready fail="name-not-found" under="sibling-missing"
expect digicert not-ready fail="name-not-found"
expect letsencrypt not-ready fail="name-not-found"
