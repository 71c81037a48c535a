/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One question to the engine, and its answer in words. */
#include "rulings.h"

#include "verdict/attr.h"
#include "verdict/names.h"

#include <string.h>

enum {
	ROUNDS_MAX = 64,           /* of needs for one question */
	STEPS_MAX_ALL = 200000000, /* rules evaluated for all questions */
	PATH_MAX_STEPS = 31,
};

static struct space sources(struct arena *a, const struct range *from, int family)
{
	if (!from->lo.family)
		return space_all(a, family);
	return from->hi.family ? space_of(a, from) : space_one(a, &from->lo);
}

static bool ask_from_port(struct rulings *r, const struct ruleset *rs,
	const struct rulings_pair *p, const struct ask_port *port,
	const struct range *from, int source_port, struct verdict_answer *out)
{
	for (int round = 0; round < ROUNDS_MAX && r->steps < STEPS_MAX_ALL; round++) {
		struct question q = {
			.to = p->to,
			.proto = (int)port->proto,
			.port = (int)port->port,
			.source_port = source_port,
			.iif = r->q->output ? NULL : p->interface,
			.output = r->q->output,
			.oif = r->q->output ? p->interface : NULL,
		};
		q.sources = sources(r->scratch, from, p->to.family);
		memset(out, 0, sizeof(*out));
		verdict_ask_both(r->scratch, rs, r->facts, &q, out);
		r->steps += out->steps;
		if (out->needs.n == 0)
			return out->parts_n > 0;
		for (size_t i = 0; i < out->needs.n; i++)
			r->answer(r->arg, out->needs.v[i]);
	}
	return false;
}

bool rulings_ask(struct rulings *r, const struct ruleset *rs,
	const struct rulings_pair *p, const struct ask_port *port,
	const struct range *from, struct verdict_answer *out)
{
	return ask_from_port(r, rs, p, port, from, r->source_port, out);
}

bool rulings_ask_syn(struct rulings *r, const struct packet_verdict *v, int source_port,
	struct verdict_answer *out)
{
	const struct rulings_pair pair = {.to = v->to, .interface = v->interface};
	const struct ask_port port = {.port = v->port, .proto = 6};
	const struct range from = {.lo = v->from};
	struct arena *before = r->scratch;
	r->scratch = r->arena;
	bool ok = ask_from_port(r, r->rs, &pair, &port, &from, source_port, out);
	r->scratch = before;
	return ok;
}

/* -- who decided ------------------------------------------------------------------ */

static const char *base_chain(const struct ruleset *rs, const struct decision *d)
{
	const struct path_step *s = d->path;
	const struct nf_rule *jump = NULL;
	for (; s; s = s->up)
		jump = s->rule;
	for (size_t t = 0; jump && t < rs->tables.n; t++)
		for (size_t c = 0; c < rs->tables.v[t]->chains.n; c++) {
			const struct nf_chain *chain = rs->tables.v[t]->chains.v[c];
			if (jump >= chain->rules && jump < chain->rules + chain->rules_n)
				return chain->name;
		}
	return NULL;
}

/* The steps hold the chains that were jumped to; the base chain stands above them. */
static void tell_path(struct rulings *r, const struct decision *d, strs *out)
{
	const struct nf_chain *chain[PATH_MAX_STEPS];
	const char *base = base_chain(r->rs, d);
	size_t n = 0;
	for (const struct path_step *s = d->path; s && n < PATH_MAX_STEPS; s = s->up)
		chain[n++] = s->chain;
	if (base)
		VEC_PUSH(r->arena, out, base);
	if (!d->path && d->chain)
		VEC_PUSH(r->arena, out, d->chain->name);
	while (n-- > 0)
		VEC_PUSH(r->arena, out, chain[n]->name);
}

const struct nf_set *rulings_lookup(
	struct arena *a, const struct nf_chain *chain, struct bytes expr)
{
	struct attrs e, d;
	attrs_read(&e, expr, ~0u);
	if (!attrs_has(&e, A_EXPR_NAME) || !attrs_has(&e, A_EXPR_DATA) ||
		!attr_is(e.at[A_EXPR_NAME], "lookup"))
		return NULL;
	attrs_read(&d, e.at[A_EXPR_DATA], ~0u);
	return table_set(chain->table, attrs_str(a, &d, A_LOOKUP_SET));
}

/* A rule is told with the elements of its anonymous sets. */
static void read_sets(
	struct rulings *r, const struct nf_chain *chain, const struct nf_rule *rule)
{
	struct attr_walk w = attr_walk(rule->exprs);
	struct attr at;
	while (!chain->table->legacy && attr_next(&w, &at)) {
		const struct nf_set *s = rulings_lookup(r->arena, chain, at.data);
		const struct need need = {.kind = NEED_SET_ALL, .set = s};
		if (s && s->flags & SET_ANONYMOUS && !s->all_known)
			r->answer(r->arg, &need);
	}
}

static const char *owner_of(struct rulings *r, const struct nf_chain *chain,
	const struct nf_rule *rule, const char *text)
{
	const char *by_names = rule_owner(r->arena, chain, rule);
	return r->owner ? r->owner(r->owner_arg, chain, rule, text, by_names) : by_names;
}

static const struct told_rule *tell_words(struct rulings *r, const struct decision *d)
{
	const struct nf_chain *chain = d->chain;
	for (size_t i = 0; i < RULINGS_LAST && i < r->last_n; i++)
		if (r->last[i].chain == chain && r->last[i].rule == d->rule)
			return &r->last[i];
	struct told_rule *t = &r->last[r->last_n++ % RULINGS_LAST];
	*t = (struct told_rule){.chain = chain, .rule = d->rule};
	if (d->rule) {
		read_sets(r, chain, d->rule);
		t->text = rule_text(r->arena, r->rs, chain, d->rule, NULL);
		t->comment = rule_comment(r->arena, chain, d->rule);
	} else {
		t->text = chain->policy == V_ACCEPT ? "policy accept" : "policy drop";
	}
	t->owner = owner_of(r, chain, d->rule, t->text);
	return t;
}

static void tell_rule(struct rulings *r, const struct decision *d, struct decider *out)
{
	const struct nf_chain *chain = d->chain;
	const struct told_rule *t = tell_words(r, d);
	out->family = nf_family_word(chain->table->family);
	out->table = chain->table->name;
	out->chain = chain->name;
	out->legacy = chain->table->legacy;
	if (d->rule)
		out->handle = (int64_t)d->rule->handle;
	out->rule = t->text;
	out->comment = t->comment;
	out->owner = t->owner;
}

void rulings_tell(struct rulings *r, const struct decision *d, struct decider *out)
{
	bool netfilter = d->chain != NULL;
	out->stage =
		netfilter || d->fate == FATE_ACCEPT ? "netfilter" : stage_words[d->stage];
	out->hook = d->stage <= STAGE_OUTPUT ? stage_words[d->stage] : NULL;
	out->detail = arena_str(r->arena, d->detail);
	tell_path(r, d, &out->path);
	if (netfilter)
		tell_rule(r, d, out);
	else if (d->fate == FATE_ACCEPT)
		out->detail = "no base chain stands in the way";
}
