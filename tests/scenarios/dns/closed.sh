# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="nothing listens at the name server"
NAME=dns-closed.com
TIMEOUT=2
chance=dns-servfail
zones() { record "TXT $VALUE" | lab_zone $NAME unsigned ns=$DNS_CLOSED; }
expect strict not-ready fail=dns-timeout under=caa-lookup-fails
expect digicert not-ready fail="dns-timeout" warn="caa-lookup-fails"
expect letsencrypt not-ready fail=dns-timeout under=caa-lookup-fails
