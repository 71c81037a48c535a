# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="one of the name's two addresses serves an old file"
NAME=pkilab-two.com
pebble="unknown: Pebble asks one of the two, and which one is chance"
setup() {
	plant
	plant stale $LAB/old
	lab_nginx <<-EOF
		server { listen $SERVER4:80; listen $SERVER4:443 ssl; }
		server { listen $SERVER4B:80; listen $SERVER4B:443 ssl; root $LAB/old; }
	EOF
}
expect strict not-ready fail="file-address-differs"
# Which of the two it asks is not known.
expect digicert ready warn="file-address-differs"
expect letsencrypt not-ready fail="file-address-differs"
