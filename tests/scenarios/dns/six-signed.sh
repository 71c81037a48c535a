# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="a signed zone at a server by IPv4 and one by IPv6"
NAME=dns-six-signed.com
zones() { record "TXT $VALUE" | lab_zone $NAME ns=$DNS_NSD,$DNS_SIX; }
expect strict ready
expect digicert ready
expect letsencrypt ready
