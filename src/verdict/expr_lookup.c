/* SPDX-License-Identifier: GPL-2.0-or-later */
/* lookup and objref: sets, maps, verdict maps and maps to objects (kernel nft_lookup.c,
 * nft_objref.c). */
#include "engine.h"

#include <string.h>

/* Where fields of a concatenation lie: each padded to four bytes. */
static size_t padded(size_t n)
{
	return (n + 3) & ~(size_t)3;
}

/* The fields of a key; a plain set has one. */
static size_t fields_of(const struct nf_set *s, size_t *len)
{
	size_t n = 0;
	while (n < 16 && s->fields[n]) {
		len[n] = s->fields[n];
		n++;
	}
	if (n == 0)
		len[n++] = s->key_len;
	return n;
}

struct lookup {
	const struct nf_set *set;
	uint32_t sreg, dreg;
	bool has_dreg, inverted;
	bool objects; /* of a map to objects: what is found is run */
	size_t field[16], fields;
};

/* Every constant field of element i holds the register's bytes. */
static bool constants_match(const struct frame *f, const struct lookup *l, size_t i)
{
	const struct nf_elems *e = &l->set->elems;
	const uint8_t *lo = e->lo + i * l->set->key_len,
		      *hi = e->hi + i * l->set->key_len;
	size_t base = (size_t)reg_offset(l->sreg), at = 0;
	for (size_t k = 0; k < l->fields; at += padded(l->field[k]), k++) {
		const uint8_t *v = f->regs.value + base + at;
		if (memchr(f->regs.kind + base + at, REG_SOURCE, l->field[k]))
			continue;
		if (memcmp(v, lo + at, l->field[k]) < 0 ||
			memcmp(v, hi + at, l->field[k]) > 0)
			return false;
	}
	return true;
}

/* The sources that element i takes, its constant fields matching. */
static struct ranges sources_of(struct frame *f, const struct lookup *l, size_t i)
{
	const struct nf_elems *e = &l->set->elems;
	const uint8_t *lo = e->lo + i * l->set->key_len,
		      *hi = e->hi + i * l->set->key_len;
	size_t base = (size_t)reg_offset(l->sreg), at = 0, found = 0, len = 0;
	size_t seen = 0;
	for (size_t k = 0; k < l->fields; at += padded(l->field[k]), k++) {
		if (!memchr(f->regs.kind + base + at, REG_SOURCE, l->field[k]))
			continue;
		found = at;
		len = l->field[k];
		seen++;
	}
	if (seen != 1)
		return (struct ranges){.exact = false};
	uint32_t reg = 8 + (uint32_t)(base + found) / 4;
	return reg_between(f->e, &f->regs, reg, lo + found, hi + found, len);
}

/* -- one element found ------------------------------------------------------------ */

struct hit { /* what an element maps to */
	const unsigned char *data;
	int verdict;
	const char *chain;
	bool stateful;
};

static struct hit hit_of(const struct nf_set *s, size_t i)
{
	const struct nf_elems *e = &s->elems;
	return (struct hit){
		.data = e->data ? e->data + i * s->data_len : NULL,
		.verdict = e->verdicts ? e->verdicts[i] : V_CONTINUE,
		.chain = e->chains ? e->chains[i] : NULL,
		.stateful = e->stateful && e->stateful[i],
	};
}

static enum step run_object(struct frame *f, uint32_t type, const char *name);

/* Loads what was found; the step that the rule takes with it. */
static enum step take_hit(struct frame *f, const struct lookup *l, const struct hit *h)
{
	if (l->inverted)
		return STEP_BREAK;
	if (h->stateful)
		frame_fork(f, REASON_MAYBE, "a limit that hangs on a set's element");
	if (l->objects)
		return h->chain ? run_object(f, l->set->obj_type, h->chain)
				: frame_unknown(f, "an object that was not read");
	if (!l->has_dreg)
		return STEP_CONTINUE;
	if (l->set->verdict_map) {
		f->verdict = h->verdict;
		f->jump = h->chain;
		return h->verdict == V_CONTINUE ? STEP_CONTINUE
		       : h->verdict == V_BREAK  ? STEP_BREAK
						: STEP_VERDICT;
	}
	if (!h->data || !reg_put(&f->regs, l->dreg, h->data, l->set->data_len))
		return frame_lost(f, "a map whose data is not known");
	return STEP_CONTINUE;
}

static enum step take_miss(struct frame *f, const struct lookup *l)
{
	const struct nf_set *s = l->set;
	if (s->catch_all) {
		struct hit h = {.data = s->catch_all_data,
			.verdict = s->catch_all_verdict,
			.chain = s->catch_all_chain};
		return take_hit(f, l, &h);
	}
	return step_if(l->inverted);
}

/* -- the key is known ------------------------------------------------------------- */

/* Plain keys are sorted: the last element whose lo is not above the key. */
static bool find_sorted(const struct nf_set *s, const uint8_t *key, size_t *found)
{
	size_t lo = 0, hi = s->elems.n;
	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;
		if (memcmp(s->elems.lo + mid * s->key_len, key, s->key_len) <= 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	*found = lo - 1;
	return lo > 0 && memcmp(s->elems.hi + *found * s->key_len, key, s->key_len) >= 0;
}

static bool find_const(const struct frame *f, const struct lookup *l, size_t *found)
{
	if (l->fields == 1)
		return find_sorted(l->set, reg_bytes(&f->regs, l->sreg), found);
	for (*found = 0; *found < l->set->elems.n; ++*found)
		if (constants_match(f, l, *found))
			return true;
	return false;
}

/* A map would say what comes next: then nothing is known. */
static enum step unread(struct frame *f, const struct lookup *l)
{
	return l->has_dreg ? frame_lost(f, "a map that could not be read")
			   : frame_unknown(f, "a set that could not be read");
}

static enum step lookup_asked(struct frame *f, const struct lookup *l)
{
	struct need need = {
		.kind = NEED_SET_KEY,
		.set = l->set,
		.key = {.p = arena_dup(f->e->arena, reg_bytes(&f->regs, l->sreg),
				l->set->key_len),
			.n = l->set->key_len},
	};
	const struct fact *fact = ask(f->e, &need);
	if (!fact)
		return STEP_BREAK; /* provisional */
	if (!fact->known)
		return unread(f, l);
	if (!fact->value)
		return step_if(l->inverted);
	struct hit h = {.data = fact->data.n == l->set->data_len ? fact->data.p : NULL,
		.verdict = fact->verdict,
		.chain = fact->chain,
		.stateful = fact->stateful};
	return take_hit(f, l, &h);
}

static enum step lookup_const(struct frame *f, const struct lookup *l)
{
	size_t i;
	if (!l->set->all_known)
		return lookup_asked(f, l);
	if (!find_const(f, l, &i))
		return take_miss(f, l);
	struct hit h = hit_of(l->set, i);
	return take_hit(f, l, &h);
}

/* -- the key depends on the source ------------------------------------------------ */

static bool same_hit(const struct nf_set *s, const struct hit *a, const struct hit *b)
{
	if (a->verdict != b->verdict || a->stateful != b->stateful ||
		(a->chain == NULL) != (b->chain == NULL))
		return false;
	if (a->chain && strcmp(a->chain, b->chain) != 0)
		return false;
	return !a->data || memcmp(a->data, b->data, s->data_len) == 0;
}

struct group { /* elements that map to the same */
	struct hit hit;
	struct space sources;
};

/* Takes the sources of each element out of the world, grouped by what they map to. */
static bool split_sources(
	struct frame *f, const struct lookup *l, struct group **out, size_t *n)
{
	size_t cap = 8;
	struct group *g = arena_array(f->e->arena, cap, sizeof(*g));
	*n = 0;
	for (size_t i = 0; i < l->set->elems.n && !space_empty(&f->w.sources); i++) {
		if (!constants_match(f, l, i))
			continue;
		struct ranges r = sources_of(f, l, i);
		struct hit h = hit_of(l->set, i);
		size_t k = 0;
		if (!r.exact)
			return false;
		while (k < *n && !same_hit(l->set, &g[k].hit, &h))
			k++;
		if (k == *n) {
			if (*n == cap) {
				struct group *more =
					arena_array(f->e->arena, cap * 2, sizeof(*g));
				memcpy(more, g, cap * sizeof(*g));
				g = more;
				cap *= 2;
			}
			g[(*n)++] = (struct group){
				.hit = h, .sources = space_none(f->e->packet.family)};
		}
		for (size_t j = 0; j < r.n; j++)
			space_join(f->e->arena, &g[k].sources,
				space_take(f->e->arena, &f->w.sources, &r.v[j]));
	}
	*out = g;
	return true;
}

static enum step lookup_sources(struct frame *f, const struct lookup *l)
{
	struct group *g;
	size_t n;
	if (!l->set->all_known) {
		struct need need = {.kind = NEED_SET_ALL, .set = l->set};
		const struct fact *fact = ask(f->e, &need);
		return fact ? unread(f, l) : STEP_BREAK;
	}
	struct space whole = space_copy(f->e->arena, &f->w.sources);
	if (!split_sources(f, l, &g, &n)) {
		f->w.sources = whole;
		return frame_unknown(f, "arithmetic on the source address");
	}
	for (size_t k = 0; k < n; k++) {
		struct frame branch = *f;
		branch.w.sources = g[k].sources;
		if (space_empty(&branch.w.sources))
			continue;
		enum step step = take_hit(&branch, l, &g[k].hit);
		frame_branch(&branch, branch.w, &branch.regs, step, branch.verdict,
			branch.jump);
	}
	return space_empty(&f->w.sources) ? STEP_DONE : take_miss(f, l);
}

/* A value that nobody can know: each element may be hit, or none. */
static enum step lookup_unknown(struct frame *f, const struct lookup *l)
{
	enum { CHOICES_MAX = 64 };
	const char *why = f->regs.why;
	enum reason_class class = f->regs.class;
	if (!l->set->all_known) {
		struct need need = {.kind = NEED_SET_ALL, .set = l->set};
		const struct fact *fact = ask(f->e, &need);
		return fact ? unread(f, l) : STEP_BREAK;
	}
	if (l->set->elems.n > CHOICES_MAX)
		return frame_lost(f, why);
	for (size_t i = 0; i < l->set->elems.n; i++) {
		struct frame branch = *f;
		struct hit h = hit_of(l->set, i);
		branch.w.sources = space_copy(f->e->arena, &f->w.sources);
		branch.w.reasons =
			reason_add(f->e, f->w.reasons, class, why, f->chain, f->rule);
		enum step step = take_hit(&branch, l, &h);
		frame_branch(&branch, branch.w, &branch.regs, step, branch.verdict,
			branch.jump);
	}
	f->w.reasons = reason_add(f->e, f->w.reasons, class, why, f->chain, f->rule);
	return take_miss(f, l);
}

static enum step lookup_run(struct frame *f, struct lookup *l)
{
	if (!l->set || l->set->key_len == 0 || l->set->key_len > REGS_BYTES)
		return frame_unknown(f, "a lookup in a set that was not read");
	if (world_touched(&f->w, l->set))
		return l->has_dreg ? frame_lost(f, "a map that this packet changes")
				   : frame_fork(f, REASON_MAYBE,
					     "a set that this packet changes");
	l->fields = fields_of(l->set, l->field);
	enum reg_kind kind = reg_kind(&f->regs, l->sreg, l->set->key_len);
	if (kind == REG_CONST)
		return lookup_const(f, l);
	if (kind == REG_SOURCE)
		return lookup_sources(f, l);
	if (kind == REG_UNSET)
		return frame_unknown(f, "a register that nothing was loaded into");
	return l->has_dreg || l->objects ? lookup_unknown(f, l)
					 : frame_fork(f, f->regs.class, f->regs.why);
}

enum step expr_lookup(struct frame *f, struct bytes data)
{
	struct attrs t;
	attrs_read(&t, data, 0x3e);
	const char *name = attrs_str(f->e->arena, &t, A_LOOKUP_SET);
	struct lookup l = {
		.set = table_set(f->chain->table, name),
		.sreg = attrs_u32(&t, A_LOOKUP_SREG),
		.dreg = attrs_u32(&t, A_LOOKUP_DREG),
		.has_dreg = attrs_has(&t, A_LOOKUP_DREG),
		.inverted = attrs_u32(&t, A_LOOKUP_FLAGS) & FLAG_LOOKUP_INV,
	};
	if (t.unknown || t.bad || attrs_u32(&t, A_LOOKUP_FLAGS) > FLAG_LOOKUP_INV)
		return frame_unknown(f, "a form of lookup that is not known");
	return lookup_run(f, &l);
}

/* -- objref ----------------------------------------------------------------------- */

static enum step run_object(struct frame *f, uint32_t type, const char *name)
{
	const struct nf_obj *o = table_obj(f->chain->table, type, name);
	const struct bytes none = {0};
	switch (type) {
	case OBJ_COUNTER:
	case OBJ_CT_HELPER:
	case OBJ_CT_TIMEOUT:
	case OBJ_CT_EXPECT:
	case OBJ_TUNNEL:
	case OBJ_SECMARK:
		return STEP_CONTINUE;
	case OBJ_LIMIT:
		return expr_limit(f, none);
	case OBJ_QUOTA:
		return o ? expr_quota(f, o->data)
			 : frame_unknown(f, "a quota that was not read");
	case OBJ_CONNLIMIT:
		return frame_fork(f, REASON_MAYBE, "a limit of connections");
	case OBJ_SYNPROXY:
		return expr_synproxy(f, none);
	default:
		return frame_unknown(f, "an object of a type that is not known");
	}
}

enum step expr_objref(struct frame *f, struct bytes data)
{
	struct attrs t;
	attrs_read(&t, data, 0x3e);
	if (t.unknown || t.bad)
		return frame_unknown(f, "a form of objref that is not known");
	if (!attrs_has(&t, A_OBJREF_SET_NAME))
		return run_object(f, attrs_u32(&t, A_OBJREF_TYPE),
			attrs_str(f->e->arena, &t, A_OBJREF_NAME));
	struct lookup l = {
		.set = table_set(
			f->chain->table, attrs_str(f->e->arena, &t, A_OBJREF_SET_NAME)),
		.sreg = attrs_u32(&t, A_OBJREF_SET_SREG),
		.objects = true,
	};
	return lookup_run(f, &l);
}
