# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="www is examined, and the value stands under the apex"
NAME=www.rec-at-apex.com
zones() { { record "TXT $VALUE"; echo "www A $SERVER4"; } | lab_zone rec-at-apex.com unsigned; }
expect strict unknown unknown=record-wrong-level
expect digicert unknown unknown=record-wrong-level
expect letsencrypt not-ready fail=record-wrong-level
