# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="the signatures are not yet valid"
NAME=dns-future.com
zones() { record "TXT $VALUE" | lab_zone $NAME future ns=$DNS_NSD,$DNS_BIND,$DNS_KNOT; }
expect strict not-ready fail=dnssec-bogus under=caa-lookup-fails
expect digicert not-ready fail=dnssec-bogus under=caa-lookup-fails
expect letsencrypt not-ready fail=dnssec-bogus under=caa-lookup-fails
