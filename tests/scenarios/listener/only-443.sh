# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="nothing listens on 80"
setup() {
	plant
	echo "server { $LISTEN443 }" | lab_nginx
}
expect strict not-ready fail="no-listener"
# One of the two schemes is enough.
expect digicert ready
expect letsencrypt not-ready fail="no-listener"
