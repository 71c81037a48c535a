# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="this host's resolver has an answer of its own"
NAME=dns-split-horizon.com
zones() {
	record "TXT $VALUE" | lab_zone $NAME unsigned ns=$DNS_FOUR
	lab_resolver_says "local-zone: $NAME. static" "local-data: '_dnsauth.$NAME. TXT inside'" "local-data: '_acme-challenge.$NAME. TXT inside'"
}
expect strict ready warn=resolver-differs
expect digicert ready warn=resolver-differs
expect letsencrypt ready warn=resolver-differs
