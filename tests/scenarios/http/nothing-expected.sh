# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="no file is given: the path can be reached, the file is not known"
pebble="no: there is no file to validate"
bare=1
setup() { good_site; }
expect strict unknown unknown="file-not-served"
expect digicert unknown unknown="file-not-served"
expect letsencrypt unknown unknown="file-not-served"
