# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="firewalld is on, and its zone lets ssh in alone"
setup() {
	plant
	good_site
	fw_firewalld
	on server firewall-cmd -q --remove-service=http --remove-service=https
}
after() {
	ok "firewalld-closed: the kernel rejects it" kernel_is reject 80
	ok "firewalld-closed: the advice is firewalld's own" \
		advises firewall-rejects 'firewall-cmd.* --add-service=http '
}
expect strict not-ready fail="firewall-rejects"
expect digicert not-ready fail="firewall-rejects"
expect letsencrypt not-ready fail="firewall-rejects"
