/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Matches that the kernel's counters decide, and some that never match here. */
#include "xt.h"

#include <string.h>

enum step xt_limit(struct frame *f, int rev, struct bytes b)
{
	(void)rev;
	(void)b;
	return frame_fork(f, REASON_MAYBE, "a rate limit");
}

enum step xt_statistic(struct frame *f, int rev, struct bytes b)
{
	(void)rev;
	(void)b;
	return frame_fork(f, REASON_MAYBE, "chance");
}

/* struct xt_connlimit_info */
enum step xt_connlimit(struct frame *f, int rev, struct bytes b)
{
	enum { MASK = 0, LIMIT = 16, FLAGS = 20, INVERT = 1, BY_DESTINATION = 2 };
	uint32_t flags = xt_u32(b, FLAGS);
	(void)rev;
	if (flags & ~(uint32_t)(INVERT | BY_DESTINATION))
		return frame_unknown(f, "a form of connlimit that is not known");
	return frame_connections(f, flags & BY_DESTINATION ? NULL : b.p + MASK,
		xt_u32(b, LIMIT), !(flags & INVERT));
}

enum step xt_quota(struct frame *f, int rev, struct bytes b)
{
	(void)rev;
	(void)b;
	return frame_fork(f, REASON_MAYBE, "a quota");
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
	return frame_fork(f, REASON_MAYBE,
		arena_printf(f->e->arena, "the match %.32s", f->extension));
}

/* No IPsec on a plain packet: only `--pol none` matches it. */
enum step xt_policy(struct frame *f, int rev, struct bytes b)
{
	enum { FLAGS = 304, NONE = 4 }; /* behind four struct xt_policy_elem */
	(void)f;
	(void)rev;
	return step_if(xt_u16(b, FLAGS) & NONE);
}

/* Without a bridge only what asks for the contrary matches (kernel xt_physdev.c). */
enum step xt_physdev(struct frame *f, int rev, struct bytes b)
{
	enum { INVERT = 64, ASKED = 65 };
	struct need need = {.kind = NEED_INTERFACE, .name = f->e->q->iif};
	const struct fact *fact = f->e->q->output ? NULL : ask(f->e, &need);
	(void)rev;
	if (!fact && !f->e->q->output)
		return STEP_BREAK; /* provisional */
	if (!fact || !fact->known || (fact->text && strcmp(fact->text, "bridge") == 0))
		return frame_fork(f, REASON_UNKNOWN, "the port of a bridge");
	return step_if(!(xt_u8(b, ASKED) & ~xt_u8(b, INVERT)));
}

/* A fresh connection has the labels that rules gave it (kernel xt_connlabel.c). */
enum step xt_connlabel(struct frame *f, int rev, struct bytes b)
{
	enum { OPTIONS = 2, INVERT = 1, SET = 2, LABELS = 128 };
	unsigned bit = xt_u16(b, 0), options = xt_u16(b, OPTIONS);
	bool invert = options & INVERT;
	(void)rev;
	if (bit >= LABELS || f->w.state.ct_state == CTS_TEMPLATE)
		return frame_unknown(f, "a form of connlabel that is not known");
	if (f->w.state.ct_state != CTS_NEW)
		return step_if(invert);
	uint8_t *byte = &f->w.state.ct_labels[bit / 8], mask = (uint8_t)(1 << bit % 8);
	bool there = *byte & mask || options & SET;
	if (options & SET)
		*byte |= mask;
	return step_if(there != invert);
}

/* Without a listener it never matches; with one it depends on how that one is bound. */
enum step xt_socket_match(struct frame *f, int rev, struct bytes b)
{
	struct need need = {
		.kind = NEED_SOCKET, .ip = f->w.state.to, .port = f->w.state.port};
	const struct fact *fact = ask(f->e, &need);
	(void)rev;
	(void)b;
	if (!fact)
		return STEP_BREAK; /* provisional */
	if (!fact->known)
		return frame_unknown(f, "sockets that could not be looked up");
	return fact->value < 0 ? STEP_BREAK
			       : frame_fork(f, REASON_MAYBE, "an open socket");
}

/* Extension headers that the modelled packet does not have: no match, inverted or not. */
enum step xt_absent(struct frame *f, int rev, struct bytes b)
{
	(void)f;
	(void)rev;
	(void)b;
	return STEP_BREAK;
}

enum step xt_ipv6header(struct frame *f, int rev, struct bytes b)
{
	enum { PROTO = 1 }; /* the only header that it has is the protocol's */
	unsigned want = xt_u8(b, 0), invert = xt_u8(b, 1);
	(void)f;
	(void)rev;
	if (xt_u8(b, 2)) /* --soft */
		return step_if(!((PROTO ^ want ^ invert) & want));
	return step_if((want == PROTO) == !invert);
}

/* Each node of a cluster takes the sources whose hash is its own (kernel
 * xt_cluster.c). */
enum step xt_cluster(struct frame *f, int rev, struct bytes b)
{
	enum { NODES = 0, MASK = 4, SEED = 8, FLAGS = 12, INVERT = 1 };
	uint32_t nodes = xt_u32(b, NODES), mask = xt_u32(b, MASK);
	bool invert = xt_u32(b, FLAGS) & INVERT;
	struct ip one;
	(void)rev;
	if (f->w.state.ct_state == CTS_TEMPLATE)
		return frame_unknown(f, "a template of conntrack");
	if (f->w.state.ct_state != CTS_NEW)
		return STEP_BREAK;
	if (!space_single(&f->w.sources, &one))
		return frame_fork(f, REASON_MAYBE, "a hash of the source");
	/* of an IPv6 address the first word alone: the kernel divides a number of words
	 * (NF_CT_TUPLE_L3SIZE) by their size */
	uint32_t h = hash_jenkins(one.addr, 4, xt_u32(b, SEED));
	unsigned node = (unsigned)((uint64_t)h * nodes >> 32);
	return step_if((mask >> (node & 31) & 1) != invert);
}
