# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="the file is not there: 404"
setup() { good_site; }
expect strict not-ready fail="http-status"
expect digicert not-ready fail="http-status"
expect letsencrypt not-ready fail="http-status"
