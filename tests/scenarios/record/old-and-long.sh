# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="caches may keep an old value for a day"
NAME=rec-old-and-long.com
zones() { record "TXT $(stale "$VALUE")" | lab_zone $NAME unsigned ttl=86400; }
expect strict not-ready fail=record-stale warn=record-ttl-long
expect digicert not-ready fail=record-stale
expect letsencrypt not-ready fail=record-stale
