/* SPDX-License-Identifier: GPL-2.0-or-later */
/* dynset: packets that put themselves into a set, or take themselves out (kernel
 * nft_dynset.c). */
#include "engine.h"

#include <string.h>

enum { DYNSET_DELETE = 2 };

bool world_touched(const struct world *w, const struct nf_set *set)
{
	for (const struct touched *t = w->touched; t; t = t->next)
		if (t->set == set)
			return true;
	return false;
}

/* The key is in the set: nothing is added. Sets that packets fill hold no intervals. */
static bool holds(const struct frame *f, const struct nf_set *s, uint32_t sreg)
{
	if (reg_kind(&f->regs, sreg, s->key_len) != REG_CONST)
		return false;
	for (size_t i = 0; i < s->elems.n; i++)
		if (memcmp(s->elems.lo + i * s->key_len, reg_bytes(&f->regs, sreg),
			    s->key_len) == 0)
			return true;
	return false;
}

/* Whether the packet finds room. An element whose time is over takes some until it is
 * cleared away, and does not show: near the end of the room nothing is sure. */
static enum step room(
	struct frame *f, const struct nf_set *s, uint32_t sreg, bool inverted)
{
	if (!s->size)
		return step_if(!inverted);
	if (!s->all_known) {
		struct need need = {.kind = NEED_SET_ALL, .set = s};
		return ask(f->e, &need) ? frame_fork(f, REASON_UNKNOWN,
						  "a set that could not be read")
					: STEP_BREAK; /* provisional */
	}
	bool many = reg_kind(&f->regs, sreg, s->key_len) != REG_CONST;
	bool full = s->elems.n >= s->size, there = holds(f, s, sreg);
	if (there || 2 * s->elems.n <= s->size)
		return step_if(!inverted);
	if (full && !many)
		return step_if(inverted);
	return frame_fork(f, REASON_MAYBE, "a set that fills as packets come");
}

enum step expr_dynset(struct frame *f, struct bytes data)
{
	struct attrs t;
	attrs_read(&t, data, 0x7fe);
	const char *name = attrs_str(f->e->arena, &t, A_DYNSET_SET_NAME);
	const struct nf_set *s = table_set(f->chain->table, name);
	bool stateful =
		attrs_has(&t, A_DYNSET_EXPR) || attrs_has(&t, A_DYNSET_EXPRESSIONS);
	if (t.unknown || t.bad || !s)
		return frame_lost(f, "a form of dynset that is not known");
	frame_learns(f, LEARN_SOURCE, "a set that fills as packets come");
	bool again = world_touched(&f->w, s);
	if (!again) {
		struct touched *mine = ARENA_NEW(f->e->arena, struct touched);
		*mine = (struct touched){.next = f->w.touched, .set = s};
		f->w.touched = mine;
	}
	if (attrs_u32(&t, A_DYNSET_OP) == DYNSET_DELETE)
		return STEP_CONTINUE;
	if (stateful || (again && s->size))
		return frame_fork(f, REASON_MAYBE, "a set that fills as packets come");
	return room(f, s, attrs_u32(&t, A_DYNSET_SREG_KEY),
		attrs_u32(&t, A_DYNSET_FLAGS) & FLAG_DYNSET_INV);
}
