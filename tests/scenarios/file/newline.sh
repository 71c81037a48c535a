# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="an editor added a newline"
setup() {
	plant newline
	good_site
}
expect strict not-ready fail="file-edited"
# The value stands in it.
expect digicert ready
expect letsencrypt ready
