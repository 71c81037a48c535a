# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="the record is a CNAME that leads to itself"
NAME=rec-alias-loop.com
zones() { record "TXT $VALUE" | lab_zone $NAME unsigned ns=${DNS_ODD[loop]}; }
expect strict not-ready fail=dns-servfail
expect digicert not-ready fail=dns-servfail
expect letsencrypt not-ready fail=dns-servfail
