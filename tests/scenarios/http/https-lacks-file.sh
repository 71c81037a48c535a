# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="http serves the file, https does not"
setup() {
	plant
	lab_nginx <<-EOF
		server { $LISTEN80 }
		server { $LISTEN443 root $LAB/other; }
	EOF
}
expect strict not-ready fail="file-scheme-differs"
expect digicert ready warn="file-scheme-differs"
expect letsencrypt ready
