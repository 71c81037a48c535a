# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="the parent denies the domain"
NAME=dns-not-delegated.com
zones() { record "TXT $VALUE" | lab_zone $NAME undelegated; }
expect strict not-ready fail=record-missing
expect digicert not-ready fail=record-missing
expect letsencrypt not-ready fail=record-missing
