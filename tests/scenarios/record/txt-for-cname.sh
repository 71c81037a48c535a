# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="a TXT was made where a CNAME is wanted"
NAME=rec-txt-for-cname.com
pebble="no: it asks for a TXT"
ARGS=(--record _proof --type CNAME)
zones() { echo "_proof TXT $VALUE" | lab_zone $NAME unsigned; }
expect strict not-ready fail=record-wrong-type
expect digicert not-ready fail=record-wrong-type
expect letsencrypt not-ready fail=record-wrong-type
