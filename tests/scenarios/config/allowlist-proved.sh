# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="an allow list of nginx lets no CA in, and the rehearsal proves it"
ARGS=(--prove)
CAS=digicert # others at the same time would see its requests
setup() {
	plant
	site <<<"allow $SERVER4; allow $SERVER6; allow 127.0.0.0/8; deny all;"
}
proved() { jq -e '[.findings[] | select(.id == "config-deny" and .subject.name == "pkilab.com")] | length > 0 and all(.[]; .certainty == "proved")' \
	$LAB/out/"$case"/"$1".json >/dev/null; }
after() {
	directive_is digicert config-deny 'refuses .* by "deny all;"'
	ok "$case: it is proved" proved digicert
}
expect digicert not-ready fail="config-deny"
