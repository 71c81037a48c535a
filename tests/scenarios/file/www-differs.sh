# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="www serves an older file"
setup() {
	plant
	plant stale $LAB/old
	lab_nginx <<-EOF
		server { $LISTEN80 $LISTEN443 }
		server { ${LISTEN80// default_server/} ${LISTEN443// default_server/} server_name www.pkilab.com; root $LAB/old; }
	EOF
}
expect strict not-ready fail="file-sibling-differs"
expect digicert ready
expect letsencrypt ready
