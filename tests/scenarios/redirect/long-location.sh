# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="a Location of 64 KB"
setup() { lab_odd location :: 80; }
expect strict not-ready fail="redirected"
expect digicert not-ready fail="redirect-target-fails"
expect letsencrypt not-ready fail="redirect-target-fails"
