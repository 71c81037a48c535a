# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="an SSH server answers on 80"
setup() {
	plant
	echo "server { $LISTEN443 }" | lab_nginx
	lab_odd banner :: 80
}
expect strict not-ready fail="listener-foreign"
expect digicert ready warn="listener-foreign"
expect letsencrypt not-ready fail="listener-foreign"
