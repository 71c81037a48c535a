# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="a CNAME leads where it must"
NAME=rec-cname.com
pebble="no: it asks for a TXT"
ARGS=(--record _proof --type CNAME --expect target.pkilab.com)
bare=1
zones() { echo "_proof CNAME target.pkilab.com." | lab_zone $NAME unsigned ns=$DNS_FOUR; }
expect strict ready
expect digicert ready
expect letsencrypt ready
