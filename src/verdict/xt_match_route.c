/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Matches on interfaces and routes (kernel xt_devgroup.c, xt_addrtype.c,
 * ipt_rpfilter.c). */
#include "xt.h"

#include <string.h>

/* b: the group and its mask. No interface matches no group, inverted or not. */
static enum step group_is(
	struct frame *f, const char *name, struct bytes b, size_t at, bool invert)
{
	struct need need = {.kind = NEED_INTERFACE, .name = name};
	const struct fact *fact = name ? ask(f->e, &need) : NULL;
	if (!fact)
		return STEP_BREAK; /* provisional */
	if (!fact->known)
		return frame_unknown(f, "the group of the interface");
	bool same = ((uint32_t)fact->group & xt_u32(b, at + 4)) == xt_u32(b, at);
	return step_if(same != invert);
}

enum step xt_devgroup(struct frame *f, int rev, struct bytes b)
{
	enum { SRC = 1, SRC_INV = 2, DST = 4, DST_INV = 8, SRC_AT = 4, DST_AT = 12 };
	uint32_t flags = xt_u32(b, 0);
	const char *out;
	enum step step = STEP_CONTINUE;
	(void)rev;
	if (flags & SRC)
		step = group_is(f, f->e->q->iif, b, SRC_AT, flags & SRC_INV);
	if (step != STEP_CONTINUE || !(flags & DST))
		return step;
	if (!frame_leaves_by(f, &out))
		return frame_fork(f, REASON_MAYBE, "the interface it would leave by");
	return group_is(f, out, b, DST_AT, flags & DST_INV);
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
	const struct fact *fact = ask_fib(f, true,
		FIB_F_PRESENT | FIB_F_SADDR | (iif ? FIB_F_IIF : 0), FIB_OIF, iif);
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
