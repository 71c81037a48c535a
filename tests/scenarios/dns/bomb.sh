# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="names in the answer point at themselves"
NAME=dns-bomb.com
TIMEOUT=2
zones() { record "TXT $VALUE" | lab_zone $NAME unsigned ns=${DNS_ODD[bomb]}; }
expect strict not-ready fail=dns-servfail warn=dns-servfail
expect digicert not-ready fail=dns-servfail warn=dns-servfail
expect letsencrypt not-ready fail=dns-servfail warn=dns-servfail
