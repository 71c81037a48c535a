# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="www is an alias of the apex"
NAME=pkilab-alias.com
setup() {
	plant
	good_site
}
expect strict ready
expect digicert ready
expect letsencrypt ready
