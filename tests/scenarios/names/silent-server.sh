# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="the zone's name server never answers"
NAME=pkilab-silent.com
setup() {
	plant
	good_site
}
expect strict not-ready fail="dns-timeout" under="caa-lookup-fails"
expect digicert not-ready fail="dns-timeout" warn="caa-lookup-fails"
expect letsencrypt not-ready fail="dns-timeout" under="caa-lookup-fails"
