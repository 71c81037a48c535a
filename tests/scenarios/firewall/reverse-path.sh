# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="strict reverse path filtering, and the way back is another"
setup() {
	plant
	good_site
	ip -n server link add eth1 type veth peer name far
	ip -n server link set eth1 up
	ip -n server link set far up
	ip -n server addr add 10.77.0.2/24 dev eth1
	ip -n server route add 216.168.240.0/20 via 10.77.0.1 dev eth1
	lab_sysctl server net.ipv4.conf.eth0.rp_filter=1
}
after() { ok "reverse-path: the kernel drops it" kernel_is drop 80; }
expect strict not-ready fail="reverse-path-filter"
expect digicert not-ready fail="reverse-path-filter"
expect letsencrypt ready
