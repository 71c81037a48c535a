# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="the record is a CNAME to a name that is gone"
NAME=rec-dangling.com
zones() { record "CNAME gone.pkilab.com." | lab_zone $NAME unsigned; }
expect strict not-ready fail=record-dangling-cname
expect digicert not-ready fail=record-dangling-cname
expect letsencrypt not-ready fail=record-dangling-cname
