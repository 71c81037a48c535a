# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="the parent's DS matches no key"
NAME=pkilab-wrongds.com
setup() {
	plant
	good_site
}
expect strict not-ready fail="dnssec-bogus" under="caa-lookup-fails"
expect digicert not-ready fail="dnssec-bogus" under="caa-lookup-fails"
expect letsencrypt not-ready fail="dnssec-bogus" under="caa-lookup-fails"
