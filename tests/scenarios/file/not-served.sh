# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="the file is on disk, but another root is served"
ARGS=(--webroot "$LAB/www")
setup() {
	plant
	mkdir -p $LAB/empty
	site <<<"root $LAB/empty;"
}
expect strict not-ready fail="file-not-served"
expect digicert not-ready fail="file-not-served"
expect letsencrypt not-ready fail="file-not-served"
