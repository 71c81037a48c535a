# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="a record is there, and nobody said what is expected"
NAME=rec-nothing-expected.com
bare=1
zones() { record "TXT $VALUE" | lab_zone $NAME unsigned ns=$DNS_FOUR; }
expect strict unknown unknown=record-mismatch
expect digicert unknown unknown=record-mismatch
expect letsencrypt unknown unknown=record-mismatch
