/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "verdict.h"

#include "engine.h"
#include "hooks.h"

#include <stdlib.h>
#include <string.h>

const char *const stage_words[STAGE__MAX] = {
	[STAGE_INGRESS] = "ingress",
	[STAGE_PREROUTING] = "prerouting",
	[STAGE_ROUTING] = "routing",
	[STAGE_RPF] = "reverse-path-filter",
	[STAGE_INPUT] = "input",
	[STAGE_FORWARD] = "forward",
	[STAGE_OUTPUT] = "output",
	[STAGE_BACK] = "return-route",
	[STAGE_CONNTRACK] = "conntrack",
	[STAGE_PACKET_PROGRAM] = "packet-program",
};

/* -- outside the rulesets --------------------------------------------------------- */

/* Sources that a fact lists are dropped at this stage. */
static void drop_listed(struct eval *e, struct world *w, enum stage stage, struct need n,
	const char *what)
{
	/* one source can be asked for alone, which policy routing then decides as well */
	(void)space_single(&w->sources, &n.ip);
	const struct fact *fact = ask(e, &n);
	if (!fact)
		return;
	e->stage = stage;
	if (!fact->known && stage == STAGE_RPF) {
		struct world out = *w;
		out.sources = space_copy(e->arena, &w->sources);
		out.reasons =
			reason_add(e, w->reasons, REASON_UNKNOWN, fact->why, NULL, NULL);
		outcome_add(e, &out, FATE_UNKNOWN, NULL, NULL, NULL, fact->why);
	}
	for (size_t i = 0; i < fact->ranges_n; i++) {
		struct world out = *w;
		out.sources = space_take(e->arena, &w->sources, &fact->ranges[i]);
		outcome_add(e, &out, FATE_DROP, NULL, NULL, NULL,
			fact->why ? fact->why : what);
	}
}

static void reverse_path(struct eval *e, struct world *w)
{
	struct need n = {.kind = NEED_RPF, .iif = e->q->iif, .to = w->state.to};
	if (e->packet.family == 4)
		drop_listed(e, w, STAGE_RPF, n, "the reverse path filter");
}

static void way_back(struct eval *e, struct world *w)
{
	struct need n = {.kind = NEED_BACK, .iif = e->q->iif, .to = w->state.to};
	drop_listed(e, w, STAGE_BACK, n, "no route back");
}

static void table_full(struct eval *e, struct world *w)
{
	struct need n = {.kind = NEED_TABLE_FULL};
	const struct fact *fact = ask(e, &n);
	if (!fact || !fact->known || !fact->value || w->state.ct_state != CTS_NEW)
		return;
	e->stage = STAGE_CONNTRACK;
	outcome_add(e, w, FATE_DROP, NULL, NULL, NULL, "conntrack's table is full");
	w->sources = space_none(e->packet.family);
}

/* 1 local, 0 to be forwarded, -1 not known yet. */
static int is_local(struct eval *e, const struct world *w)
{
	enum { RTN_LOCAL_ = 2 };
	struct need n = {.kind = NEED_LOCAL, .ip = w->state.to, .iif = e->q->iif};
	const struct fact *fact = ask(e, &n);
	if (!fact)
		return -1;
	return !fact->known || fact->value == RTN_LOCAL_;
}

static void end_accepted(struct eval *e, struct worlds *worlds, enum stage stage)
{
	for (size_t i = 0; i < worlds->n; i++) {
		struct world *w = &worlds->v[i];
		if (stage == STAGE_INPUT)
			way_back(e, w);
		e->stage = stage;
		outcome_add(e, w, FATE_ACCEPT, w->by_chain, w->by_rule, w->by_path, NULL);
	}
}

static void forget_deciders(struct worlds *worlds)
{
	for (size_t i = 0; i < worlds->n; i++) {
		worlds->v[i].by_chain = NULL;
		worlds->v[i].by_rule = NULL;
		worlds->v[i].by_path = NULL;
	}
}

/* ip_forward and ip6_forward count the hop before the forward hook. */
static void one_hop(struct eval *e, struct world *w)
{
	struct packet p = *w->packet;
	p.net[p.family == 4 ? 8 : 7]--;
	world_write(e, w, &p);
}

/* Where there is no way on: without forwarding it ends silently, as in a black hole. */
static void forwarding(struct eval *e, struct world *w)
{
	enum { RTN_BLACKHOLE_ = 6 };
	struct need n = {.kind = NEED_FORWARD, .ip = w->state.to, .iif = e->q->iif};
	const struct fact *fact = ask(e, &n);
	if (!fact || !fact->known || fact->value)
		return;
	bool silent = fact->type == 0 || fact->type == RTN_BLACKHOLE_;
	e->stage = STAGE_ROUTING;
	outcome_add(e, w, silent ? FATE_DROP : FATE_REJECT, NULL, NULL, NULL,
		fact->type ? "no route to where it is forwarded"
			   : "forwarding is off on this host");
	w->sources = space_none(e->packet.family);
}

static void run_inbound(struct eval *e, struct worlds *worlds)
{
	struct worlds local = {0}, forward = {0};
	hook_run(e, HOOK_INGRESS, STAGE_INGRESS, worlds);
	hook_run(e, HOOK_PREROUTING, STAGE_PREROUTING, worlds);
	forget_deciders(worlds);
	for (size_t i = 0; i < worlds->n; i++) {
		struct world w = worlds->v[i];
		table_full(e, &w);
		reverse_path(e, &w);
		bool here = is_local(e, &w);
		if (!here) {
			forwarding(e, &w);
			one_hop(e, &w);
		}
		worlds_add(e, here ? &local : &forward, w);
	}
	hook_run(e, HOOK_INPUT, STAGE_INPUT, &local);
	end_accepted(e, &local, STAGE_INPUT);
	hook_run(e, HOOK_FORWARD, STAGE_FORWARD, &forward);
	end_accepted(e, &forward, STAGE_FORWARD);
}

static void run_outbound(struct eval *e, struct worlds *worlds)
{
	hook_run(e, HOOK_OUTPUT, STAGE_OUTPUT, worlds);
	forget_deciders(worlds);
	hook_run(e, HOOK_POSTROUTING, STAGE_OUTPUT, worlds);
	end_accepted(e, worlds, STAGE_OUTPUT);
}

/* -- joining the outcomes --------------------------------------------------------- */

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

static bool same_reason(const struct reason *a, const struct reason *b)
{
	return a->class == b->class && a->chain == b->chain && a->rule == b->rule &&
	       strcmp(a->what, b->what) == 0;
}

/* Adds what is not there yet; *worst becomes UNKNOWN when one of them is. */
static const struct reason *join_reasons(struct eval *e, const struct reason *all,
	const struct reason *more, enum reason_class *worst)
{
	for (; more; more = more->next) {
		const struct reason *have = all;
		while (have && !same_reason(have, more))
			have = have->next;
		if (more->class == REASON_UNKNOWN)
			*worst = REASON_UNKNOWN;
		if (!have)
			all = reason_add(
				e, all, more->class, more->what, more->chain, more->rule);
	}
	return all;
}

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

/* What holds where all of these outcomes are possible. */
static struct verdict_part judge(
	struct eval *e, const struct piece *const *active, size_t n)
{
	struct verdict_part p = {.by = active[0]->by};
	bool accept = false, drop = false, unknown = false;
	enum reason_class worst = REASON_MAYBE;
	const struct reason *reasons = NULL;
	for (size_t i = 0; i < n; i++) {
		const struct decision *d = active[i]->by;
		accept |= d->fate == FATE_ACCEPT;
		drop |= adverse(d->fate);
		unknown |= d->fate == FATE_UNKNOWN;
		reasons = join_reasons(e, reasons, d->reasons, &worst);
		/* the adverse one without an "if" names the decider best */
		bool better = adverse(d->fate) && !adverse(p.by->fate);
		if (better || (d->fate == p.by->fate && p.by->reasons && !d->reasons))
			p.by = d;
	}
	for (size_t i = 0; i < n; i++)
		p.several |= !same_end(active[i]->by, p.by);
	keep_ways(e, &p, active, n);
	if (!unknown && accept != drop) {
		p.fate = p.by->fate;
		return p;
	}
	p.fate = unknown || worst == REASON_UNKNOWN ? FATE_UNKNOWN : FATE_MAYBE;
	p.reasons = reasons;
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

/* Sweeps over the address space: forks overlap, everything else is disjoint. */
static void join_outcomes(struct eval *e, struct verdict_answer *out)
{
	size_t n, next = 0, active_n = 0;
	struct piece *pieces = pieces_of(e, &n);
	const struct piece **active = arena_array(e->arena, n, sizeof(struct piece *));
	struct parts parts = {0};
	struct ip at = {.family = e->packet.family};
	while (next < n || active_n) {
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
		struct verdict_part p = judge(e, active, active_n);
		p.range = (struct range){.lo = at, .hi = hi};
		parts_add(e, &parts, p);
		if (!ip_next(&hi, &at))
			break;
		active_n = still_active(active, active_n, &at, &hi);
	}
	out->parts = parts.v;
	out->parts_n = parts.n;
}

/* A bound was reached: nothing is known of any source. */
static void give_up(struct eval *e, const struct space *all, struct verdict_answer *out)
{
	struct decision *d = ARENA_NEW(e->arena, struct decision);
	*d = (struct decision){.fate = FATE_UNKNOWN,
		.stage = e->stage,
		.to = e->q->to,
		.port = e->q->port};
	d->reasons = reason_add(
		e, NULL, REASON_UNKNOWN, "more rules than can be followed", NULL, NULL);
	struct range *r = space_ranges(e->arena, all, &out->parts_n);
	out->needs.n = 0;
	out->parts = arena_array(e->arena, out->parts_n, sizeof(*out->parts));
	for (size_t i = 0; i < out->parts_n; i++)
		out->parts[i] = (struct verdict_part){.range = r[i],
			.fate = FATE_UNKNOWN,
			.by = d,
			.reasons = d->reasons};
}

void verdict_ask(struct arena *a, const struct ruleset *rs, const struct facts *facts,
	struct question *q, struct verdict_answer *out)
{
	struct eval e = {.arena = a, .rs = rs, .facts = facts, .q = q, .answer = out};
	struct worlds worlds = {0};
	struct world w = {.sources = q->sources};
	memset(out, 0, sizeof(*out));
	e.memory = arena_used(a);
	struct space all = space_copy(a, &q->sources);
	packet_model(&e.packet, q);
	struct question sender = *q;
	sender.variant = 1;
	packet_model(&e.other, &sender);
	memset(&w.state, 0, sizeof(w.state));
	w.packet = &e.packet;
	w.state.to = w.state.ct_to = q->to;
	w.state.port = w.state.ct_port = (uint32_t)q->port;
	worlds_add(&e, &worlds, w);
	if (q->output)
		run_outbound(&e, &worlds);
	else
		run_inbound(&e, &worlds);
	out->varies = e.varies && !q->source_port && !q->variant;
	if (e.exhausted)
		give_up(&e, &all, out);
	else if (out->needs.n == 0)
		join_outcomes(&e, out);
}
