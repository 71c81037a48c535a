# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="a CDN answers for the name, with the right file"
NAME=www.pkilab-cdn.com
CAS="digicert letsencrypt"
setup() {
	plant as_is $LAB/edge
	good_site
}
expect digicert ready unproved="cdn-serves upstream-unproved"
expect letsencrypt ready unproved="cdn-serves upstream-unproved"
