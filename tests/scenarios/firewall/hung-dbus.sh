# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="D-Bus takes connections and never answers"
setup() {
	plant
	good_site
	mkdir -p /run/dbus
	lab_spawn server hung-dbus /usr/bin/python3 -c '
import socket, time
s = socket.socket(socket.AF_UNIX)
s.bind("/run/dbus/system_bus_socket")
s.listen(8)
time.sleep(60)'
	lab_wait "the hung D-Bus" test -S /run/dbus/system_bus_socket
}
expect strict unknown unknown="firewall-unreadable"
expect digicert unknown unknown="firewall-unreadable"
expect letsencrypt unknown unknown="firewall-unreadable"
