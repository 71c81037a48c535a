# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="a provider's answer for names without an ICP filing takes the place of this host's own"
NAME=pkilab-nat.com
setup() {
	plant
	lab_nat
	# The connection is turned around to this host, where this server stands for what the
	# provider does on the way: it puts another answer in the place of the host's.
	printf 'server {\n%s\n}\n' "$LISTEN443" | lab_nginx
	lab_spawn server way python3 -c '
import http.server, socket
class Page(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(302)
        self.send_header("Location", "https://dnspod.qcloud.com/static/webblock.html?d=" + self.headers["Host"])
        self.send_header("Content-Length", "0")
        self.end_headers()
    def log_message(self, *args): pass
class Server(http.server.ThreadingHTTPServer):
    address_family, request_queue_size = socket.AF_INET6, 128
Server(("::", 80), Page).serve_forever()'
	LAB_WEB="$LAB_WEB $LAB_PID"
	lab_wait "the page" lab_listens server 80
}
after() {
	ok "filing-missing-elsewhere: it says that this host was reached" \
		says icp-or-geo-block 'Tencent Cloud.*though this host was reached'
}
expect strict not-ready fail="icp-or-geo-block" under="redirected" unproved="behind-nat upstream-unproved"
expect digicert ready warn="icp-or-geo-block redirect-target-fails" unproved="behind-nat upstream-unproved"
expect letsencrypt not-ready fail="icp-or-geo-block" under="redirect-target-fails" unproved="behind-nat upstream-unproved"
