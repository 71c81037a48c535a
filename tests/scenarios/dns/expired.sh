# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="the signatures ran out"
NAME=dns-expired.com
zones() { record "TXT $VALUE" | lab_zone $NAME expired ns=$DNS_NSD,$DNS_BIND,$DNS_KNOT; }
expect strict not-ready fail=dnssec-bogus under=caa-lookup-fails
expect digicert not-ready fail=dnssec-bogus under=caa-lookup-fails
expect letsencrypt not-ready fail=dnssec-bogus under=caa-lookup-fails
