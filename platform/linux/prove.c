/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The prove verb: the verdicts verb, and each of its answers held against the kernel by
 * an injected SYN (inject.h). */
#include "verbs.h"

#include "banners.h"
#include "inject.h"
#include "judging.h"

#include <string.h>
#include <sys/random.h>

enum {
	SAMPLES_MAX = 256, /* of one map */
	TRIES = 3,         /* a disagreement must come again, on rules that stand still */
	TCP = 6,
	PORT_FROM = 32768,
	PORTS = 28000,
};

struct asked { /* one verdict that is to be proved */
	struct packet_verdict *verdict;
	const struct verdict_part *part; /* what the engine said */
	bool exact;                      /* of this very SYN, not of all like it */
};

struct proving {
	struct arena *arena;
	const struct ask_verdicts *q;
	struct judging_host j;
	struct asked asked[INJECT_MAX];
	struct inject_run run;
	const char *log_reader; /* that bans: its name; NULL none runs */
	bool looked_for_readers;
};

/* -- which SYNs --------------------------------------------------------------------- */

static void not_injected(struct proving *g, struct packet_verdict *v,
	enum proof_state state, const char *why)
{
	v->proof = ARENA_NEW(g->arena, struct proof);
	v->proof->state = state;
	v->proof->why = why;
	v->proof->verdict = v->proof->computed = FATE_UNKNOWN;
	v->proof->generation = g->j.rules ? g->j.rules->rs.generation : 0;
}

/* XDP and tc see a packet before netfilter does. */
static bool is_fence(const struct packet_program *p, const char *interface)
{
	return strcmp(p->where, interface) == 0 &&
	       (strcmp(p->kind, "xdp") == 0 || strcmp(p->kind, "tc") == 0);
}

static bool is_fenced(const struct proving *g, const char *interface)
{
	const struct verdicts *v = g->j.out;
	for (size_t i = 0; i < v->programs.n; i++)
		if (is_fence(v->programs.v[i], interface))
			return true;
	return false;
}

/* A driver's own XDP program is not asked by what is injected behind it. */
static bool has_native_xdp(const struct proving *g, const char *interface)
{
	const struct verdicts *v = g->j.out;
	for (size_t i = 0; i < v->programs.n; i++)
		if (is_fence(v->programs.v[i], interface) &&
			strcmp(v->programs.v[i]->kind, "xdp") == 0 &&
			!strstr(v->programs.v[i]->detail, "generic mode"))
			return true;
	return false;
}

static const char *place_of(struct proving *g, const struct learner *l)
{
	const struct decision d = {.fate = FATE_DROP, .chain = l->chain, .rule = l->rule};
	struct decider by = {0};
	rulings_tell(g->j.rulings, &d, &by);
	return decider_place(g->arena, &by);
}

/* Why this SYN is not injected: a rule on its way that learns from it; NULL. */
static const char *learner_of(struct proving *g, const struct verdict_answer *engine)
{
	for (size_t i = 0; i < engine->learners.n; i++) {
		const struct learner *l = engine->learners.v[i];
		if (l->kind == LEARN_AWAY)
			return arena_printf(g->arena, "%s gets it by %s: it might leave",
				l->what, place_of(g, l));
		if (g->q->anyway)
			continue;
		if (l->kind == LEARN_SOURCE)
			return arena_printf(g->arena, "%s learns its source by %s",
				l->what, place_of(g, l));
		if (!g->looked_for_readers)
			g->log_reader = banners_log_reader(g->arena);
		g->looked_for_readers = true;
		if (g->log_reader)
			return arena_printf(g->arena,
				"%s may ban its source, logged by %s", g->log_reader,
				place_of(g, l));
	}
	return NULL;
}

/* Asks for one SYN alone, with its source port. False: there is no answer, or it is not
 * to be injected, which was said. */
static bool ask_exactly(struct proving *g, struct asked *x, int source_port)
{
	struct verdict_answer engine = {0};
	if (!rulings_ask_syn(g->j.rulings, x->verdict, source_port, &engine)) {
		not_injected(g, x->verdict, PROOF_NOT_INJECTED,
			"the rules ask for more than could be answered");
		return false;
	}
	const char *learner = learner_of(g, &engine);
	if (learner)
		not_injected(g, x->verdict, PROOF_REFUSED, learner);
	x->part = engine.parts;
	x->exact = true;
	return !learner;
}

static void add(struct proving *g, struct packet_verdict *v, const struct ruling *r)
{
	uint16_t chance = 0;
	if (g->run.n == INJECT_MAX) {
		not_injected(g, v, PROOF_NOT_INJECTED,
			"more verdicts than are injected in one run");
		return;
	}
	if (has_native_xdp(g, v->interface)) {
		not_injected(g, v, PROOF_NOT_INJECTED,
			"an XDP program in the interface's driver comes first");
		return;
	}
	if (getrandom(&chance, sizeof(chance), 0) != sizeof(chance))
		chance = 0;
	struct asked *x = &g->asked[g->run.n];
	struct inject_probe *p = &g->run.probes[g->run.n];
	*p = (struct inject_probe){.from = v->from,
		.to = v->to,
		.port = (int)v->port,
		.interface = v->interface,
		.listener = true,
		.fenced = is_fenced(g, v->interface),
		.source_port = PORT_FROM + chance % PORTS};
	*x = (struct asked){.verdict = v, .part = r->part};
	/* what holds for all like it holds for the SYN, unless a rule learns */
	p->early_reject = r->part && r->part->fate == FATE_REJECT &&
			  r->part->by->stage == STAGE_INGRESS;
	if ((r->part && !r->learns) || ask_exactly(g, x, p->source_port))
		g->run.n++;
}

static void add_samples(
	struct proving *g, struct space_look *s, const struct ruling_map *map)
{
	struct ip ip;
	for (size_t i = 0; i < s->ranges.n && s->samples.n < SAMPLES_MAX; i++) {
		const struct space_range *r = s->ranges.v[i];
		if (!space_sample(r, &ip))
			continue;
		struct packet_verdict *v =
			VEC_ADD(g->arena, &s->samples, struct packet_verdict);
		*v = (struct packet_verdict){.from = ip,
			.to = s->to,
			.interface = s->interface,
			.port = s->port,
			.proto = s->proto,
			.verdict = r->verdict,
			.by = *space_by(s, r),
			.reasons = r->reasons};
		static const struct ruling none;
		add(g, v, i < map->ranges.n ? map->ranges.v[i] : &none);
	}
}

static void add_all(struct proving *g)
{
	struct verdicts *out = g->j.out;
	for (size_t i = 0; i < out->all.n; i++) {
		struct packet_verdict *v = out->all.v[i];
		if (strcmp(v->proto, "tcp") == 0)
			add(g, v, g->j.rulings->all.v[i]);
		else
			not_injected(g, v, PROOF_NOT_INJECTED, "only TCP is injected");
	}
	for (size_t i = 0; i < out->spaces.n; i++)
		if (strcmp(out->spaces.v[i]->proto, "tcp") == 0)
			add_samples(g, out->spaces.v[i], g->j.rulings->maps.v[i]);
}

/* -- what the kernel said ----------------------------------------------------------- */

struct place { /* where a SYN ended, by the last own chain that saw it */
	enum stage stage;
	const char *legacy_table, *where;
};
/* clang-format off */
static const struct place nowhere = {STAGE_PACKET_PROGRAM, NULL,
	"the interface: a program there (XDP, tc) took it"};
static const struct place places[INJECT_SYNACK] = {
	[INJECT_INGRESS] = {STAGE_INGRESS, NULL, "ingress"},
	[INJECT_PRE0] = {STAGE_PREROUTING, "raw", "prerouting, at raw's place"},
	[INJECT_PRE1] = {STAGE_PREROUTING, "mangle",
		"prerouting, at conntrack's or mangle's place"},
	[INJECT_PRE2] = {STAGE_PREROUTING, "nat", "prerouting, at nat's place"},
	[INJECT_PRE3] = {STAGE_ROUTING, NULL, "routing, and its reverse path filter"},
	[INJECT_IN0] = {STAGE_INPUT, "mangle", "input, at mangle's place"},
	[INJECT_IN1] = {STAGE_INPUT, "filter", "input, at filter's place"},
	[INJECT_IN2] = {STAGE_INPUT, "security", "input, at security's place"},
	[INJECT_IN3] = {STAGE_INPUT, "nat", "input, behind filter"},
	[INJECT_IN9] = {STAGE_INPUT, NULL, "the end of input"},
	[INJECT_FW0] = {STAGE_FORWARD, "mangle", "forward, at mangle's place"},
	[INJECT_FW1] = {STAGE_FORWARD, "filter", "forward, at filter's place"},
	[INJECT_FW2] = {STAGE_FORWARD, "security", "forward, at security's place"},
	[INJECT_FW3] = {STAGE_FORWARD, NULL, "forward, behind filter"},
	[INJECT_FW9] = {STAGE_FORWARD, NULL, "the end of forward"},
};
static const char *const answers[] = {
	[INJECT_NOT_ASKED] = NULL, [INJECT_ANSWER_SYNACK] = "SYN-ACK",
	[INJECT_ANSWER_RST] = "RST", [INJECT_ANSWER_ICMP] = "ICMP error",
	[INJECT_ANSWER_SILENCE] = "silence",
};
/* clang-format on */

static void join_one(struct proving *g, size_t i)
{
	const struct inject_probe *p = &g->run.probes[i];
	struct asked *x = &g->asked[i];
	if (!p->done) {
		not_injected(g, x->verdict, PROOF_NOT_INJECTED, p->why);
		return;
	}
	const struct place *at = p->last == INJECT_NOWHERE ? &nowhere : &places[p->last];
	bool v4 = p->from.family == 4;
	const struct kernel_seen k = {.fate = p->fate,
		.stage = at->stage,
		.traced = v4 ? g->run.traced4 : g->run.traced6,
		.family = p->by.family,
		.table = p->by.table,
		.chain = p->by.chain,
		.handle = p->by.handle,
		.legacy_table = at->legacy_table,
		.where = at->where,
		.listener = answers[p->answer]};
	const struct packet_verdict before = *x->verdict;
	rulings_prove(g->j.rulings, x->verdict, x->part, &k);
	if (x->verdict->proof->state != PROOF_DIFFERS || x->exact)
		return;
	/* another packet may meet another rule: what of this very one? */
	*x->verdict = before;
	if (ask_exactly(g, x, p->source_port))
		rulings_prove(g->j.rulings, x->verdict, x->part, &k);
}

/* The map says what the kernel did. */
static void mend_map(struct proving *g, struct space_look *s)
{
	for (size_t i = 0; i < s->samples.n; i++) {
		const struct packet_verdict *v = s->samples.v[i];
		if (v->proof->state != PROOF_DIFFERS && v->proof->state != PROOF_SETTLES)
			continue;
		for (size_t k = 0; k < s->ranges.n; k++) {
			struct space_range *r = s->ranges.v[k];
			if (ip_compare(&v->from, &r->from) < 0 ||
				ip_compare(&v->from, &r->to) > 0)
				continue;
			struct decider *d =
				VEC_ADD(g->arena, &s->deciders, struct decider);
			*d = v->by;
			r->verdict = v->verdict;
			r->by = (int64_t)s->deciders.n - 1;
			r->reasons = (strs){0};
		}
	}
}

static bool any_differs(const struct proving *g)
{
	for (size_t i = 0; i < g->run.n; i++)
		if (g->asked[i].verdict->proof->state == PROOF_DIFFERS)
			return true;
	return false;
}

/* -- the verb ----------------------------------------------------------------------- */

/* True when it need not be done again. */
static bool prove_once(struct proving *g, struct verdicts *out)
{
	memset(out, 0, sizeof(*out));
	g->j = (struct judging_host){
		.arena = g->arena, .out = out, .keep = true, .world = -1, .home = -1};
	judging_rules(&g->j, g->q);
	if (!g->j.rulings || g->j.rulings->blind || g->q->output) {
		out->unproved = "the rules could not be read";
		return true;
	}
	g->run.n = 0;
	g->run.generation = g->j.rules->rs.generation;
	g->run.changed = false;
	add_all(g);
	if (g->run.n == 0)
		return true;
	if (inject_run(&g->run) != ERR_OK) {
		out->unproved = g->run.why;
		for (size_t i = 0; i < g->run.n; i++)
			not_injected(
				g, g->asked[i].verdict, PROOF_NOT_INJECTED, g->run.why);
		return true;
	}
	out->method = g->run.method;
	for (size_t i = 0; i < g->run.n; i++)
		join_one(g, i);
	return !any_differs(g);
}

/* What changed while it was looked at proves nothing. */
static void give_up(struct proving *g)
{
	for (size_t i = 0; i < g->run.n; i++)
		if (g->asked[i].verdict->proof->state == PROOF_DIFFERS)
			not_injected(g, g->asked[i].verdict, PROOF_NOT_INJECTED,
				"the rules changed while it was looked at");
}

void prove_ask(struct arena *a, const struct ask_verdicts *q, struct verdicts *out)
{
	struct proving *g = ARENA_NEW(a, struct proving);
	bool done = false, again = false;
	g->arena = a;
	g->q = q;
	g->run.arena = a;
	g->run.probes = arena_array(a, INJECT_MAX, sizeof(*g->run.probes));
	for (int i = 0; i < TRIES && !done; i++) {
		done = prove_once(g, out);
		/* twice the same on rules that stood still */
		done = done || (again && !g->run.changed);
		again = !done && !g->run.changed;
	}
	if (!done)
		give_up(g);
	for (size_t i = 0; done && i < out->spaces.n; i++)
		if (out->spaces.v[i]->samples.n && out->method)
			mend_map(g, out->spaces.v[i]);
}
