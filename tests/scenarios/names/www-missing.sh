# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="the www name does not resolve"
NAME=pkilab-nowww.com
setup() {
	plant
	good_site
}
expect strict not-ready fail="sibling-missing"
expect digicert ready
expect letsencrypt ready
