# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# A real ACME CA on the CA's host: Pebble, without its chaos and its sleep.

LAB_ACME=https://pebble.pkilab.com:14000/dir

lab_pebble_start() {
	lab_certificate pebble pebble.pkilab.com
	echo "$CA4 pebble.pkilab.com" >>/etc/hosts
	jq -n --arg lab $LAB '{pebble: {listenAddress: "0.0.0.0:14000",
		managementListenAddress: "127.0.0.1:15000", certificate: ($lab + "/pebble.pem"),
		privateKey: ($lab + "/pebble.key"), httpPort: 80, tlsPort: 443}}' >$LAB/pebble.json
	lab_spawn ca pebble.log env PEBBLE_WFE_NONCEREJECT=0 PEBBLE_AUTHZREUSE=0 \
		PEBBLE_VA_NOSLEEP=1 pebble -config $LAB/pebble.json -dnsserver $ROUTER4:53
	lab_wait Pebble on ca curl -sf -o /dev/null $LAB_ACME
}

LAB_ORDER=$LAB/order

# Sets LAB_TOKEN and LAB_KEYAUTH (for dns-01 the value of the record).
lab_order() { # NAME [http-01|dns-01]
	read -r LAB_TOKEN LAB_KEYAUTH < <(on ca "$LAB_TESTS/lab/acme" order $LAB_ACME "$1" $LAB_ORDER "${2:-http-01}") ||
		lab_die "no order for $1"
}

# "valid", or "invalid" and why.
lab_validate() {
	on ca "$LAB_TESTS/lab/acme" validate $LAB_ORDER
}
