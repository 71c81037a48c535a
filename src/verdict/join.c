/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The ends of all worlds, joined into what holds for each range of sources. Sweeps over
 * the address space: forks overlap, everything else is disjoint. */
#include "engine.h"

#include <stdlib.h>
#include <string.h>

struct piece {
	struct range range;
	const struct decision *by;
};

static int by_low_end(const void *a, const void *b)
{
	const struct piece *x = a, *y = b;
	return ip_compare(&x->range.lo, &y->range.lo);
}

static struct piece *pieces_of(struct eval *e, size_t *n)
{
	size_t cap = 16;
	struct piece *v = arena_array(e->arena, cap, sizeof(*v));
	*n = 0;
	for (size_t i = 0; i < e->outcomes.n; i++) {
		const struct outcome *o = e->outcomes.v[i];
		size_t count;
		struct range *r = space_ranges(e->arena, &o->sources, &count);
		while (*n + count > cap) {
			struct piece *more = arena_array(e->arena, cap * 2, sizeof(*v));
			memcpy(more, v, *n * sizeof(*v));
			v = more;
			cap *= 2;
		}
		for (size_t k = 0; k < count; k++)
			v[(*n)++] = (struct piece){.range = r[k], .by = o->by};
	}
	qsort(v, *n, sizeof(*v), by_low_end);
	return v;
}

/* -- reasons ---------------------------------------------------------------------- */

/* Those of one part, each once. Lists of reasons share their tails: a node that was met
 * has had its tail met as well. */
struct reason_seen {
	const struct reason *reason;
	size_t round; /* of which part; others' are empty places */
};
struct reasons {
	struct reason_seen *met, *kept; /* by node, by what it says */
	size_t cap, n;                  /* cap: a power of two */
	size_t round;
};

static size_t hash_of(const void *p, size_t more)
{
	return (((size_t)p >> 4) + more * 31) * 0x9e3779b97f4a7c15u >> 20;
}

static bool same_reason(const struct reason *a, const struct reason *b)
{
	return a->class == b->class && a->chain == b->chain && a->rule == b->rule &&
	       (a->what == b->what || strcmp(a->what, b->what) == 0);
}

/* The place of a node in met, or of an equal reason in kept; or an empty one. */
static struct reason_seen *place(
	const struct reasons *set, bool by_node, const struct reason *r)
{
	struct reason_seen *v = by_node ? set->met : set->kept;
	size_t i = hash_of(by_node ? (const void *)r : r->rule, (size_t)r->class);
	for (;; i++) {
		struct reason_seen *at = &v[i & (set->cap - 1)];
		if (at->round != set->round ||
			(by_node ? at->reason == r : same_reason(at->reason, r)))
			return at;
	}
}

static void grow(struct eval *e, struct reasons *set)
{
	struct reasons old = *set;
	set->cap = old.cap ? old.cap * 2 : 64;
	set->met = arena_array(e->arena, set->cap, sizeof(*set->met));
	set->kept = arena_array(e->arena, set->cap, sizeof(*set->kept));
	for (size_t i = 0; i < old.cap; i++) {
		if (old.met[i].round == old.round)
			*place(set, true, old.met[i].reason) = old.met[i];
		if (old.kept[i].round == old.round)
			*place(set, false, old.kept[i].reason) = old.kept[i];
	}
}

/* Adds what is not there yet; *worst becomes UNKNOWN when one of them is. */
static const struct reason *join_reasons(struct eval *e, struct reasons *set,
	const struct reason *all, const struct reason *more, enum reason_class *worst)
{
	for (; more; more = more->next, e->steps++) {
		if (set->n * 2 >= set->cap)
			grow(e, set);
		struct reason_seen *met = place(set, true, more);
		if (met->round == set->round)
			break;
		*met = (struct reason_seen){more, set->round};
		set->n++;
		if (more->class == REASON_UNKNOWN)
			*worst = REASON_UNKNOWN;
		struct reason_seen *kept = place(set, false, more);
		if (kept->round == set->round)
			continue;
		*kept = (struct reason_seen){more, set->round};
		all = reason_add(
			e, all, more->class, more->what, more->chain, more->rule);
	}
	return all;
}

/* -- one part --------------------------------------------------------------------- */

static bool adverse(enum fate f)
{
	return f == FATE_DROP || f == FATE_REJECT;
}

static bool same_end(const struct decision *a, const struct decision *b)
{
	return a->chain == b->chain && a->rule == b->rule && a->stage == b->stage &&
	       a->fate == b->fate;
}

static void keep_ways(struct eval *e, struct verdict_part *p,
	const struct piece *const *active, size_t n)
{
	const struct decision **ways = arena_array(e->arena, n, sizeof(*ways));
	for (size_t i = 0; i < n; i++)
		ways[i] = active[i]->by;
	p->ways = ways;
	p->ways_n = n;
}

/* Why it can end either way, or nobody knows. */
static void explain(struct eval *e, struct reasons *set, struct verdict_part *p,
	const struct piece *const *active, size_t n)
{
	enum reason_class worst = REASON_MAYBE;
	set->round++;
	set->n = 0;
	for (size_t i = 0; i < n; i++)
		p->reasons =
			join_reasons(e, set, p->reasons, active[i]->by->reasons, &worst);
	p->fate = worst == REASON_UNKNOWN ? FATE_UNKNOWN : FATE_MAYBE;
}

/* What holds where all of these outcomes are possible. */
static struct verdict_part judge(
	struct eval *e, struct reasons *set, const struct piece *const *active, size_t n)
{
	struct verdict_part p = {.by = active[0]->by};
	bool accept = false, drop = false, unknown = false;
	for (size_t i = 0; i < n; i++) {
		const struct decision *d = active[i]->by;
		accept |= d->fate == FATE_ACCEPT;
		drop |= adverse(d->fate);
		unknown |= d->fate == FATE_UNKNOWN;
		/* the adverse one without an "if" names the decider best */
		bool better = adverse(d->fate) && !adverse(p.by->fate);
		if (better || (d->fate == p.by->fate && p.by->reasons && !d->reasons))
			p.by = d;
	}
	for (size_t i = 0; i < n; i++)
		p.several |= !same_end(active[i]->by, p.by);
	keep_ways(e, &p, active, n);
	p.fate = p.by->fate;
	if (unknown || accept == drop)
		explain(e, set, &p, active, n);
	if (unknown)
		p.fate = FATE_UNKNOWN;
	return p;
}

static bool same_part(const struct verdict_part *a, const struct verdict_part *b)
{
	const struct decision *x = a->by, *y = b->by;
	return a->fate == b->fate && x->chain == y->chain && x->rule == y->rule &&
	       x->stage == y->stage && x->fate == y->fate && ip_equal(&x->to, &y->to) &&
	       x->port == y->port && (a->reasons == NULL) == (b->reasons == NULL) &&
	       a->several == b->several;
}

struct parts {
	struct verdict_part *v;
	size_t n, cap;
};

static void parts_add(struct eval *e, struct parts *out, struct verdict_part p)
{
	struct ip next;
	struct verdict_part *last = out->n ? &out->v[out->n - 1] : NULL;
	if (last && same_part(last, &p) && ip_next(&last->range.hi, &next) &&
		ip_equal(&next, &p.range.lo)) {
		last->range.hi = p.range.hi;
		return;
	}
	if (out->n == out->cap) {
		out->cap = out->cap ? out->cap * 2 : 16;
		struct verdict_part *v = arena_array(e->arena, out->cap, sizeof(*v));
		if (out->n)
			memcpy(v, out->v, out->n * sizeof(*v));
		out->v = v;
	}
	out->v[out->n++] = p;
}

/* The pieces that begin at or before lo and have not ended; *hi: how far all of it
 * holds. */
static size_t still_active(
	const struct piece **active, size_t n, const struct ip *lo, struct ip *hi)
{
	size_t kept = 0;
	for (size_t i = 0; i < n; i++) {
		if (ip_compare(&active[i]->range.hi, lo) < 0)
			continue;
		if (kept == 0 || ip_compare(&active[i]->range.hi, hi) < 0)
			*hi = active[i]->range.hi;
		active[kept++] = active[i];
	}
	return kept;
}

/* Every part costs a look at all that is possible there. */
static bool too_much(struct eval *e, size_t active)
{
	e->steps += active / 4;
	e->exhausted = e->exhausted || e->steps > STEPS_MAX ||
		       arena_used(e->arena) - e->memory > MEMORY_MAX;
	return e->exhausted;
}

void join_outcomes(struct eval *e, struct verdict_answer *out)
{
	size_t n, next = 0, active_n = 0;
	struct piece *pieces = pieces_of(e, &n);
	const struct piece **active = arena_array(e->arena, n, sizeof(struct piece *));
	struct parts parts = {0};
	struct reasons reasons = {0};
	struct ip at = {.family = e->packet.family};
	while ((next < n || active_n) && !too_much(e, active_n)) {
		struct ip hi = at;
		if (active_n == 0)
			at = pieces[next].range.lo;
		for (; next < n && ip_equal(&pieces[next].range.lo, &at); next++)
			active[active_n++] = &pieces[next];
		active_n = still_active(active, active_n, &at, &hi);
		if (active_n == 0)
			continue;
		struct ip before;
		if (next < n && ip_compare(&pieces[next].range.lo, &hi) <= 0 &&
			ip_previous(&pieces[next].range.lo, &before))
			hi = before;
		struct verdict_part p = judge(e, &reasons, active, active_n);
		p.range = (struct range){.lo = at, .hi = hi};
		parts_add(e, &parts, p);
		if (!ip_next(&hi, &at))
			break;
		active_n = still_active(active, active_n, &at, &hi);
	}
	out->parts = parts.v;
	out->parts_n = parts.n;
}
