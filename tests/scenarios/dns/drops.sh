# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="the name server takes queries and drops them"
NAME=dns-drops.com
TIMEOUT=2
zones() { record "TXT $VALUE" | lab_zone $NAME unsigned ns=${DNS_ODD[silent]}; }
expect strict not-ready fail=dns-timeout under=caa-lookup-fails
expect digicert not-ready fail="dns-timeout" warn="caa-lookup-fails"
expect letsencrypt not-ready fail=dns-timeout under=caa-lookup-fails
