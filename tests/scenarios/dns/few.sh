# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
title="one of two name servers refuses whoever asks more than six times a second"
NAME=dns-few.com
CAS=strict # one run alone: the server counts by the asker's address
zones() { record "TXT $VALUE" | lab_zone $NAME unsigned ns=$DNS_NSD,${DNS_ODD[few]}; }
expect strict ready
