# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="a signed zone at four servers of four programs"
NAME=rec-signed.com
zones() { record "TXT $VALUE" | lab_zone $NAME ns=$DNS_FOUR; }
expect strict ready
expect digicert ready
expect letsencrypt ready
