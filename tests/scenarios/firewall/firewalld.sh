# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="firewalld alone decides"
setup() {
	plant
	good_site
	fw_firewalld
}
after() { ok "firewalld: only what decides is called active" managers_are firewalld; }
expect strict ready
expect digicert ready
expect letsencrypt ready
