# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="a wildcard is proved at the name behind it"
NAME='*.rec-wildcard.com'
zones() { record "TXT $VALUE" | lab_zone rec-wildcard.com unsigned ns=$DNS_FOUR; }
expect strict ready
expect digicert ready
expect letsencrypt ready
