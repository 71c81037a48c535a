# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="the server on port 80 hangs, and its accept queue of one is full"
setup() {
	plant
	lab_nginx <<-EOF
		server { listen 443 ssl default_server; listen [::]:443 ssl default_server; }
	EOF
	lab_spawn server hung python3 -c '
import socket, time
s = socket.socket(socket.AF_INET6)
s.bind(("::", 80))
s.listen(1)
held = [socket.create_connection(("127.0.0.1", 80)) for _ in range(2)]
print("full", flush=True)
time.sleep(120)'
	LAB_WEB="$LAB_WEB $LAB_PID"
	lab_wait "the full queue" grep -q . $LAB/log/hung
}
expect strict not-ready fail="listener-overflow"
# One of the two would be enough.
expect digicert ready warn="listener-overflow"
expect letsencrypt not-ready fail="listener-overflow"
