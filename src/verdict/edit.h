/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Rules as they would be: a ruleset with rules added or taken away, for the evaluator to
 * judge before anything is changed. Pure; the ruleset that is edited stays as it is, and
 * the edited one shares with it all that is not edited, its sets above all.
 */
#ifndef PKIREADY_EDIT_H
#define PKIREADY_EDIT_H

#include "ruleset.h"

enum edit_kind {
	EDIT_ACCEPT, /* a rule that accepts, before `before` */
	EDIT_REMOVE, /* `before` is not there */
	EDIT_RETURN, /* a rule that returns to the calling chain, before `before` */
};

struct edit {
	enum edit_kind kind;
	const struct nf_chain *chain;  /* of the ruleset that is edited */
	const struct nf_rule *before;  /* of that chain; NULL: at its end */
	/* what the rule takes; 0, NULL or n 0: any */
	int family;              /* 4, 6 */
	int proto;               /* 6, 17 */
	const int *ports;        /* destination */
	size_t ports_n;
	bool original;           /* ports are those before NAT, as conntrack knows them */
	const struct range *from; /* of that family */
	size_t from_n;
	const char *interface;   /* arriving there */
	/* how many rules the manager's command makes of it, for numbers of rules */
	size_t made;
};

/*
 * The ruleset with these edits made, of several before one rule the first one first. A
 * rule that was put there has handle 0; of one edit there may be several, for each port
 * and each range one.
 */
struct ruleset *edit_apply(struct arena *a, const struct ruleset *rs,
	const struct edit *const *edits, size_t n);
/* The chain of the same name in the same table of this ruleset, NULL none; the rule of it
 * that is the same, NULL: it was put there by an edit, or is none. */
const struct nf_chain *edit_chain(
	const struct ruleset *rs, const struct nf_chain *elsewhere);
const struct nf_rule *edit_rule(
	const struct nf_chain *chain, const struct nf_rule *elsewhere);
/* The place of a rule in its chain, from 1; NULL: one behind the last. */
size_t edit_number(const struct nf_chain *chain, const struct nf_rule *rule);
/* Appends the prefixes that make up the range, the lowest address first. */
typedef VEC(struct cidr) edit_prefixes;
void edit_split(struct arena *a, const struct range *r, edit_prefixes *out);

/* -- edit_nft.c, edit_legacy.c: one rule that takes one port (0: any) and one range or
 * prefix (NULL: everyone), with this verdict */
struct nf_rule edit_nft_rule(struct arena *a, const struct nf_chain *chain,
	const struct edit *e, int port, const struct range *from, int verdict);
struct nf_rule edit_legacy_rule(struct arena *a, const struct nf_chain *chain,
	const struct edit *e, int port, const struct cidr *from, int verdict);

#endif
