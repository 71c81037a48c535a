/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "fwset.h"

#include "verdict/attr.h"

#include <string.h>

struct taking {
	struct arena *arena;
	const struct ruleset *rs;
	struct fwset *out;
	struct fw_table *table;
	struct fw_chain *chain; /* whose rules are looked at */
};

/* -- where rules lead to ---------------------------------------------------------- */

static void lead(const struct taking *t, const char *name)
{
	struct fw_chain *to = fwset_find(t->out, t->table, name);
	if (!to)
		return;
	t->chain->ufw_jumps += fwset_is_ufw(to->name);
	fwset_lead(t->arena, t->chain, to);
}

static bool nested(struct bytes in, int type, struct bytes *out)
{
	struct attrs t;
	attrs_read(&t, in, 1u << type);
	if (attrs_has(&t, type))
		*out = t.at[type];
	return attrs_has(&t, type);
}

/* "immediate" with a verdict: jump and goto name a chain. */
static void take_verdict(const struct taking *t, struct bytes data)
{
	struct bytes b = data;
	if (nested(b, A_IMM_DATA, &b) && nested(b, A_DATA_VERDICT, &b) &&
		nested(b, A_VERDICT_CHAIN, &b) && memchr(b.p, '\0', b.n))
		lead(t, (const char *)b.p);
}

static void take_expression(const struct taking *t, struct bytes expr)
{
	struct attrs e;
	attrs_read(&e, expr, 1u << A_EXPR_NAME | 1u << A_EXPR_DATA);
	if (!attrs_has(&e, A_EXPR_NAME))
		return;
	struct bytes name = e.at[A_EXPR_NAME];
	if (attr_is(name, "match") || attr_is(name, "target"))
		t->table->compat = true;
	else if (attrs_has(&e, A_EXPR_DATA) && attr_is(name, "immediate"))
		take_verdict(t, e.at[A_EXPR_DATA]);
}

/* An expression that is not known hides no other. A rule of legacy iptables has the name
 * of the chain that it jumps to in its user data (verdict/legacy.c). */
static void take_rule(const struct taking *t, const struct nf_rule *rule, bool legacy)
{
	struct attr_walk w = attr_walk(rule->exprs);
	struct attr at;
	if (legacy && rule->userdata.n)
		lead(t, arena_dup(t->arena, rule->userdata.p, rule->userdata.n));
	while (!legacy && attr_next(&w, &at))
		take_expression(t, at.data);
}

/* Where a map leads to can be reached from any chain of its table that looks it up.
 * Which do is not told apart here: each base chain of the table is taken to. */
static void take_map(const struct taking *t, const struct nf_set *s)
{
	for (size_t i = 0; s->elems.chains && i < s->elems.n; i++) {
		const char *name = s->elems.chains[i];
		struct fw_chain *to = name ? fwset_find(t->out, t->table, name) : NULL;
		for (size_t k = 0; to && k < t->out->chains.n; k++) {
			struct fw_chain *c = t->out->chains.v[k];
			if (c->base && c->table == t->table)
				fwset_lead(t->arena, c, to);
		}
	}
}

/* -- tables and chains ------------------------------------------------------------ */

static void take_chain(struct taking *t, const struct nf_chain *c)
{
	*VEC_ADD(t->arena, &t->out->chains, struct fw_chain) = (struct fw_chain){
		.table = t->table,
		.name = c->name,
		.base = c->hook != HOOK_NONE,
		.hook = c->hook,
		.priority = c->priority,
		.drops = c->hook != HOOK_NONE && c->policy != V_ACCEPT,
		.rules = (int64_t)c->rules_n,
	};
}

static void take_table(struct taking *t, const struct nf_table *table)
{
	const size_t number = t->out->tables.n;
	t->table = VEC_ADD(t->arena, &t->out->tables, struct fw_table);
	*t->table = (struct fw_table){
		.number = number,
		.family = table->family,
		.name = table->name,
		.dormant = table->flags & TABLE_DORMANT,
	};
	for (size_t i = 0; i < table->chains.n; i++)
		take_chain(t, table->chains.v[i]);
}

static void take_leads(struct taking *t, const struct nf_table *table, size_t *chain)
{
	for (size_t i = 0; i < table->chains.n; i++) {
		const struct nf_chain *c = table->chains.v[i];
		t->chain = t->out->chains.v[(*chain)++];
		for (size_t k = 0; k < c->rules_n; k++)
			take_rule(t, &c->rules[k], table->legacy);
	}
	for (size_t i = 0; i < table->sets.n; i++)
		take_map(t, table->sets.v[i]);
}

void fwset_take(struct arena *a, const struct ruleset *rs, bool legacy, struct fwset *out)
{
	struct taking t = {.arena = a, .rs = rs, .out = out};
	size_t table = 0, chain = 0;
	*out = (struct fwset){.legacy = legacy};
	for (size_t i = 0; i < rs->tables.n; i++)
		if (rs->tables.v[i]->legacy == legacy)
			take_table(&t, rs->tables.v[i]);
	fwset_index(a, out);
	for (size_t i = 0; i < rs->tables.n; i++) {
		if (rs->tables.v[i]->legacy != legacy)
			continue;
		t.table = out->tables.v[table++];
		take_leads(&t, rs->tables.v[i], &chain);
	}
	fwset_attribute(out);
}
