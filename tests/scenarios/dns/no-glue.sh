# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="a name server of the delegation has no address"
NAME=dns-no-glue.com
zones() { record "TXT $VALUE" | lab_zone $NAME unsigned ns=$DNS_NSD,ns.gone.pkilab.com; }
expect strict ready warn=lame-delegation
expect digicert ready warn=lame-delegation
expect letsencrypt ready warn=lame-delegation
