# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="the value stands in two strings, which is one value"
NAME=rec-in-two-strings.com
pebble="no: it takes each string of a TXT for a value by itself"
zones() { record "TXT ${VALUE:0:20} ${VALUE:20}" | lab_zone $NAME unsigned; }
expect strict ready
expect digicert ready
expect letsencrypt ready
