/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Matches on sets that the kernel keeps (kernel xt_set.c). */
#include "xt.h"

#include <string.h>

enum step xt_set(struct frame *f, int rev, struct bytes b)
{
	enum { INDEX = 0, DIM = 2, FLAGS = 3, INV_MATCH = 1 };
	unsigned dim = xt_u8(b, DIM), flags = xt_u8(b, FLAGS);
	if (f->w.state.dim & DIM_IPSETS)
		return frame_fork(f, REASON_MAYBE, "an ipset that this packet changes");
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
