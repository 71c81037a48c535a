/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Rules that nearly matched (firewall.md 1.6): a rule that accepts, with one of its
 * conditions taken away, as a rule of its own to be evaluated. Pure.
 */
#ifndef PKIREADY_NEARLY_H
#define PKIREADY_NEARLY_H

#include "ruleset.h"

enum condition { /* what a condition looks at */
	COND_OTHER,
	COND_SOURCE,    /* the source address */
	COND_INTERFACE,
	COND_PORT,
	COND_STATE,     /* of the connection */
};

/* True when the rule does nothing but accept what its conditions take. */
bool nearly_accepts(const struct nf_chain *chain, const struct nf_rule *rule);
/* How many conditions it has. */
size_t nearly_conditions(const struct nf_chain *chain, const struct nf_rule *rule);
/* The rule without condition number `which` (from 0), and what that looks at. */
struct nf_rule nearly_without(struct arena *a, const struct nf_chain *chain,
	const struct nf_rule *rule, size_t which, enum condition *what);
/* The rule with its jump made an accept, so that what it lets pass can be asked; *to is
 * the chain that it jumps to, NULL when it has no jump. */
struct nf_rule nearly_jump(struct arena *a, const struct nf_chain *chain,
	const struct nf_rule *rule, const char **to);

/* -- nearly_drops.c */
/* The rule logs, counts, drops or rejects, and nothing else; nor does it ask for the
 * source. */
bool nearly_only_drops(struct arena *a, const struct nf_chain *chain,
	const struct nf_rule *rule);
/* What comes into the chain is dropped or rejected, whoever sends it. */
bool nearly_drops_all(struct arena *a, const struct nf_chain *chain);
/* What list the rule looks its sender up in by a match of xtables: "an ipset"; NULL:
 * none. */
const char *nearly_list(const struct nf_chain *chain, const struct nf_rule *rule);

#endif
