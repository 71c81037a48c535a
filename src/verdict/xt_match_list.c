/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Matches on lists that the kernel keeps (kernel xt_set.c, xt_recent.c). */
#include "xt.h"

#include <string.h>

enum step xt_set(struct frame *f, int rev, struct bytes b)
{
	enum { INDEX = 0, DIM = 2, FLAGS = 3, INV_MATCH = 1 };
	unsigned dim = xt_u8(b, DIM), flags = xt_u8(b, FLAGS);
	const uint8_t key[3] = {(uint8_t)dim, (uint8_t)flags, (uint8_t)rev};
	const uint8_t *from = f->w.packet->transport;
	struct need need = {.kind = NEED_IPSET,
		.value = xt_u16(b, INDEX),
		.port = f->w.state.port,
		.mark = (int64_t)f->e->q->proto << 16 | from[0] << 8 | from[1],
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
