# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="every answer is cut short over UDP, and whole over TCP"
NAME=dns-cut.com
zones() { record "TXT $VALUE" | lab_zone $NAME unsigned ns=${DNS_ODD[cut]}; }
expect strict ready
expect digicert ready
expect letsencrypt ready
