/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Routes as the kernel would look them up: one address (RTM_GETROUTE), or the whole
 * address space at once (a dump of all tables, painted in the order of the rules:
 * local, main, default; rtnetlink(7), net/ipv4/fib_rules.c).
 */
#ifndef PKIREADY_LINUX_FIB_H
#define PKIREADY_LINUX_FIB_H

#include "err.h"
#include "verdict/space.h"

#include <stdbool.h>
#include <stdint.h>

struct fib_route {
	struct cidr to;
	uint32_t table;
	int type;              /* RTN_* */
	uint32_t metric;
	uint32_t oif[8];       /* 0 ends; several for a multipath route */
	struct ip prefsrc;
};
struct fib_part {          /* what holds for a range of destinations */
	struct range range;
	const struct fib_route *route; /* NULL: no route at all */
};
struct fib {
	int family;
	bool plain_rules;      /* only the three rules that the kernel makes */
	VEC(struct fib_route) routes;
	struct fib_part *parts; /* in order of address, covering all of it */
	size_t parts_n;
};

/* Dumps rules and routes of the family (4, 6), paints the parts (plain rules alone). */
enum err fib_read(struct arena *a, int family, struct fib *out) MUST_USE;
/* Whether a route leads through the interface. */
bool fib_uses(const struct fib_route *r, uint32_t ifindex);

/*
 * One lookup towards ip, as this host's own packet with that mark (0 none) and preferred
 * source (family 0 none). oif 0: none. type RTN_UNREACHABLE and the like when refused.
 */
enum err fib_lookup(struct arena *a, const struct ip *ip, const struct ip *from,
	uint32_t mark, struct fib_route *out) MUST_USE;

/* The type of an address by the local table (inet_addr_type, net/ipv4/fib_frontend.c):
 * RTN_*; ifindex not 0: local and broadcast ones count only on that interface. */
int fib_address_type(const struct fib *f, const struct ip *ip, uint32_t ifindex);

#endif
