# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="the value was given out four days ago"
NAME=rec-too-old.com
pebble="no: its order is as young as the test"
ARGS=(--issued 4d)
zones() { record "TXT $VALUE" | lab_zone $NAME unsigned; }
expect strict not-ready fail=record-expired
expect digicert ready
expect letsencrypt ready
