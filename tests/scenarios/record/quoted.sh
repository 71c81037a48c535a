# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="the value holds quotes that the console added"
NAME=rec-quoted.com
zones() { record "TXT \"\\\"$VALUE\\\"\"" | lab_zone $NAME unsigned; }
expect strict not-ready fail=record-quoted
expect digicert not-ready fail=record-quoted
expect letsencrypt not-ready fail=record-quoted
