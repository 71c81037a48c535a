# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="the value stands at the name itself"
NAME=rec-at-the-name.com
zones() { echo "@ TXT $VALUE" | lab_zone $NAME unsigned; }
expect strict not-ready fail=record-wrong-level
expect digicert ready
expect letsencrypt not-ready fail=record-wrong-level
