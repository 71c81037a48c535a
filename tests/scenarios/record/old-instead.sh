# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="an old value was never replaced"
NAME=rec-old-instead.com
zones() { record "TXT $(stale "$VALUE")" | lab_zone $NAME unsigned; }
expect strict not-ready fail=record-stale
expect digicert not-ready fail=record-stale
expect letsencrypt not-ready fail=record-stale
