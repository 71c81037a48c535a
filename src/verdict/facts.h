/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The evaluator asks by returning: what it needs to know beyond the ruleset comes back
 * as a list of needs; the platform answers them all under one generation, appends the
 * facts, and calls again until none is left. A need that cannot be answered gets a fact
 * with known false, and is judged unknown.
 */
#ifndef PKIREADY_FACTS_H
#define PKIREADY_FACTS_H

#include "arena.h"
#include "ip.h"
#include "ruleset.h"
#include "space.h"

#include <stdbool.h>
#include <stdint.h>

enum need_kind {
	NEED_SET_ALL, /* every element of the set: fills in the nf_set itself */
	NEED_SET_KEY, /* the element that this key hits, if any (with the catch-all) */
	NEED_LOCAL, /* is ip a local address (RTN_LOCAL), asked on iif; type: its RTN_* */
	/* nft fib (also xt addrtype, rpfilter): value holds FIB_F_* flags << 8 | FIB_*
	 * result, FIB_F_PRESENT among them: unicast routes alone; ip is looked up
	 * (family 0: every source, as ranges) */
	NEED_FIB,
	/* the sources that rp_filter on iif drops: ranges; ip: of this one alone */
	NEED_RPF,
	NEED_BACK,   /* the sources that have no way back from to: ranges; ip: as above */
	NEED_SOCKET, /* is there a listener for ip:port; value: transparent flag */
	NEED_QUEUE,  /* has NFQUEUE number value a listening program */
	/* the members of ipset `name` (or index value) in the direction asked; mark: the
	 * packet's protocol << 16 | its source port */
	NEED_IPSET,
	/* the entries of xt_recent list `name`; values: how often each was seen */
	NEED_RECENT,
	NEED_TABLE_FULL, /* is the conntrack table full: value 1 */
	/* index, group, type, kind of interface `name`, and its address of ip.family when
	 * that is not 0 */
	NEED_INTERFACE,
	/* can a packet from iif be forwarded to ip: value 1 and text: the interface that
	 * it leaves by; 0 and type: the RTN_* that ends it (0: forwarding is off) */
	NEED_FORWARD,
	/* the sources in the hashlimit table `name` of ip.family, as it masks them */
	NEED_HASHLIMIT,
	/* now: value, seconds since 1970 UTC; type: how many minutes the kernel's own
	 * zone lies west of it (settimeofday) */
	NEED_TIME,
	/* how many connections conntrack knows: value; of the sources that equal ip where
	 * `to` has bits, ip.family 0: of all */
	NEED_CONNECTIONS,
	NEED__MAX
};

struct need {
	enum need_kind kind;
	const struct nf_set *set;  /* SET_* */
	struct bytes key;          /* SET_KEY; the ipset's dimensions */
	const char *name;
	struct ip ip, to;
	const char *iif;
	int64_t port;
	int64_t value;             /* fib flags, queue number, ipset index, mark */
	int64_t mark;
};

struct fact {
	struct need need;
	bool known;                /* false: could not be answered; why says so */
	const char *why;
	/* boolean, address type, index; of an ipset 1 where its members are addresses or
	 * prefixes alone, without ports and the like, and no other sets */
	int64_t value;
	const char *text;          /* interface name or kind */
	int64_t group, type;       /* INTERFACE */
	struct bytes data;         /* SET_KEY: the element's data */
	int verdict;               /* SET_KEY of a verdict map */
	const char *chain;
	bool stateful;             /* SET_KEY: a limit hangs on the element */
	struct ip ip;              /* INTERFACE: its first address of need.ip's family */
	const struct range *ranges; /* RPF, BACK, IPSET, RECENT; FIB of all sources */
	const int64_t *values;     /* FIB of all sources: the value of each range */
	size_t ranges_n;
};

struct facts {
	struct arena *arena;
	VEC(struct fact) all;
};

bool need_equal(const struct need *a, const struct need *b);
/* The fact that answers it, or NULL. */
const struct fact *facts_find(const struct facts *f, const struct need *n);
struct fact *facts_add(struct facts *f, const struct need *n);

#endif
