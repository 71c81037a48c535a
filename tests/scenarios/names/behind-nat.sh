# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="the name's address is the router's, which forwards"
NAME=pkilab-nat.com
setup() {
	plant
	lab_nat
	good_site
}
expect strict ready unproved="behind-nat upstream-unproved"
expect digicert ready unproved="behind-nat upstream-unproved"
expect letsencrypt ready unproved="behind-nat upstream-unproved"
