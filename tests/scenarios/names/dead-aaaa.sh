# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="the AAAA leads to an address that is no more"
NAME=pkilab-dead6.com
setup() {
	plant
	good_site
}
expect strict not-ready fail="address-dead"
expect digicert ready warn="address-dead"
# A dead AAAA makes it try the A.
expect letsencrypt ready warn="address-dead"
