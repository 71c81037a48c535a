# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="answers are cut short over UDP, and TCP is closed"
NAME=dns-no-tcp.com
TIMEOUT=2
zones() { record "TXT $VALUE" | lab_zone $NAME unsigned ns=${DNS_ODD[no-tcp]}; }
expect strict not-ready fail=dns-timeout under=caa-lookup-fails warn=dns-timeout
expect digicert not-ready fail="dns-timeout" warn="caa-lookup-fails dns-timeout"
expect letsencrypt not-ready fail=dns-timeout under=caa-lookup-fails warn=dns-timeout
