# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="AAAA is published and nothing listens on IPv6"
setup() {
	plant
	lab_nginx <<<'server { listen 80; listen 443 ssl; }'
}
expect strict not-ready fail="listener-family-missing"
# Whether it looks at AAAA at all is not known.
expect digicert ready warn="listener-family-missing"
# A refused AAAA makes it try the A.
expect letsencrypt ready warn="listener-family-missing"
