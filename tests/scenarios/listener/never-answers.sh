# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="the server takes connections and never answers"
TIMEOUT=11
setup() {
	lab_odd silent :: 80
	lab_odd silent :: 443
}
expect strict not-ready fail="http-slow https-broken"
# One of the two would be enough.
expect digicert not-ready fail="http-slow" warn="https-broken"
expect letsencrypt not-ready fail="http-slow"
