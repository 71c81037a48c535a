# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="a CDN answers for the name, with the right file"
NAME=www.pkilab-cdn.com
CAS="digicert letsencrypt"
setup() {
	plant as_is $LAB/other
	good_site
	lab_cdn
}
expect digicert ready warn="cdn-serves address-elsewhere"
expect letsencrypt ready warn="cdn-serves address-elsewhere"
