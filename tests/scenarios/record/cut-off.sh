# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="the end of the value is missing"
NAME=rec-cut-off.com
zones() { record "TXT ${VALUE:0:40}" | lab_zone $NAME unsigned; }
expect strict not-ready fail=record-mismatch
expect digicert not-ready fail=record-mismatch
expect letsencrypt not-ready fail=record-mismatch
