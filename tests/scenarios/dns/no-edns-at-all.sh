# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="the only name server answers FORMERR to whoever sends EDNS"
NAME=dns-no-edns-at-all.com
zones() { record "TXT $VALUE" | lab_zone $NAME unsigned ns=${DNS_ODD[no-edns]}; }
expect strict ready warn=dns-servfail
expect digicert ready warn=dns-servfail
expect letsencrypt ready warn=dns-servfail
