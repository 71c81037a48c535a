# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="nothing listens at all"
setup() { plant; }
expect strict not-ready fail="no-listener"
expect digicert not-ready fail="no-listener"
expect letsencrypt not-ready fail="no-listener"
