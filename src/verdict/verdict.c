/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "verdict.h"

#include "engine.h"
#include "hooks.h"

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

/* -- the whole -------------------------------------------------------------------- */

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
	out->clocked = e.clocked;
	if (!e.exhausted && out->needs.n == 0)
		join_outcomes(&e, out);
	out->steps = e.exhausted ? STEPS_MAX : e.steps;
	if (e.exhausted)
		give_up(&e, &all, out);
}
