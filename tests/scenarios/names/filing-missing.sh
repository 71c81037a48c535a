# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="in front a page for names without an ICP filing answers on port 80"
NAME=pkilab-nat.com
setup() {
	plant
	lab_nat
	good_site
	on router nft insert rule ip nat prerouting ip daddr $ROUTER4 tcp dport 80 redirect to :8403
	on router timeout 120 python3 -c '
import http.server
class Page(http.server.BaseHTTPRequestHandler):
    server_version, sys_version = "Beaver", ""
    def do_GET(self):
        self.send_response(403)
        page = b"<html><head><title>Non-compliance ICP Filing</title></head></html>"
        self.send_header("Content-Length", str(len(page)))
        self.end_headers()
        self.wfile.write(page)
    def log_message(self, *args): pass
    def version_string(self): return "Beaver"
http.server.ThreadingHTTPServer(("", 8403), Page).serve_forever()' </dev/null >/dev/null 2>&1 &
	lab_wait "the page in front" on router bash -c ': </dev/tcp/127.0.0.1/8403'
}
expect strict not-ready fail="icp-or-geo-block" under="file-scheme-differs" unproved="behind-nat upstream-unproved"
# https suffices for it, and is this host's own
expect digicert ready warn="icp-or-geo-block file-scheme-differs" unproved="behind-nat upstream-unproved"
expect letsencrypt not-ready fail="icp-or-geo-block" under="file-scheme-differs" unproved="behind-nat upstream-unproved"
