# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="the value stands under the prefix of another CA"
NAME=rec-other-prefix.com
zones() { echo "_pki-validation TXT $VALUE" | lab_zone $NAME unsigned; }
expect strict not-ready fail=record-wrong-level
expect digicert not-ready fail=record-wrong-level
expect letsencrypt not-ready fail=record-wrong-level
