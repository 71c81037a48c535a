# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="the name server answers without authority"
NAME=dns-no-authority.com
zones() { record "TXT $VALUE" | lab_zone $NAME unsigned ns=${DNS_ODD[lame]}; }
expect strict not-ready fail=lame-delegation
expect digicert not-ready fail=lame-delegation
expect letsencrypt not-ready fail=lame-delegation
