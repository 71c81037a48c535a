# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="no record is there, and nobody said what is expected"
NAME=rec-nothing-there.com
bare=1
zones() { lab_here | lab_zone $NAME unsigned ns=$DNS_FOUR; }
expect strict not-ready fail=record-missing
expect digicert not-ready fail=record-missing
expect letsencrypt not-ready fail=record-missing
