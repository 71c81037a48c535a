/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Matches on conntrack, marks, interfaces, routes, sets and the kernel's counters. */
#include "xt.h"

#include <string.h>

/* -- conntrack -------------------------------------------------------------------- */

enum { /* XT_CONNTRACK_* (xt_conntrack.h) */
	CTM_STATE = 1 << 0,
	CTM_PROTO = 1 << 1,
	CTM_ORIGSRC = 1 << 2,
	CTM_ORIGDST = 1 << 3,
	CTM_REPLSRC = 1 << 4,
	CTM_REPLDST = 1 << 5,
	CTM_STATUS = 1 << 6,
	CTM_EXPIRES = 1 << 7,
	CTM_ORIGSRC_PORT = 1 << 8,
	CTM_ORIGDST_PORT = 1 << 9,
	CTM_REPLSRC_PORT = 1 << 10,
	CTM_REPLDST_PORT = 1 << 11,
	CTM_DIRECTION = 1 << 12,
	CTM_STATE_ALIAS = 1 << 13,
	XCT_NEW = 8,
	XCT_SNAT = 1 << 6,
	XCT_DNAT = 1 << 7,
	XCT_UNTRACKED = 1 << 8,
	IPS_DST_NAT_ = 1 << 5,
};

struct ctm { /* one revision's layout, read into one form */
	struct bytes b;
	unsigned match, invert, state, status;
	unsigned proto;
	unsigned port[4][2]; /* origsrc origdst replsrc repldst: low, high */
};

static unsigned be16(struct bytes b, size_t at)
{
	return (unsigned)xt_u8(b, at) << 8 | xt_u8(b, at + 1);
}

static void ctm_read(struct ctm *c, int rev, struct bytes b)
{
	/* four addresses with masks (128), two expiry times (8), then u16s */
	enum { PROTO = 136, PORTS = 138, MATCH = 146, INVERT = 148, STATE = 150 };
	c->b = b;
	c->proto = xt_u16(b, PROTO);
	c->match = xt_u16(b, MATCH);
	c->invert = xt_u16(b, INVERT);
	c->state = rev == 1 ? xt_u8(b, STATE) : xt_u16(b, STATE);
	c->status = rev == 1 ? xt_u8(b, STATE + 1) : xt_u16(b, STATE + 2);
	for (size_t i = 0; i < 4; i++) {
		/* revision 3 keeps ports in host order, with an upper end */
		c->port[i][0] =
			rev == 3 ? xt_u16(b, PORTS + 2 * i) : be16(b, PORTS + 2 * i);
		c->port[i][1] = rev == 3 ? xt_u16(b, STATE + 4 + 2 * i) : c->port[i][0];
	}
}

static bool was_rewritten(const struct frame *f)
{
	return !ip_equal(&f->w.state.ct_to, &f->e->q->to) ||
	       f->w.state.ct_port != (uint32_t)f->e->q->port;
}

/* Before conntrack has seen it a packet is invalid to these matches. */
static unsigned xt_state_bit(const struct frame *f)
{
	enum { XCT_INVALID = 1 };
	return f->w.state.ct_state == CTS_UNTRACKED ? XCT_UNTRACKED
	       : f->w.state.ct_state == CTS_NEW     ? XCT_NEW
						    : XCT_INVALID;
}

static bool state_matches(const struct frame *f, const struct ctm *c)
{
	unsigned bit = xt_state_bit(f);
	if (bit == XCT_NEW && was_rewritten(f))
		bit |= XCT_DNAT;
	return ((c->state & bit) != 0) != ((c->invert & CTM_STATE) != 0);
}

/* Addresses of the tuples that are this host's: exact. which: 0..3 as in the struct. */
static bool address_matches(const struct frame *f, const struct ctm *c, size_t which)
{
	static const unsigned bits[4] = {
		CTM_ORIGSRC, CTM_ORIGDST, CTM_REPLSRC, CTM_REPLDST};
	const struct ip *ip = which == 1 ? &f->e->q->to : &f->w.state.ct_to;
	size_t wide = f->e->packet.family == 4 ? 4 : 16;
	const uint8_t *want = c->b.p + which * 32, *mask = want + 16;
	bool same = true;
	for (size_t i = 0; i < wide; i++)
		same &= (ip->addr[i] & mask[i]) == (want[i] & mask[i]);
	return same != ((c->invert & bits[which]) != 0);
}

static bool ports_match(const struct frame *f, const struct ctm *c)
{
	const uint8_t *t = f->e->packet.transport;
	unsigned from = (unsigned)t[0] << 8 | t[1], now = f->w.state.ct_port;
	unsigned have[4] = {from, (unsigned)f->e->q->port, now, from};
	for (size_t i = 0; i < 4; i++) {
		unsigned bit = (unsigned)CTM_ORIGSRC_PORT << i;
		bool in = have[i] >= c->port[i][0] && have[i] <= c->port[i][1];
		if (c->match & bit && in == ((c->invert & bit) != 0))
			return false;
	}
	return true;
}

static bool plain_parts_match(const struct frame *f, const struct ctm *c)
{
	if (c->match & CTM_PROTO &&
		(c->proto == (unsigned)f->e->q->proto) == ((c->invert & CTM_PROTO) != 0))
		return false;
	/* a fresh packet is of the original direction */
	if (c->match & CTM_DIRECTION && c->invert & CTM_DIRECTION)
		return false;
	if (c->match & CTM_ORIGDST && !address_matches(f, c, 1))
		return false;
	if (c->match & CTM_REPLSRC && !address_matches(f, c, 2))
		return false;
	if (c->match & CTM_STATUS) {
		unsigned status = was_rewritten(f) ? IPS_DST_NAT_ : 0;
		if (((status & c->status) != 0) == ((c->invert & CTM_STATUS) != 0))
			return false;
	}
	return ports_match(f, c);
}

enum step xt_conntrack(struct frame *f, int rev, struct bytes b)
{
	struct ctm c;
	ctm_read(&c, rev, b);
	if (c.match & CTM_STATE && !state_matches(f, &c))
		return STEP_BREAK;
	if (f->w.state.ct_state != CTS_NEW)
		return step_if(c.match & CTM_STATE);
	if (!plain_parts_match(f, &c))
		return STEP_BREAK;
	enum step step = STEP_CONTINUE;
	if (c.match & CTM_EXPIRES)
		step = frame_fork(f, REASON_MAYBE, "a connection's time to live");
	/* both tuples hold the source: the original's sender, the reply's receiver */
	if (step == STEP_CONTINUE && c.match & CTM_ORIGSRC)
		step = xt_source_masked(f, b.p, b.p + 16, c.invert & CTM_ORIGSRC);
	if (step == STEP_CONTINUE && c.match & CTM_REPLDST)
		step = xt_source_masked(f, b.p + 96, b.p + 112, c.invert & CTM_REPLDST);
	return step;
}

enum step xt_state(struct frame *f, int rev, struct bytes b)
{
	(void)rev;
	return step_if(xt_u32(b, 0) & xt_state_bit(f));
}

/* -- marks, groups, types --------------------------------------------------------- */

static enum step mark_is(uint32_t have, struct bytes b)
{
	return step_if(((have & xt_u32(b, 4)) == xt_u32(b, 0)) != !!xt_u8(b, 8));
}

enum step xt_mark(struct frame *f, int rev, struct bytes b)
{
	(void)rev;
	return mark_is(f->w.state.mark, b);
}

enum step xt_connmark(struct frame *f, int rev, struct bytes b)
{
	(void)rev;
	return f->w.state.ct_state != CTS_NEW ? STEP_BREAK
					      : mark_is(f->w.state.ct_mark, b);
}

enum step xt_mac(struct frame *f, int rev, struct bytes b)
{
	(void)rev;
	(void)b;
	return frame_fork(f, REASON_MAYBE, "a MAC address");
}

enum step xt_pkttype(struct frame *f, int rev, struct bytes b)
{
	(void)f;
	(void)rev;
	return step_if((xt_u32(b, 0) == 0) != (xt_u32(b, 4) != 0));
}

enum step xt_devgroup(struct frame *f, int rev, struct bytes b)
{
	enum { SRC = 1, SRC_INV = 2, DST = 4, DST_INV = 8 };
	(void)rev;
	uint32_t flags = xt_u32(b, 0);
	if (flags & SRC) {
		struct need need = {.kind = NEED_INTERFACE, .name = f->e->q->iif};
		const struct fact *fact = ask(f->e, &need);
		if (!fact)
			return STEP_BREAK; /* provisional */
		if (!fact->known)
			return frame_unknown(f, "the group of the interface");
		bool same = ((uint32_t)fact->group & xt_u32(b, 8)) == xt_u32(b, 4);
		if (same == !!(flags & SRC_INV))
			return STEP_BREAK;
	}
	if (flags & DST)
		return frame_fork(f, REASON_MAYBE, "the group of the leaving interface");
	return STEP_CONTINUE;
}

/* -- routes ----------------------------------------------------------------------- */

/* Sources whose fib answer satisfies want(); one concrete address is a range of one. */
static const struct fact *ask_fib(
	struct frame *f, bool source, unsigned flags, unsigned result, const char *iif)
{
	struct need need = {.kind = NEED_FIB,
		.value = (int64_t)flags << 8 | result,
		.iif = iif,
		.to = f->w.state.to};
	if (source)
		(void)space_single(&f->w.sources, &need.ip);
	else
		need.ip = f->w.state.to;
	return ask(f->e, &need);
}

static bool type_in(int64_t type, unsigned mask)
{
	return type >= 0 && type < 16 && mask >> type & 1;
}

/* The sources of a partition whose value the mask holds; what no range lists has type
 * 0. */
static enum step where_types(
	struct frame *f, const struct fact *fact, unsigned mask, bool invert)
{
	struct ranges in = {.exact = true};
	in.v = arena_array(f->e->arena, fact->ranges_n, sizeof(*in.v));
	if (type_in(0, mask)) {
		/* the complement: the listed ones whose type is not in the mask are
		 * outside */
		for (size_t i = 0; i < fact->ranges_n; i++)
			if (!type_in(fact->values ? fact->values[i] : 1, mask))
				in.v[in.n++] = fact->ranges[i];
		return step_where(f, in, !invert);
	}
	for (size_t i = 0; i < fact->ranges_n; i++)
		if (type_in(fact->values ? fact->values[i] : 1, mask))
			in.v[in.n++] = fact->ranges[i];
	return step_where(f, in, invert);
}

enum step xt_addrtype(struct frame *f, int rev, struct bytes b)
{
	enum { INV_SOURCE = 1, INV_DEST = 2, LIMIT_IN = 4, LIMIT_OUT = 8 };
	unsigned source = xt_u16(b, 0), dest = xt_u16(b, 2), flags = 0;
	struct ip one;
	if (rev == 0)
		flags = (xt_u32(b, 4) ? INV_SOURCE : 0) | (xt_u32(b, 8) ? INV_DEST : 0);
	else
		flags = xt_u32(b, 4);
	const char *iif = flags & LIMIT_IN ? f->e->q->iif : NULL;
	if (dest) {
		const struct fact *fact = ask_fib(
			f, false, FIB_F_DADDR | (iif ? FIB_F_IIF : 0), FIB_ADDRTYPE, iif);
		if (!fact)
			return STEP_BREAK;
		if (!fact->known)
			return frame_unknown(f, "the type of an address");
		if (type_in(fact->value, dest) == !!(flags & INV_DEST))
			return STEP_BREAK;
	}
	if (!source)
		return STEP_CONTINUE;
	const struct fact *fact =
		ask_fib(f, true, FIB_F_SADDR | (iif ? FIB_F_IIF : 0), FIB_ADDRTYPE, iif);
	if (!fact)
		return STEP_BREAK;
	if (!fact->known)
		return frame_unknown(f, "the type of an address");
	if (space_single(&f->w.sources, &one))
		return step_if(type_in(fact->value, source) != !!(flags & INV_SOURCE));
	return where_types(f, fact, source, flags & INV_SOURCE);
}

enum step xt_rpfilter(struct frame *f, int rev, struct bytes b)
{
	enum { LOOSE = 1, VALIDMARK = 2, ACCEPT_LOCAL = 4, INVERT = 8 };
	(void)rev;
	uint8_t flags = xt_u8(b, 0);
	struct ip one;
	const char *iif = flags & LOOSE ? NULL : f->e->q->iif;
	const struct fact *fact =
		ask_fib(f, true, FIB_F_SADDR | (iif ? FIB_F_IIF : 0), FIB_OIF, iif);
	if (!fact)
		return STEP_BREAK;
	if (!fact->known)
		return frame_unknown(f, "a route that could not be looked up");
	bool invert = flags & INVERT;
	if (space_single(&f->w.sources, &one))
		return step_if((fact->value != 0) != invert);
	struct ranges in = {.v = NULL, .exact = true};
	in.v = arena_array(f->e->arena, fact->ranges_n, sizeof(*in.v));
	for (size_t i = 0; i < fact->ranges_n; i++)
		if (!fact->values || fact->values[i])
			in.v[in.n++] = fact->ranges[i];
	return step_where(f, in, invert);
}

/* -- sets and lists --------------------------------------------------------------- */

enum step xt_set(struct frame *f, int rev, struct bytes b)
{
	enum { INDEX = 0, DIM = 2, FLAGS = 3, INV_MATCH = 1 };
	unsigned dim = xt_u8(b, DIM), flags = xt_u8(b, FLAGS);
	const uint8_t key[3] = {(uint8_t)dim, (uint8_t)flags, (uint8_t)rev};
	struct need need = {.kind = NEED_IPSET,
		.value = xt_u16(b, INDEX),
		.port = f->w.state.port,
		.to = f->w.state.to,
		.iif = f->e->q->iif,
		.key = {.p = arena_dup(f->e->arena, key, sizeof(key)), .n = sizeof(key)}};
	const struct fact *fact = ask(f->e, &need);
	if (!fact)
		return STEP_BREAK; /* provisional */
	if (!fact->known)
		return frame_fork(f, REASON_UNKNOWN, fact->why ? fact->why : "an ipset");
	if (rev >= 2 && b.n > 8)
		/* counters of the element decide as well */
		for (size_t i = 8; i < b.n; i++)
			if (b.p[i])
				return frame_fork(f, REASON_MAYBE, "an ipset's counters");
	struct ranges in = {.exact = true, .n = fact->ranges_n};
	in.v = arena_array(f->e->arena, in.n, sizeof(*in.v));
	if (in.n)
		memcpy(in.v, fact->ranges, in.n * sizeof(*in.v));
	return step_where(f, in, flags & INV_MATCH);
}

enum step xt_recent(struct frame *f, int rev, struct bytes b)
{
	enum { SECONDS = 0, HITS = 4, CHECK_SET = 8, INVERT = 9, NAME = 10 };
	enum { CHECK = 1, SET = 2, UPDATE = 4, REMOVE = 8 };
	(void)rev;
	uint8_t op = xt_u8(b, CHECK_SET);
	bool invert = xt_u8(b, INVERT);
	if (op & SET) /* adds the source: always true */
		return step_if(!invert);
	struct need need = {.kind = NEED_RECENT,
		.name = arena_dup(
			f->e->arena, b.p + NAME, strnlen((const char *)b.p + NAME, 199))};
	const struct fact *fact = ask(f->e, &need);
	if (!fact)
		return STEP_BREAK; /* provisional */
	if (!fact->known)
		return frame_fork(f, REASON_MAYBE, "a list of recent sources");
	/* one hit of this very packet, set by an earlier rule, is below any real
	 * hitcount */
	if (fact->ranges_n == 0 && xt_u32(b, HITS) > 1)
		return step_if(invert);
	if (fact->ranges_n == 0 && !(op & REMOVE) && xt_u32(b, HITS) == 0)
		return frame_fork(f, REASON_MAYBE, "a list of recent sources");
	struct ranges in = {.exact = true, .n = fact->ranges_n};
	in.v = arena_array(f->e->arena, in.n, sizeof(*in.v));
	if (in.n)
		memcpy(in.v, fact->ranges, in.n * sizeof(*in.v));
	enum step step = step_where(f, in, false);
	if (step == STEP_BREAK)
		return step_if(invert);
	return frame_fork(f, REASON_MAYBE, "a list of recent sources");
}

/* -- the kernel's state decides --------------------------------------------------- */

enum step xt_limit(struct frame *f, int rev, struct bytes b)
{
	(void)rev;
	(void)b;
	return frame_fork(f, REASON_MAYBE, "a rate limit");
}

enum step xt_hashlimit(struct frame *f, int rev, struct bytes b)
{
	(void)rev;
	(void)b;
	return frame_fork(f, REASON_MAYBE, "a rate limit by source");
}

enum step xt_statistic(struct frame *f, int rev, struct bytes b)
{
	(void)rev;
	(void)b;
	return frame_fork(f, REASON_MAYBE, "chance");
}

enum step xt_connlimit(struct frame *f, int rev, struct bytes b)
{
	(void)rev;
	(void)b;
	return frame_fork(f, REASON_MAYBE, "a limit of connections");
}

enum step xt_quota(struct frame *f, int rev, struct bytes b)
{
	(void)rev;
	(void)b;
	return frame_fork(f, REASON_MAYBE, "a quota");
}

enum step xt_time(struct frame *f, int rev, struct bytes b)
{
	(void)rev;
	(void)b;
	return frame_fork(f, REASON_MAYBE, "the time");
}

enum step xt_string(struct frame *f, int rev, struct bytes b)
{
	(void)rev;
	(void)b;
	return frame_fork(f, REASON_MAYBE, "a string in the packet");
}

/* No match for a packet from outside to this host, inverted or not: owner, cgroup,
 * helper. */
enum step xt_never(struct frame *f, int rev, struct bytes b)
{
	(void)rev;
	(void)b;
	return f->e->q->output ? frame_fork(f, REASON_MAYBE, "who sends it") : STEP_BREAK;
}

enum step xt_maybe(struct frame *f, int rev, struct bytes b)
{
	(void)rev;
	(void)b;
	return frame_fork(
		f, REASON_MAYBE, "a match that depends on more than the packet");
}

/* No IPsec on a plain packet: only `--pol none` matches it. */
enum step xt_policy(struct frame *f, int rev, struct bytes b)
{
	enum { FLAGS = 256 + 32, IN = 1, OUT = 2, NONE = 4, STRICT = 8 };
	(void)f;
	(void)rev;
	return step_if(b.n >= 4 && xt_u16(b, b.n - 4) & NONE);
}

enum step xt_physdev(struct frame *f, int rev, struct bytes b)
{
	(void)rev;
	(void)b;
	return frame_fork(f, REASON_UNKNOWN, "the port of a bridge");
}

enum step xt_socket_match(struct frame *f, int rev, struct bytes b)
{
	(void)rev;
	(void)b;
	return frame_fork(f, REASON_MAYBE, "an open socket");
}
