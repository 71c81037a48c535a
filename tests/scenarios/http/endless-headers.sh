# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="the server sends headers without end"
setup() { lab_odd headers :: 80; }
expect strict not-ready fail="http-too-large"
expect digicert not-ready fail="http-too-large"
expect letsencrypt not-ready fail="http-too-large"
