# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="the value is in capitals"
NAME=rec-upper-case.com
zones() { record "TXT ${VALUE^^}" | lab_zone $NAME unsigned; }
expect strict not-ready fail=record-mismatch
expect digicert not-ready fail=record-mismatch
expect letsencrypt not-ready fail=record-mismatch
