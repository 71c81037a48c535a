# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="a name with A alone"
NAME=pkilab-v4.com
setup() {
	plant
	good_site
}
expect strict ready
expect digicert ready
expect letsencrypt ready
