# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="an old value stands beside the new one"
NAME=rec-old-beside.com
zones() { record "TXT $(stale "$VALUE")" "TXT $VALUE" | lab_zone $NAME unsigned; }
expect strict ready warn=record-stale
expect digicert ready warn=record-stale
expect letsencrypt ready
