# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="a period was put behind the value"
NAME=rec-trailing-dot.com
zones() { record "TXT $VALUE." | lab_zone $NAME unsigned; }
expect strict not-ready fail=record-trailing-dot
expect digicert not-ready fail=record-trailing-dot
expect letsencrypt not-ready fail=record-trailing-dot
