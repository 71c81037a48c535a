# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="a CNAME was made where a TXT is wanted"
NAME=rec-cname-for-txt.com
zones() { record "CNAME $VALUE" | lab_zone $NAME unsigned; }
expect strict not-ready fail=record-dangling-cname
expect digicert not-ready fail=record-dangling-cname
expect letsencrypt not-ready fail=record-dangling-cname
