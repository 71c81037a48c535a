# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="a zone without DNSSEC is fine"
NAME=pkilab-unsigned.com
setup() {
	plant
	good_site
}
expect strict ready
expect digicert ready
expect letsencrypt ready
