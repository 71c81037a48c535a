# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="nothing listens on 80"
setup() {
	plant
	echo "server { $LISTEN443 }" | lab_nginx
}
expect strict not-ready fail="no-listener" under="connect-refused"
# One of the two schemes is enough for its library; its documents ask for port 80.
expect digicert ready warn="no-listener connect-refused"
expect letsencrypt not-ready fail="no-listener" under="connect-refused"
