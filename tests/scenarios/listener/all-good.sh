# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="all is as it should be"
setup() {
	plant
	good_site
}
expect strict ready
expect digicert ready
expect letsencrypt ready
