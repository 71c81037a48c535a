# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="caches may keep that there is none for three hours"
NAME=rec-missing-and-long.com
zones() { lab_here | lab_zone $NAME unsigned ttl=10800 negative=10800; }
expect strict not-ready fail=record-missing warn=record-ttl-long
expect digicert not-ready fail=record-missing
expect letsencrypt not-ready fail=record-missing
