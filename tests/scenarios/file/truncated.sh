# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="the file was cut short"
half() { printf %s "${1:0:${#1}/2}"; }
setup() {
	plant half
	good_site
}
expect strict not-ready fail="file-differs"
expect digicert not-ready fail="file-differs"
expect letsencrypt not-ready fail="file-differs"
