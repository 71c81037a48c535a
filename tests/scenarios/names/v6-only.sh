# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="a name with AAAA alone"
NAME=pkilab-v6.com
setup() {
	plant
	good_site
}
expect strict ready
# Its library asks for A records alone; what production does is not known.
expect digicert ready
expect letsencrypt ready
