# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="the server resets each connection"
setup() {
	lab_odd reset :: 80
	lab_odd reset :: 443
}
expect strict not-ready fail="connect-reset https-broken"
# One of the two would be enough.
expect digicert not-ready fail="connect-reset" warn="https-broken"
expect letsencrypt not-ready fail="connect-reset"
