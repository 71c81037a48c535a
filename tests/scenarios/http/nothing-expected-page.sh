# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="no file is given, and a page answers for any name"
pebble="no: there is no file to validate"
bare=1
setup() {
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
