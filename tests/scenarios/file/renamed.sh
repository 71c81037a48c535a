# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="the file was saved with .txt twice"
pebble="no: the name of an ACME token has no .txt"
CAS="strict digicert"
ARGS=(--webroot "$LAB/www")
setup() {
	plant
	mv "$LAB/www$WELL_KNOWN/pki-validation/$FILE" "$LAB/www$WELL_KNOWN/pki-validation/$FILE.txt"
	good_site
}
expect strict not-ready fail="file-renamed"
expect digicert not-ready fail="file-renamed"
