# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="an editor saved it as UTF-16"
setup() {
	plant utf16
	good_site
}
expect strict not-ready fail="file-edited"
expect digicert not-ready fail="file-edited"
expect letsencrypt not-ready fail="file-edited"
