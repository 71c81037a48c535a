# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="the record is exact, with a TTL of a day"
NAME=rec-exact-and-long.com
zones() { record "TXT $VALUE" | lab_zone $NAME unsigned ttl=86400; }
expect strict ready warn=record-ttl-long
expect digicert ready
expect letsencrypt ready
