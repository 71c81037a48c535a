/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which addresses are not asked from, by the rules that their first packet would meet:
 * one that sends it elsewhere, and, unless it was said, one that keeps its source. */
#include "rehearse.h"

#include "judging.h"

struct learning {
	struct arena *arena;
	struct judging_host j;
	struct verdicts out;
	struct ask_verdicts q;
	bool anyway;
};

static void ask_rules(struct learning *g, const struct rehearse_world *w)
{
	static const struct ask_port http = {.port = 80, .proto = 6},
				     https = {.port = 443, .proto = 6};
	for (size_t i = 0; i < w->from_n; i++)
		VEC_ADD(g->arena, &g->q.from, struct ask_source)->ip = w->from[i];
	for (size_t i = 0; i < w->to_n; i++)
		*VEC_ADD(g->arena, &g->q.to, struct ip) = w->to[i];
	VEC_PUSH(g->arena, &g->q.ports, &http);
	VEC_PUSH(g->arena, &g->q.ports, &https);
	g->j = (struct judging_host){
		.arena = g->arena, .out = &g->out, .keep = true, .world = -1, .home = -1};
	judging_rules(&g->j, &g->q);
}

static const char *place_of(struct learning *g, const struct learner *l)
{
	const struct decision d = {.fate = FATE_DROP, .chain = l->chain, .rule = l->rule};
	struct decider by = {0};
	rulings_tell(g->j.rulings, &d, &by);
	return decider_place(g->arena, &by);
}

static const char *why_not(
	struct learning *g, const struct packet_verdict *v, int source_port)
{
	struct verdict_answer engine = {0};
	if (!rulings_ask_syn(g->j.rulings, v, source_port, &engine))
		return NULL;
	for (size_t i = 0; i < engine.learners.n; i++) {
		const struct learner *l = engine.learners.v[i];
		if (l->kind == LEARN_AWAY)
			return arena_printf(g->arena, "%s gets it by %s: it might leave",
				l->what, place_of(g, l));
		if (l->kind == LEARN_SOURCE && !g->anyway)
			return arena_printf(g->arena, "%s learns its source by %s",
				l->what, place_of(g, l));
	}
	return NULL;
}

static void leave_out(struct learning *g, const struct ip *ip, const char *why,
	struct rehearse_look *out)
{
	char buf[IP_TEXT_MAX];
	for (size_t i = 0; i < out->left_out.n; i++)
		if (ip_equal(out->left_out.v[i], ip))
			return;
	*VEC_ADD(g->arena, &out->left_out, struct ip) = *ip;
	VEC_PUSH(g->arena, &out->left_why,
		arena_printf(g->arena, "not asked from %s: %s", ip_format(ip, buf), why));
}

void rehearse_learn(struct arena *a, const struct rehearse_world *w, bool anyway,
	struct rehearse_look *out)
{
	struct learning *g = ARENA_NEW(a, struct learning);
	g->arena = a;
	g->anyway = anyway;
	ask_rules(g, w);
	if (!g->j.rulings || g->j.rulings->blind)
		return;
	for (size_t i = 0; i < g->out.all.n; i++) {
		const struct packet_verdict *v = g->out.all.v[i];
		if (!g->j.rulings->all.v[i]->learns)
			continue;
		const char *why = why_not(g, v, w->port);
		if (why)
			leave_out(g, &v->from, why, out);
	}
}
