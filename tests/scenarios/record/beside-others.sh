# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="values of other services stand at the same host"
NAME=rec-beside-others.com
zones() { record "TXT $VALUE" "TXT \"other-service-verification=17\"" | lab_zone $NAME unsigned; }
expect strict ready warn=record-stale
expect digicert ready warn=record-stale
expect letsencrypt ready
