# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="ufw alone decides"
setup() {
	plant
	good_site
	fw_ufw
}
after() { ok "ufw: only what decides is called active" managers_are ufw; }
expect strict ready
expect digicert ready
expect letsencrypt ready
