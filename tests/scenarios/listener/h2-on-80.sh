# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="80 speaks HTTP/2 without TLS"
setup() {
	lab_odd h2 :: 80
}
expect strict not-ready fail="http-not-http"
expect digicert not-ready fail="http-not-http"
expect letsencrypt not-ready fail="http-not-http"
