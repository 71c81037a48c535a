# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="the name itself does not exist"
NAME=gone.dns-no-such-name.com
zones() { lab_here | lab_zone dns-no-such-name.com unsigned; }
expect strict not-ready fail=record-missing
expect digicert not-ready fail=record-missing
expect letsencrypt not-ready fail=record-missing
