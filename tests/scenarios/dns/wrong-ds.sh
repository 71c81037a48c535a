# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="the parent's DS matches no key"
NAME=dns-wrong-ds.com
zones() { record "TXT $VALUE" | lab_zone $NAME wrong-ds ns=$DNS_NSD,$DNS_BIND,$DNS_KNOT; }
expect strict not-ready fail=dnssec-bogus under=caa-lookup-fails
expect digicert not-ready fail=dnssec-bogus under=caa-lookup-fails
expect letsencrypt not-ready fail=dnssec-bogus under=caa-lookup-fails
