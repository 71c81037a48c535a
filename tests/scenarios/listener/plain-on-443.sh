# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="443 speaks HTTP without TLS"
setup() {
	plant
	echo "server { $LISTEN80 ${LISTEN443//ssl/} }" | lab_nginx
}
expect strict not-ready fail="https-broken"
expect digicert ready warn="https-broken"
expect letsencrypt ready
