# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="nothing listens on 443: refused is as good as served"
setup() {
	plant
	echo "server { $LISTEN80 }" | lab_nginx
}
expect strict ready
expect digicert ready
expect letsencrypt ready
