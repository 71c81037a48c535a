# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="the file is that of an older order"
setup() {
	plant stale
	good_site
}
expect strict not-ready fail="file-differs"
expect digicert not-ready fail="file-differs"
expect letsencrypt not-ready fail="file-differs"
