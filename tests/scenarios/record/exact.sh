# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="the record stands at all four servers, exactly"
NAME=rec-exact.com
zones() { record "TXT $VALUE" | lab_zone $NAME unsigned ns=$DNS_FOUR; }
expect strict ready
expect digicert ready
expect letsencrypt ready
