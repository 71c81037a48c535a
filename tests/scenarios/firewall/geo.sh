# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="a country list drops a part of the world, DigiCert's known addresses not"
setup() {
	plant
	good_site
	on server nft -f - <<-'EOT'
		table inet geo {
		  set away {
		    type ipv4_addr
		    flags interval
		    elements = { 96.0.0.0/6, 40.0.0.0/8 }
		  }
		  chain input {
		    type filter hook input priority 0;
		    ip saddr @away drop
		  }
		}
	EOT
}
after() { ok "geo: the finding has the map" says firewall-drops-some '40.0.0.0/8, 96.0.0.0/6'; }
expect strict ready warn="firewall-drops-some"
expect digicert ready warn="firewall-drops-some"
expect letsencrypt ready warn="firewall-drops-some"
