# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="the zone exists, the record does not"
NAME=rec-missing.com
zones() { lab_here | lab_zone $NAME unsigned ns=$DNS_FOUR; }
expect strict not-ready fail=record-missing
expect digicert not-ready fail=record-missing
expect letsencrypt not-ready fail=record-missing
