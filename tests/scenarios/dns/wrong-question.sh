# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="answers come with another question"
NAME=dns-wrong-question.com
TIMEOUT=2
zones() { record "TXT $VALUE" | lab_zone $NAME unsigned ns=${DNS_ODD[wrong-question]}; }
expect strict not-ready fail=dns-servfail under=caa-lookup-fails
expect digicert not-ready fail="dns-servfail" warn="caa-lookup-fails"
expect letsencrypt not-ready fail=dns-servfail under=caa-lookup-fails
