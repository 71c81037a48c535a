# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="another value is given to one region"
NAME=rec-by-line.com
pebble="no: it asks from one place"
zones() { record "TXT $VALUE" | lab_zone $NAME unsigned ns=${DNS_ODD[lines]}; }
expect strict not-ready fail=record-line-split
expect digicert not-ready fail=record-line-split
expect letsencrypt not-ready fail=record-line-split
