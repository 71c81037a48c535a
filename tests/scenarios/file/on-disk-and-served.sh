# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="the file is below the document root and served from there"
ARGS=(--webroot "$LAB/www")
setup() {
	plant
	good_site
}
expect strict ready
expect digicert ready
expect letsencrypt ready
