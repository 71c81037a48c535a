# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="the only name server does not know the zone"
NAME=dns-unserved.com
zones() { record "TXT $VALUE" | lab_zone $NAME unserved; }
expect strict not-ready fail=dns-servfail under=caa-lookup-fails
expect digicert not-ready fail=dns-servfail under=caa-lookup-fails
expect letsencrypt not-ready fail=dns-servfail under=caa-lookup-fails
