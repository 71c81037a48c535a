# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="the name server takes 0.7 s for each answer"
NAME=dns-slow.com
zones() { record "TXT $VALUE" | lab_zone $NAME unsigned ns=${DNS_ODD[slow]}; }
expect strict ready
expect digicert ready
expect letsencrypt ready
