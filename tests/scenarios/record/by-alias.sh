# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="the TXT is found through a CNAME"
NAME=rec-by-alias.com
zones() { { record "CNAME proof" && echo "proof TXT $VALUE"; } | lab_zone $NAME unsigned ns=$DNS_FOUR; }
expect strict ready
expect digicert ready
expect letsencrypt ready
