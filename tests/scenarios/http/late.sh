# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="the answer comes drop by drop, too late"
TIMEOUT=11
setup() { lab_odd late :: 80; }
expect strict not-ready fail="http-slow"
expect digicert not-ready fail="http-slow"
expect letsencrypt not-ready fail="http-slow"
