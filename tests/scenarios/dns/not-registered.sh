# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="the parent denies the domain, and nobody serves it"
NAME=dns-not-registered.com
expect strict not-ready fail=name-not-found under=record-missing
expect digicert not-ready fail=name-not-found under=record-missing
expect letsencrypt not-ready fail=name-not-found under=record-missing
