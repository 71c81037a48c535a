/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The hooks that a packet passes, each base chain in the kernel's order
 * (net/netfilter/core.c: by priority; of equals, the last registered runs first). */
#ifndef PKIREADY_HOOKS_H
#define PKIREADY_HOOKS_H

#include "engine.h"

/* Runs the worlds through all base chains of a hook; what survives is in *worlds. */
void hook_run(struct eval *e, int hook, enum stage stage, struct worlds *worlds);
/* True when an expression of the rule makes the kernel load conntrack for this family
 * (NF_IP or NF_IP6). */
bool rule_needs_conntrack(const struct nf_rule *rule, int family);

#endif
