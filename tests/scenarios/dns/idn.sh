# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="the name is given in its own script"
NAME=dns-bücher.com
zones() { record "TXT $VALUE" | lab_zone xn--dns-bcher-u9a.com unsigned; }
expect strict ready
expect digicert ready
expect letsencrypt ready
