# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="the whole name was entered where the host belongs"
NAME=rec-doubled.com
zones() {
	lab_zone $NAME unsigned <<-EOF
		_dnsauth.$NAME TXT $VALUE
		_acme-challenge.$NAME TXT $VALUE
	EOF
}
expect strict not-ready fail=record-name-doubled
expect digicert not-ready fail=record-name-doubled
expect letsencrypt not-ready fail=record-name-doubled
