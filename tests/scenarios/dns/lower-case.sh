# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="the name server does not keep the case of the question"
NAME=dns-lower-case.com
zones() { record "TXT $VALUE" | lab_zone $NAME unsigned ns=${DNS_ODD[lower]}; }
expect strict ready
expect digicert ready
expect letsencrypt ready
