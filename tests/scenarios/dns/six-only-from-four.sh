# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="the only name server has an IPv6 address alone, and this host has no IPv6"
NAME=dns-six-only-from-four.com
fresh=1
TIMEOUT=2
zones() { record "TXT $VALUE" | lab_zone $NAME unsigned ns=$DNS_SIX; }
setup() { on server ip -6 route del default; }
expect strict unknown unknown="caa-lookup-fails dns-timeout"
expect digicert unknown unknown="caa-lookup-fails dns-timeout"
expect letsencrypt unknown unknown="caa-lookup-fails dns-timeout"
