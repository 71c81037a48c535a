# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="one of two names lacks its record"
NAME=dns-two-names.com
ARGS=(www.dns-two-names.com)
zones() { { record "TXT $VALUE"; lab_here; } | lab_zone $NAME unsigned; }
expect strict unknown unknown=record-wrong-level
expect digicert unknown unknown=record-wrong-level
expect letsencrypt not-ready fail=record-wrong-level
