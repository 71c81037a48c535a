# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="the file was issued 31 days ago"
pebble="no: Pebble sets no such limit: its token was issued a moment ago"
ARGS=(--issued "31d ago")
setup() {
	plant
	good_site
}
expect strict not-ready fail="file-expired"
expect digicert not-ready fail="file-expired"
expect letsencrypt not-ready fail="file-expired"
