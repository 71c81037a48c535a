# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="a page of script asks for a cookie"
setup() {
	plant
	site <<-'EOF'
		location / {
		  default_type text/html;
		  return 200 '<html><body><script type="text/javascript" src="/aes.js"></script><script>function toNumbers(d){var e=[];return e}var a=toNumbers("f655ba9d");document.cookie="__test="+a;location.href="?i=1";</script></body></html>';
		}
	EOF
}
expect strict not-ready fail="bot-challenge"
expect digicert not-ready fail="bot-challenge"
expect letsencrypt not-ready fail="bot-challenge"
