# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="one of three name servers never answers"
NAME=dns-one-silent.com
TIMEOUT=2
zones() { record "TXT $VALUE" | lab_zone $NAME unsigned ns=$DNS_NSD,$DNS_BIND,$DNS_SILENT; }
expect strict ready warn=dns-timeout
expect digicert ready warn=dns-timeout
expect letsencrypt ready warn=dns-timeout
