# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="the file was downloaded four days ago, by its date"
pebble="no: it is about a file that was downloaded"
CAS="strict digicert"
setup() {
	plant
	touch -d '4 days ago' $LAB/$FILE
	good_site
}
expect strict ready warn="file-expired"
expect digicert ready
