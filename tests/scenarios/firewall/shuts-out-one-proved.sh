# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="one address of DigiCert is dropped, and the rehearsal proves it"
ARGS=(--prove)
CAS=digicert # others at the same time would see its requests
setup() {
	plant
	good_site
	on server nft -f - <<-EOT
		table inet filter { chain input { type filter hook input priority 0;
		  ip saddr 216.168.247.9 tcp dport { 80, 443 } drop; }; }
	EOT
}
proved() {
	jq -e 'any(.findings[]; .id == "firewall-drops-ca" and .certainty == "proved")
		and any(.evidence.rehearsal.all[]; .from == "216.168.247.9" and .fetch.hops[0].connect == "timeout")' \
		$LAB/out/"$case"/digicert.json >/dev/null
}
after() {
	ok "$case: it is proved, by SYN and by request" proved
}
expect digicert not-ready fail="firewall-drops-ca"
