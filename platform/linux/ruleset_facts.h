/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Answers what the verdict engine needs beyond the rules: sets, routes, interfaces,
 * sockets, lists. Reads only. */
#ifndef PKIREADY_LINUX_RULESET_FACTS_H
#define PKIREADY_LINUX_RULESET_FACTS_H

#include "fib.h"
#include "verdict/facts.h"

struct connections;
struct fact_reader {
	struct arena *arena;
	struct arena *sets; /* where the elements of sets go; NULL: arena */
	struct facts *facts;
	struct fib fib4, fib6; /* read when first needed: family 0 until then */
	struct connections *connections; /* NULL until then */
};

/* Adds the fact that answers the need, known or not. A set that is small or anonymous
 * is read whole instead (nf_set.all_known), which answers every later key. */
void facts_answer(struct fact_reader *r, const struct need *n);

/* -- facts_route.c */
void facts_route(struct fact_reader *r, const struct need *n, struct fact *out);
/* -- facts_list.c: recent lists, queues, conntrack's table */
void facts_list(struct fact_reader *r, const struct need *n, struct fact *out);
/* -- facts_conntrack.c */
void facts_conntrack(struct fact_reader *r, const struct need *n, struct fact *out);
/* -- facts_ipset.c */
void facts_ipset(struct fact_reader *r, const struct need *n, struct fact *out);
/* The FIB of a family, read once; NULL when it could not be read. */
const struct fib *facts_fib(struct fact_reader *r, int family);

#endif
