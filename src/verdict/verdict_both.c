/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Two senders' packets: a verdict that hangs on the source port, the size or the
 * options of the modelled one is none that holds for a CA. */
#include "verdict.h"

#include <string.h>

static bool same_end(const struct verdict_part *a, const struct verdict_part *b)
{
	return a->fate == b->fate && a->by->chain == b->by->chain &&
	       a->by->rule == b->by->rule && a->by->stage == b->by->stage &&
	       a->several == b->several;
}

static bool lets_in(enum fate f)
{
	return f == FATE_ACCEPT;
}

static bool definite(enum fate f)
{
	return f == FATE_ACCEPT || f == FATE_DROP || f == FATE_REJECT;
}

/* What holds for both where the two answers meet; the adverse one decides. */
static struct verdict_part meet(
	struct arena *a, const struct verdict_part *x, const struct verdict_part *y)
{
	struct verdict_part p = *x;
	if (same_end(x, y))
		return p;
	if (!definite(x->fate) || !definite(y->fate)) {
		const struct verdict_part *worse = y->fate > x->fate ? y : x;
		p.by = worse->by;
		p.fate = worse->fate;
		p.reasons = worse->reasons;
		p.several = true;
		return p;
	}
	p.several = true;
	p.by = lets_in(x->fate) ? y->by : x->by;
	if (lets_in(x->fate) == lets_in(y->fate))
		return p;
	struct reason *r = ARENA_NEW(a, struct reason);
	*r = (struct reason){.class = REASON_MAYBE,
		.what = "the sender's source port, packet size or options",
		.chain = p.by->chain,
		.rule = p.by->rule};
	p.fate = FATE_MAYBE;
	p.reasons = r;
	return p;
}

/* Both cover the same addresses, each with parts in order. */
static void join_parts(struct arena *a, const struct verdict_answer *x,
	const struct verdict_answer *y, struct verdict_answer *out)
{
	struct verdict_part *v = arena_array(a, x->parts_n + y->parts_n, sizeof(*v));
	size_t n = 0, i = 0, k = 0;
	while (i < x->parts_n && k < y->parts_n) {
		const struct verdict_part *p = &x->parts[i], *q = &y->parts[k];
		struct range r = {.lo = p->range.lo, .hi = p->range.hi};
		if (ip_compare(&q->range.lo, &r.lo) > 0)
			r.lo = q->range.lo;
		int first = ip_compare(&p->range.hi, &q->range.hi);
		if (first > 0)
			r.hi = q->range.hi;
		i += first <= 0;
		k += first >= 0;
		struct verdict_part both = meet(a, p, q);
		struct ip next;
		if (n && same_end(&v[n - 1], &both) &&
			ip_next(&v[n - 1].range.hi, &next) && ip_equal(&next, &r.lo)) {
			v[n - 1].range.hi = r.hi;
			continue;
		}
		both.range = r;
		v[n++] = both;
	}
	out->parts = v;
	out->parts_n = n;
}

void verdict_ask_both(struct arena *a, const struct ruleset *rs,
	const struct facts *facts, struct question *q, struct verdict_answer *out)
{
	struct verdict_answer one, other;
	struct space sources = space_copy(a, &q->sources);
	verdict_ask(a, rs, facts, q, &one);
	*out = one;
	if (one.needs.n || !one.varies)
		return;
	q->sources = sources;
	q->variant = 1;
	verdict_ask(a, rs, facts, q, &other);
	q->variant = 0;
	if (other.needs.n)
		*out = other;
	else
		join_parts(a, &one, &other, out);
	out->clocked = one.clocked || other.clocked;
	out->steps = one.steps + other.steps;
}
