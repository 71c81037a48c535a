# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="a CMS answers every path with a page and 200"
setup() {
	plant
	site <<-'EOF'
		location / {
		  default_type text/html;
		  return 200 "<!DOCTYPE html><html><head><title>Shop</title></head><body><h1>Welcome</h1></body></html>\n";
		}
	EOF
}
expect strict not-ready fail="html-instead"
expect digicert not-ready fail="html-instead"
expect letsencrypt not-ready fail="html-instead"
