# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="an .htaccess of Apache denies the directory"
setup() {
	plant
	echo "Require all denied" >$LAB/www$WELL_KNOWN/.htaccess
	lab_apache <<<'Listen 80'
}
expect strict not-ready fail="config-deny" under="http-status"
expect digicert not-ready fail="config-deny" under="http-status"
expect letsencrypt not-ready fail="config-deny" under="http-status"
