# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="the host's own output path drops what the tool sends to web servers"
setup() {
	plant
	good_site
	on server nft -f - <<-'EOF'
		table inet out {
		  chain output {
		    type filter hook output priority 0;
		    tcp dport { 80, 443 } drop
		  }
		}
	EOF
}
# The site may be well: a time-out here is not charged to it.
expect strict unknown unknown="egress-blocked"
expect digicert unknown unknown="egress-blocked"
expect letsencrypt unknown unknown="egress-blocked"
after() {
	ok "own-output: the rule is named" says egress-blocked 'dropped by inet out output handle [0-9]+ .tcp dport \{ 80, 443 \} drop'
}
