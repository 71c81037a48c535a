# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="the body has 10 GB"
setup() { lab_odd huge :: 80 ${HUGE:-10737418240}; }
expect strict not-ready fail="http-too-large"
expect digicert not-ready fail="http-too-large"
expect letsencrypt not-ready fail="http-too-large"
