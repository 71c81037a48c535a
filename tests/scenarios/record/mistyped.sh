# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="one character of the value differs"
NAME=rec-mistyped.com
zones() { record "TXT ${VALUE:0:16}-${VALUE:17}" | lab_zone $NAME unsigned; }
expect strict not-ready fail=record-mismatch
expect digicert not-ready fail=record-mismatch
expect letsencrypt not-ready fail=record-mismatch
