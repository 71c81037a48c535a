/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Limits of connections. What a rule has counted is not told, but it is no more than
 * what conntrack knows, and this packet (kernel net/netfilter/nf_conncount.c).
 */
#include "engine.h"

/* Packets of the last moments that were dropped are counted until the next sweep. */
enum { DROPPED = 8 };

static struct need need_of(const struct frame *f, const uint8_t *mask)
{
	struct need n = {.kind = NEED_CONNECTIONS};
	struct ip one;
	const size_t wide = f->e->packet.family == 4 ? 4 : 16;
	if (!mask || !space_single(&f->w.sources, &one))
		return n; /* of all sources: no fewer than of each */
	n.ip = n.to = one;
	for (size_t i = 0; i < wide; i++) {
		n.to.addr[i] = mask[i];
		n.ip.addr[i] = one.addr[i] & mask[i];
	}
	return n;
}

enum step frame_connections(
	struct frame *f, const uint8_t *mask, uint32_t limit, bool match)
{
	if (limit == 0)
		return step_if(match);
	const struct need n = need_of(f, mask);
	const struct fact *fact = ask(f->e, &n);
	if (!fact)
		return STEP_BREAK; /* provisional */
	if (fact->known && fact->value >= 0 && fact->value + 1 + DROPPED <= limit)
		return step_if(!match);
	return frame_fork(f, REASON_MAYBE, "a limit of connections");
}
