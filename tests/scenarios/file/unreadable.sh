# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="the web server's user may not read the file"
ARGS=(--webroot "$LAB/www")
setup() {
	plant
	chmod 600 "$LAB/www$WELL_KNOWN"/*/*
	good_site
}
expect strict not-ready fail="file-unreadable"
expect digicert not-ready fail="file-unreadable"
expect letsencrypt not-ready fail="file-unreadable"
