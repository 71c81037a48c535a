/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the readers of rules and of set elements share. */
#ifndef PKIREADY_LINUX_RULESET_NL_H
#define PKIREADY_LINUX_RULESET_NL_H

#include "arena.h"
#include "verdict/attr.h"
#include "verdict/ruleset.h"

#include <libmnl/libmnl.h>
#include <stdbool.h>
#include <stdint.h>

enum { RULESET_REQUEST_MAX = 4096, RULESET_GROW_FROM = 16 };

struct ruleset_reading { /* a dump under way */
	struct arena *arena;
	struct ruleset *out;
	struct nf_chain *last; /* rules come chain by chain */
	size_t last_cap, chains;
	bool torn; /* a rule of a chain that is not there: changed meanwhile */
};
/* Takes one message of it: a table, chain, set, object or rule, each behind what it lies
 * in. */
int ruleset_take(const struct nlmsghdr *nlh, void *reading);

struct ruleset_elements { /* of one set */
	struct arena *arena;
	struct arena *names; /* of chains: they stay when the elements were taken */
	const struct nf_set *set;
	struct raw_elem *v;
	size_t n, cap;
};
/* Takes one message of elements. */
int ruleset_take_elements(const struct nlmsghdr *nlh, void *elements);

/* A mask with the bits first..last set. */
uint32_t ruleset_bits(int first, int last);
/* The attributes of an nf_tables message, types 1..last known; false when it is cut
 * off. */
bool ruleset_attrs(const struct nlmsghdr *nlh, struct attrs *t, int last);
/* A copy of an attribute's payload; n 0 when absent. */
struct bytes ruleset_keep(struct arena *a, const struct attrs *t, int type);
/* Begins an NFT_MSG_* request in buf. */
struct nlmsghdr *ruleset_request(unsigned char *buf, int msg, int family, uint16_t flags);

#endif
