# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="the set names the brand that is sold, not the CA that issues"
NAME=caa-brand.com
CAS="strict geotrust digicert"
zones() { { record "TXT $VALUE"; echo '@ CAA 0 issue "geotrust.com"'; } | lab_zone $NAME unsigned; }
expect strict unknown unknown=caa-multi-issuer-note
expect geotrust ready
expect digicert ready
