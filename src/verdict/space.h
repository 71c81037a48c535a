/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A set of addresses of one family, as disjoint closed ranges: what is carried through
 * the rules. Taking a range out of a space costs O(log n), so that a chain of n rules
 * with distinct sources costs O(n log n) and not n runs of the chain.
 *
 * A space is owned by value: an operation that takes `struct space *s` changes it, and
 * a space that was given away (space_join) must not be used again.
 */
#ifndef PKIREADY_SPACE_H
#define PKIREADY_SPACE_H

#include "arena.h"
#include "ip.h"

#include <stdbool.h>
#include <stddef.h>

struct range { /* lo <= hi, one family */
	struct ip lo, hi;
};

struct space_node;
struct space {
	int family; /* 4 or 6 */
	struct space_node *root;
};

struct space space_none(int family);
struct space space_all(struct arena *a, int family);
struct space space_of(struct arena *a, const struct range *r);
struct space space_one(struct arena *a, const struct ip *ip);
bool space_empty(const struct space *s);
/* True when it holds exactly one address; *out receives it. */
bool space_single(const struct space *s, struct ip *out);
/* True when it holds an address of the range. */
bool space_meets(const struct space *s, const struct range *r);
bool space_holds(const struct space *s, const struct ip *ip);
/* Any address of it: the lowest. Family 0 when empty. */
struct ip space_lowest(const struct space *s);

/* Takes what lies in r out of s and returns it; s keeps the rest. */
struct space space_take(struct arena *a, struct space *s, const struct range *r);
/* Puts part into s. The two must be disjoint; part is used up. */
void space_join(struct arena *a, struct space *s, struct space part);
/* A copy that lives on its own: for forks. */
struct space space_copy(struct arena *a, const struct space *s);
/* The ranges in order, adjacent ones merged. */
struct range *space_ranges(struct arena *a, const struct space *s, size_t *n);

/* ip + 1 or - 1 into *out; false at the end of the family's space. */
bool ip_next(const struct ip *ip, struct ip *out);
bool ip_previous(const struct ip *ip, struct ip *out);
/* First and last address of a prefix. */
struct range range_of_cidr(const struct cidr *c);

#endif
