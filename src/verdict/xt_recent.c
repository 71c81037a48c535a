/* SPDX-License-Identifier: GPL-2.0-or-later */
/* recent: lists of the sources that were seen (kernel xt_recent.c). A list holds sources
 * under the mask of the rule that made it, whichever family that one was of: which
 * rule it was does not show, so that every rule's mask is possible. */
#include "xt.h"

#include <string.h>

enum { CHECK = 1, SET = 2, UPDATE = 4, REMOVE = 8, TTL = 16 };
enum { SECONDS = 0, HITS = 4, CHECK_SET = 8, INVERT = 9, NAME = 10, NAME_MAX_ = 200 };
enum { SIDE = 210, MASK = 212, MASK_MAX = 16, MASKS_MAX = 4 };

struct recent { /* struct xt_recent_mtinfo, and what this packet did to the list */
	const char *list;
	uint32_t seconds, hits;
	uint8_t op;
	bool invert;
	int64_t own;         /* stamps that this packet set before */
	bool removed;        /* it was taken out before those */
	int bits[MASKS_MAX]; /* possible lengths of the list's mask, for this family */
	size_t bits_n;
};

/* -- the masks of all rules of a list --------------------------------------------- */

static bool names_list(struct bytes info, const char *list)
{
	return info.n > SIDE &&
	       strncmp((const char *)info.p + NAME, list, NAME_MAX_) == 0;
}

/* The length of a mask, -1 when it is not one of a prefix. */
static int mask_bits(struct bytes info, int rev, size_t wide)
{
	int bits = 0;
	bool ended = false;
	if (rev == 0)
		return (int)wide * 8;
	for (size_t i = 0; i < wide * 8; i++) {
		bool one = xt_u8(info, MASK + i / 8) >> (7 - i % 8) & 1;
		if (one && ended)
			return -1;
		ended |= !one;
		bits += one;
	}
	return bits;
}

static bool mask_add(struct recent *r, struct bytes info, int rev, size_t wide)
{
	int bits = mask_bits(info, rev, wide);
	for (size_t i = 0; i < r->bits_n; i++)
		if (r->bits[i] == bits)
			return true;
	if (bits < 0 || r->bits_n == MASKS_MAX)
		return false;
	r->bits[r->bits_n++] = bits;
	return true;
}

static bool masks_of_rule(struct recent *r, const struct nf_chain *c,
	const struct nf_rule *rule, size_t wide)
{
	struct xt_elem m = {.size = 0};
	bool fine = true;
	while (fine && xt_rule_next(c->table, rule, &m))
		if (strcmp(m.name, "recent") == 0 && names_list(m.info, r->list))
			fine = mask_add(r, m.info, m.rev, wide);
	return fine;
}

static bool masks_of_table(struct recent *r, const struct nf_table *t, size_t wide)
{
	for (size_t c = 0; c < t->chains.n; c++) {
		const struct nf_chain *ch = t->chains.v[c];
		for (size_t i = 0; i < ch->rules_n; i++)
			if (!masks_of_rule(r, ch, &ch->rules[i], wide))
				return false;
	}
	return true;
}

/* False: a form of mask that is not followed here. The rules are walked once a list. */
static bool masks_of_list(struct frame *f, struct recent *r)
{
	struct eval *e = f->e;
	size_t wide = e->packet.family == 4 ? 4 : 16;
	for (size_t i = 0; i < e->lists.n; i++) {
		const struct recent *have = e->lists.v[i];
		if (strcmp(have->list, r->list) != 0)
			continue;
		memcpy(r->bits, have->bits, sizeof(r->bits));
		r->bits_n = have->bits_n;
		return r->bits_n > 0;
	}
	for (size_t i = 0; i < e->rs->tables.n; i++) {
		if (!masks_of_table(r, e->rs->tables.v[i], wide)) {
			r->bits_n = 0;
			break;
		}
	}
	struct recent *mine = VEC_ADD(e->arena, &e->lists, struct recent);
	*mine = *r;
	return r->bits_n > 0;
}

/* -- one list --------------------------------------------------------------------- */

static void history(const struct world *w, struct recent *r)
{
	for (const struct touched *t = w->touched; t && !r->removed; t = t->next) {
		if (!t->list || strcmp(t->list, r->list) != 0)
			continue;
		r->removed = t->removed;
		r->own += !t->removed;
	}
}

static void touch(struct frame *f, const struct recent *r, bool removed)
{
	struct touched *mine = ARENA_NEW(f->e->arena, struct touched);
	*mine = (struct touched){
		.next = f->w.touched, .list = r->list, .removed = removed};
	f->w.touched = mine;
}

/* The rule goes on with what the list says; it counts the packet itself. */
static enum step says(struct frame *f, const struct recent *r, bool found)
{
	bool match = found != r->invert;
	if (r->op & REMOVE && found)
		touch(f, r, true);
	else if (r->op & UPDATE && match)
		touch(f, r, false);
	return step_if(match);
}

static enum step maybe(struct frame *f, const struct recent *r)
{
	frame_fork(f, REASON_MAYBE, "a list of recent sources");
	return says(f, r, !r->invert);
}

enum found { NOT_FOUND, FOUND, PERHAPS };

/* For a source with this many stamps of other packets, of ages that are not told. */
static enum found find(const struct recent *r, int64_t stamps)
{
	int64_t enough = r->hits ? r->hits : 1, most = r->own + stamps;
	if (r->op & REMOVE)
		return most > 0 ? FOUND : NOT_FOUND;
	if (most < enough)
		return NOT_FOUND;
	if (r->own >= enough || (!r->seconds && !(r->op & TTL)))
		return FOUND;
	return PERHAPS;
}

static struct range widened(const struct ip *ip, int bits)
{
	struct cidr c = {.ip = *ip, .bits = bits};
	return range_of_cidr(&c);
}

/* What the list says of the sources under one of its entries. certain: under all of
 * the masks that it can have. */
static enum step entry_says(
	struct frame *f, const struct recent *r, int64_t stamps, bool certain)
{
	enum found found = find(r, stamps);
	if (!certain && found != find(r, 0))
		found = PERHAPS;
	return found == PERHAPS ? maybe(f, r) : says(f, r, found == FOUND);
}

static void take_entry(struct frame *f, const struct recent *r, const struct range *where,
	int64_t stamps, bool certain)
{
	struct frame branch = *f;
	branch.w.sources = space_take(f->e->arena, &f->w.sources, where);
	if (space_empty(&branch.w.sources))
		return;
	enum step step = entry_says(&branch, r, stamps, certain);
	frame_branch(&branch, branch.w, &branch.regs, step, 0, NULL);
}

/* The entry itself under every mask, what lies around it under the shorter ones. */
static void take_around(
	struct frame *f, const struct recent *r, const struct ip *ip, int64_t stamps)
{
	for (size_t i = 0; i < r->bits_n; i++) {
		struct range where = widened(ip, r->bits[i]);
		if (!ip_equal(&where.lo, ip))
			continue; /* not an entry under this mask */
		take_entry(f, r, &where, stamps, r->bits_n == 1);
	}
}

static enum step all_sources(
	struct frame *f, const struct recent *r, const struct fact *fact)
{
	for (size_t i = 0; i < fact->ranges_n && !r->removed; i++)
		if (fact->ranges[i].lo.family == f->e->packet.family)
			take_around(f, r, &fact->ranges[i].lo,
				fact->values ? fact->values[i] : 1);
	return space_empty(&f->w.sources) ? STEP_DONE : entry_says(f, r, 0, true);
}

enum step xt_recent(struct frame *f, int rev, struct bytes b)
{
	struct recent r = {.op = xt_u8(b, CHECK_SET),
		.seconds = xt_u32(b, SECONDS),
		.hits = xt_u32(b, HITS),
		.invert = xt_u8(b, INVERT),
		.list = arena_dup(f->e->arena, b.p + NAME,
			strnlen((const char *)b.p + NAME, NAME_MAX_ - 1))};
	(void)rev;
	if (r.op & (SET | UPDATE | REMOVE))
		frame_learns(f, LEARN_SOURCE, "a list of recent sources");
	if (r.op & SET) { /* adds the source: always true */
		touch(f, &r, false);
		return step_if(!r.invert);
	}
	struct need need = {.kind = NEED_RECENT, .name = r.list};
	const struct fact *fact = ask(f->e, &need);
	if (!fact)
		return STEP_BREAK; /* provisional */
	/* keyed by the destination, or by scattered bits of the source */
	if (!fact->known || xt_u8(b, SIDE) || !masks_of_list(f, &r))
		return maybe(f, &r);
	history(&f->w, &r);
	return all_sources(f, &r, fact);
}
