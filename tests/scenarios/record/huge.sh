# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="a TXT of 64 KB stands at the host"
NAME=rec-huge.com
zones() { record "TXT $VALUE" | lab_zone $NAME unsigned ns=${DNS_ODD[huge]}; }
expect strict not-ready fail=record-stale
expect digicert not-ready fail=record-stale
expect letsencrypt not-ready fail=record-stale
