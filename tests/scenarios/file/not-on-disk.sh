# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="the file is not below the document root"
ARGS=(--webroot "$LAB/www")
setup() { good_site; }
expect strict not-ready fail="file-not-on-disk"
expect digicert not-ready fail="file-not-on-disk"
expect letsencrypt not-ready fail="file-not-on-disk"
