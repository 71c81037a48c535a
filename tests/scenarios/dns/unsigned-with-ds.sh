# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="the parent has a DS, and the zone is not signed any more"
NAME=dns-unsigned-with-ds.com
zones() { record "TXT $VALUE" | lab_zone $NAME ds-alone ns=$DNS_NSD; }
expect strict not-ready fail=dnssec-bogus under=caa-lookup-fails
expect digicert not-ready fail=dnssec-bogus under=caa-lookup-fails
expect letsencrypt not-ready fail=dnssec-bogus under=caa-lookup-fails
