# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="an editor put a byte order mark in front"
setup() {
	plant bom
	good_site
}
expect strict not-ready fail="file-edited"
# The value stands in it.
expect digicert ready
expect letsencrypt not-ready fail="file-edited"
