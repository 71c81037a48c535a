/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Rules that accept a port which is dropped: each rule is asked alone, as the only one of
 * a base chain on the input hook with policy drop. It names the port when it accepts that
 * and not another one.
 */
#include "rulings.h"

#include "verdict/attr.h"
#include "verdict/names.h"

#include <string.h>

enum {
	RULES_MAX = 5000, /* asked; a ruleset of more is not hand-made */
	FOUND_MAX = 4,    /* of one pair and port */
	OTHER_PORT = 9,   /* discard (RFC 863): nothing opens it */
	ROUNDS_MAX = 64,  /* of jumps within jumps */
};

struct reach { /* from which hooks a chain is reached: bit 1 << hook */
	const struct nf_chain *chain;
	unsigned hooks;
};
struct idle {
	struct rulings *r;
	const struct rulings_pair *pair;
	const struct ask_port *port;
	const struct decision *by;
	struct reach *reach;
	size_t reach_n;
	size_t asked, found;
};

/* -- who jumps where -------------------------------------------------------------- */

static struct reach *reach_of(
	const struct idle *x, const struct nf_table *t, const char *name)
{
	for (size_t i = 0; i < x->reach_n; i++)
		if (x->reach[i].chain->table == t &&
			strcmp(x->reach[i].chain->name, name) == 0)
			return &x->reach[i];
	return NULL;
}

static bool mark(const struct idle *x, const struct reach *from, const char *name)
{
	struct reach *to = name ? reach_of(x, from->chain->table, name) : NULL;
	if (!to || (to->hooks | from->hooks) == to->hooks)
		return false;
	to->hooks |= from->hooks;
	return true;
}

/* The chain that an immediate expression jumps to; NULL none. */
static const char *jump_of(struct arena *a, struct bytes data)
{
	struct attrs imm, value, verdict;
	attrs_read(&imm, data, ~0u);
	if (!attrs_has(&imm, A_IMM_DATA))
		return NULL;
	attrs_read(&value, imm.at[A_IMM_DATA], ~0u);
	if (!attrs_has(&value, A_DATA_VERDICT))
		return NULL;
	attrs_read(&verdict, value.at[A_DATA_VERDICT], ~0u);
	return attrs_has(&verdict, A_VERDICT_CHAIN)
		       ? attrs_str(a, &verdict, A_VERDICT_CHAIN)
		       : NULL;
}

static bool mark_rule(
	struct idle *x, const struct reach *from, const struct nf_rule *rule)
{
	bool more = false;
	if (from->chain->table->legacy)
		return mark(x, from,
			rule->userdata.n ? arena_dup(x->r->arena, rule->userdata.p,
						   rule->userdata.n)
					 : NULL);
	struct attr_walk w = attr_walk(rule->exprs);
	struct attr at;
	while (attr_next(&w, &at)) {
		struct attrs t;
		attrs_read(&t, at.data, ~0u);
		if (attrs_has(&t, A_EXPR_NAME) && attrs_has(&t, A_EXPR_DATA) &&
			attr_is(t.at[A_EXPR_NAME], "immediate"))
			more |= mark(x, from, jump_of(x->r->arena, t.at[A_EXPR_DATA]));
	}
	return more;
}

/* A verdict map may jump anywhere that its elements say. */
static bool mark_maps(const struct idle *x, const struct reach *from)
{
	const struct nf_table *t = from->chain->table;
	bool more = false;
	for (size_t s = 0; s < t->sets.n; s++) {
		const struct nf_elems *e = &t->sets.v[s]->elems;
		for (size_t i = 0; e->chains && i < e->n; i++)
			more |= mark(x, from, e->chains[i]);
	}
	return more;
}

static bool mark_round(struct idle *x)
{
	bool more = false;
	for (size_t i = 0; i < x->reach_n; i++) {
		const struct reach *from = &x->reach[i];
		for (size_t k = 0; from->hooks && k < from->chain->rules_n; k++)
			more |= mark_rule(x, from, &from->chain->rules[k]);
		if (from->hooks)
			more |= mark_maps(x, from);
	}
	return more;
}

static void find_reach(struct idle *x)
{
	const struct ruleset *rs = x->r->rs;
	size_t n = 0;
	for (size_t t = 0; t < rs->tables.n; t++)
		n += rs->tables.v[t]->chains.n;
	x->reach = arena_array(x->r->arena, n, sizeof(*x->reach));
	for (size_t t = 0; t < rs->tables.n; t++)
		for (size_t c = 0; c < rs->tables.v[t]->chains.n; c++) {
			const struct nf_chain *chain = rs->tables.v[t]->chains.v[c];
			bool base = chain->type && chain->hook >= 0;
			x->reach[x->reach_n++] = (struct reach){
				.chain = chain, .hooks = base ? 1u << chain->hook : 0};
		}
	for (int i = 0; i < ROUNDS_MAX && mark_round(x); i++)
		;
}

/* -- what a rule accepts by itself ------------------------------------------------- */

static bool accepts(struct idle *x, const struct ruleset *rs, int64_t port)
{
	struct verdict_answer answer;
	const struct ask_port ask = {.port = port, .proto = x->port->proto};
	/* a source that stands in no reserved space: any rule for "anyone" takes it */
	static const struct ip public4 = {.family = 4, .addr = {1, 1, 1, 1}};
	static const struct ip public6 = {
		.family = 6, .addr = {0x26, 0x06, 0x47, [15] = 1}};
	const struct range from = {x->pair->to.family == 4 ? public4 : public6, {0}};
	return rulings_ask(x->r, rs, x->pair, &ask, &from, &answer) &&
	       answer.parts[0].fate == FATE_ACCEPT && answer.parts[0].by->chain;
}

static bool names_port(
	struct idle *x, const struct nf_chain *chain, const struct nf_rule *rule)
{
	struct nf_table table = *chain->table;
	struct nf_chain alone = {.name = chain->name,
		.table = &table,
		.type = "filter",
		.hook = HOOK_INPUT,
		.policy = V_DROP,
		.rules_n = 1};
	struct nf_rule copy = *rule;
	struct nf_chain *chains[] = {&alone};
	struct nf_table *tables[] = {&table};
	struct ruleset rs = {.generation = x->r->rs->generation};
	alone.rules = &copy;
	table.chains.v = chains;
	table.chains.n = 1;
	table.flags = 0;
	rs.tables.v = tables;
	rs.tables.n = 1;
	x->asked++;
	return accepts(x, &rs, x->port->port) && !accepts(x, &rs, OTHER_PORT);
}

static void tell(struct idle *x, const struct reach *from, const struct nf_rule *rule)
{
	struct idle_rule *out = VEC_ADD(x->r->arena, &x->r->out->idle, struct idle_rule);
	const struct decision d = {.fate = FATE_ACCEPT,
		.stage = STAGE_INPUT,
		.chain = from->chain,
		.rule = rule};
	rulings_tell(x->r, &d, &out->rule);
	out->to = x->pair->to;
	out->interface = x->pair->interface;
	out->port = x->port->port;
	out->proto = x->port->proto == 17 ? "udp" : "tcp";
	if (from->chain->table->flags & TABLE_DORMANT)
		out->why = "its table is dormant";
	else if (from->hooks == 0)
		out->why = "no rule jumps to its chain";
	x->found++;
}

/* On the way in, or on none: what is asked on the way out alone opens nothing here. */
static bool is_candidate(const struct idle *x, const struct reach *from)
{
	const struct nf_chain *c = from->chain;
	int family = c->table->family;
	bool fits =
		family == NF_INET || family == (x->pair->to.family == 4 ? NF_IP : NF_IP6);
	unsigned in = 1u << HOOK_INPUT | 1u << HOOK_PREROUTING;
	if (x->by->stage == STAGE_FORWARD)
		in |= 1u << HOOK_FORWARD;
	return fits && (!c->type || strcmp(c->type, "filter") == 0) &&
	       (from->hooks == 0 || from->hooks & in);
}

void rulings_idle(struct rulings *r, const struct rulings_pair *p,
	const struct ask_port *port, const struct decision *by)
{
	struct idle x = {.r = r, .pair = p, .port = port, .by = by};
	find_reach(&x);
	for (size_t i = 0; i < x.reach_n; i++) {
		const struct nf_chain *c = x.reach[i].chain;
		for (size_t k = 0; is_candidate(&x, &x.reach[i]) && k < c->rules_n; k++) {
			if (x.asked >= RULES_MAX || x.found >= FOUND_MAX)
				return;
			if (&c->rules[k] != by->rule && names_port(&x, c, &c->rules[k]))
				tell(&x, &x.reach[i], &c->rules[k]);
		}
	}
}
