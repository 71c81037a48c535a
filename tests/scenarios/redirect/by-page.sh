# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="a page redirects by meta refresh, which no CA follows"
setup() {
	plant
	site <<-'EOF'
		location / {
		  default_type text/html;
		  return 200 '<html><head><meta http-equiv="refresh" content="0; url=https://pkilab.com/home"></head></html>';
		}
	EOF
}
expect strict not-ready fail="redirect-not-http"
expect digicert not-ready fail="redirect-not-http"
expect letsencrypt not-ready fail="redirect-not-http"
