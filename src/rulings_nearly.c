/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * For what a policy drops, or a last rule that takes everything: the rule that nearly
 * matched. Each rule that accepts, in the chains that the packet passed, is asked alone
 * without one of its conditions. Of those that accept then, one that names the port and
 * failed at something else comes first; of equal ones the last.
 */
#include "rulings.h"

#include "verdict/attr.h"
#include "verdict/nearly.h"

#include <string.h>

enum { /* the answer is a hint: it must not cost more than what it explains */
	CHAINS_MAX = 256,     /* that a packet passes */
	DEPTH_MAX_ = 32,      /* of jumps */
	ASKED_MAX = 200,      /* questions for one verdict, */
	ASKED_ALL_MAX = 2000, /* and for all of a run */
	WALKED_MAX = 4000,    /* rules looked at, likewise */
	WALKED_ALL_MAX = 16000,
};

struct nearly {
	struct rulings *r;
	struct rulings_pair pair;
	struct ask_port port;
	struct range from;
	const struct decision *by;
	const struct nf_chain *passed[CHAINS_MAX];
	size_t passed_n, asked, walked;
	int rank;
	struct decision best;
};

/* Whether the rule accepts the packet, as the only one before a policy of drop. */
static bool accepts(struct nearly *x, const struct nf_chain *chain, struct nf_rule rule)
{
	struct nf_table table = *chain->table;
	struct nf_chain alone = {.name = "alone",
		.table = &table,
		.type = "filter",
		.hook = x->by->stage == STAGE_FORWARD  ? HOOK_FORWARD
			: x->by->stage == STAGE_OUTPUT ? HOOK_OUTPUT
						       : HOOK_INPUT,
		.policy = V_DROP,
		.rules = &rule,
		.rules_n = 1};
	struct nf_chain *chains[] = {&alone};
	struct nf_table *tables[] = {&table};
	struct ruleset rs = *x->r->rs;
	struct verdict_answer answer;
	table.chains.v = chains;
	table.chains.n = 1;
	rs.tables.v = tables;
	rs.tables.n = 1;
	x->asked++;
	x->r->nearly_asked++;
	return rulings_ask(x->r, &rs, &x->pair, &x->port, &x->from, &answer) &&
	       answer.parts[0].fate == FATE_ACCEPT && answer.parts[0].by->rule == &rule;
}

/* -- which rule ------------------------------------------------------------------- */

static bool names_port(
	struct nearly *x, const struct nf_chain *chain, const struct nf_rule *rule)
{
	size_t n = nearly_conditions(chain, rule);
	for (size_t i = 0; i < n; i++) {
		enum condition what;
		nearly_without(x->r->scratch, chain, rule, i, &what);
		if (what == COND_PORT)
			return true;
	}
	return false;
}

/* A rule for what is established, or for lo, was not meant for a new packet from far. */
static int rank_of(enum condition failed, bool port)
{
	switch (failed) {
	case COND_STATE:
		return 0;
	case COND_PORT:
		return 1;
	case COND_INTERFACE:
		return port ? 3 : 0;
	default:
		return port ? 3 : 2;
	}
}

static void try_rule(
	struct nearly *x, const struct nf_chain *chain, const struct nf_rule *rule)
{
	size_t n = nearly_conditions(chain, rule);
	bool port = names_port(x, chain, rule);
	for (size_t i = 0; i < n && x->asked < ASKED_MAX; i++) {
		enum condition failed;
		struct nf_rule without =
			nearly_without(x->r->scratch, chain, rule, i, &failed);
		int rank = rank_of(failed, port);
		if (rank == 0 || rank < x->rank || !accepts(x, chain, without))
			continue;
		x->rank = rank;
		x->best = (struct decision){.fate = FATE_ACCEPT,
			.stage = x->by->stage,
			.chain = chain,
			.rule = rule};
		return;
	}
}

/* -- which chains ----------------------------------------------------------------- */

static bool first_time(struct nearly *x, const struct nf_chain *chain)
{
	if (!chain || x->passed_n == CHAINS_MAX)
		return false;
	for (size_t i = 0; i < x->passed_n; i++)
		if (x->passed[i] == chain)
			return false;
	x->passed[x->passed_n++] = chain;
	return true;
}

/* The chain that the packet came from: that of the outermost jump on its path. */
static const struct nf_chain *base_of(const struct nearly *x)
{
	const struct nf_rule *jump = NULL;
	for (const struct path_step *s = x->by->path; s; s = s->up)
		jump = s->rule;
	const struct nf_table *t = x->by->chain->table;
	for (size_t i = 0; jump && i < t->chains.n; i++) {
		const struct nf_chain *c = t->chains.v[i];
		if (jump >= c->rules && jump < c->rules + c->rules_n)
			return c;
	}
	return x->by->chain;
}

static void walk(struct nearly *x, const struct nf_chain *chain, int depth);

/* The chains of a verdict map may be passed: which one is not asked. */
static void walk_maps(struct nearly *x, const struct nf_chain *chain,
	const struct nf_rule *rule, int depth)
{
	struct attr_walk w = attr_walk(rule->exprs);
	struct attr at;
	while (!chain->table->legacy && attr_next(&w, &at)) {
		const struct nf_set *s = rulings_lookup(x->r->scratch, chain, at.data);
		for (size_t i = 0; s && s->elems.chains && i < s->elems.n; i++)
			walk(x, table_chain(chain->table, s->elems.chains[i]), depth);
	}
}

/* In the order of evaluation, as far as the packet came. */
static void walk(struct nearly *x, const struct nf_chain *chain, int depth)
{
	if (depth == DEPTH_MAX_ || !first_time(x, chain))
		return;
	for (size_t k = 0; k < chain->rules_n && x->asked < ASKED_MAX; k++) {
		if (x->walked++ >= WALKED_MAX)
			return;
		x->r->nearly_walked++;
		const struct nf_rule *rule = &chain->rules[k];
		const char *to;
		if (rule == x->by->rule)
			return;
		if (nearly_accepts(chain, rule)) {
			try_rule(x, chain, rule);
			continue;
		}
		struct nf_rule open = nearly_jump(x->r->scratch, chain, rule, &to);
		if (to && accepts(x, chain, open))
			walk(x, table_chain(chain->table, to), depth + 1);
		if (!to)
			walk_maps(x, chain, rule, depth + 1);
	}
}

struct decider *rulings_nearly(struct rulings *r, const struct rulings_pair *p,
	const struct ask_port *port, const struct ip *from, const struct decision *by)
{
	bool dropped = by->fate == FATE_DROP || by->fate == FATE_REJECT;
	if (!dropped || !by->chain || r->nearly_asked >= ASKED_ALL_MAX ||
		r->nearly_walked >= WALKED_ALL_MAX ||
		(by->rule && nearly_conditions(by->chain, by->rule)))
		return NULL;
	struct nearly *x = ARENA_NEW(r->scratch, struct nearly);
	*x = (struct nearly){.r = r,
		.pair = {.to = by->to.family ? by->to : p->to, .interface = p->interface},
		.port = {.port = by->port ? by->port : port->port, .proto = port->proto},
		.from = {*from, {0}},
		.by = by};
	walk(x, base_of(x), 0);
	if (!x->rank)
		return NULL;
	struct decider *out = ARENA_NEW(r->arena, struct decider);
	rulings_tell(r, &x->best, out);
	return out;
}
