/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Programs in the packet's path that netfilter's rulesets do not show: XDP and tc
 * programs, BPF on cgroups and netfilter hooks, IPVS. They are named, never run. */
#ifndef PKIREADY_LINUX_PACKET_PROGRAMS_H
#define PKIREADY_LINUX_PACKET_PROGRAMS_H

#include "arena.h"
#include "verdicts.h"

/* Appends what stands in the way of inbound packets to out->programs. */
void packet_programs(struct arena *a, struct verdicts *out);

#endif
