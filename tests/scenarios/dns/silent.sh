# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="the name server never answers"
NAME=dns-silent.com
TIMEOUT=2
zones() { record "TXT $VALUE" | lab_zone $NAME unsigned ns=$DNS_SILENT; }
expect strict not-ready fail=dns-timeout under=caa-lookup-fails
expect digicert not-ready fail="dns-timeout" warn="caa-lookup-fails"
expect letsencrypt not-ready fail=dns-timeout under=caa-lookup-fails
