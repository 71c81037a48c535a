/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "edit.h"

#include "ready.h"

#include <string.h>

/* -- the same in another ruleset ---------------------------------------------------- */

static bool same_table(const struct nf_table *a, const struct nf_table *b)
{
	return a->family == b->family && a->legacy == b->legacy &&
	       strcmp(a->name, b->name) == 0;
}

const struct nf_chain *edit_chain(
	const struct ruleset *rs, const struct nf_chain *elsewhere)
{
	for (size_t i = 0; elsewhere && i < rs->tables.n; i++)
		if (same_table(rs->tables.v[i], elsewhere->table))
			return table_chain(rs->tables.v[i], elsewhere->name);
	return NULL;
}

/* Edits copy rules with where their bytes are. */
const struct nf_rule *edit_rule(
	const struct nf_chain *chain, const struct nf_rule *elsewhere)
{
	for (size_t i = 0; elsewhere && elsewhere->handle && i < chain->rules_n; i++)
		if (chain->rules[i].handle == elsewhere->handle &&
			chain->rules[i].exprs.p == elsewhere->exprs.p)
			return &chain->rules[i];
	return NULL;
}

size_t edit_number(const struct nf_chain *chain, const struct nf_rule *rule)
{
	return rule ? (size_t)(rule - chain->rules) + 1 : chain->rules_n + 1;
}

/* -- prefixes ----------------------------------------------------------------------- */

/* The widest prefix that begins with lo and ends at hi or before it. */
static struct cidr widest(const struct ip *lo, const struct ip *hi)
{
	const int all = lo->family == 4 ? 32 : 128;
	struct cidr best = {*lo, all};
	for (int bits = all - 1; bits >= 0; bits--) {
		if (lo->addr[bits / 8] & 0x80 >> bits % 8)
			break;
		struct cidr c = {*lo, bits};
		struct range r = range_of_cidr(&c);
		if (ip_compare(&r.hi, hi) > 0)
			break;
		best = c;
	}
	return best;
}

void edit_split(struct arena *a, const struct range *r, edit_prefixes *out)
{
	struct ip at = r->lo, hi = r->hi.family ? r->hi : r->lo;
	while (ip_compare(&at, &hi) <= 0) {
		struct cidr *c = VEC_ADD(a, out, struct cidr);
		*c = widest(&at, &hi);
		struct ip last = range_of_cidr(c).hi;
		if (!ip_next(&last, &at))
			return;
	}
}

/* -- the rules of one edit ---------------------------------------------------------- */

struct rules {
	struct arena *arena;
	struct nf_rule *v;
	size_t n, cap;
};

static void rules_add(struct rules *r, struct nf_rule rule)
{
	if (r->n == r->cap) {
		size_t cap = r->cap ? r->cap * 2 : 16;
		struct nf_rule *v = arena_array(r->arena, cap, sizeof(*v));
		if (r->n)
			memcpy(v, r->v, r->n * sizeof(*v));
		r->v = v;
		r->cap = cap;
	}
	r->v[r->n++] = rule;
}

static void add_port(struct rules *r, const struct edit *e, int port)
{
	const int verdict = e->kind == EDIT_RETURN ? V_RETURN : V_ACCEPT;
	struct arena *a = r->arena;
	const bool legacy = e->chain->table->legacy;
	if (e->from_n == 0)
		rules_add(
			r, legacy ? edit_legacy_rule(a, e->chain, e, port, NULL, verdict)
				  : edit_nft_rule(a, e->chain, e, port, NULL, verdict));
	for (size_t i = 0; i < e->from_n; i++) {
		edit_prefixes all = {0};
		if (!legacy) {
			rules_add(r, edit_nft_rule(
					     a, e->chain, e, port, &e->from[i], verdict));
			continue;
		}
		edit_split(a, &e->from[i], &all);
		for (size_t k = 0; k < all.n; k++)
			rules_add(r, edit_legacy_rule(
					     a, e->chain, e, port, all.v[k], verdict));
	}
}

static void add_edit(struct rules *r, const struct edit *e)
{
	if (e->ports_n == 0)
		add_port(r, e, 0);
	for (size_t i = 0; i < e->ports_n; i++)
		add_port(r, e, e->ports[i]);
}

/* -- chains ------------------------------------------------------------------------- */

struct editing {
	struct arena *arena;
	const struct edit *const *edits;
	size_t n;
};

static bool is_at(
	const struct edit *e, const struct nf_chain *chain, const struct nf_rule *rule)
{
	return e->chain == chain && e->before == rule;
}

static void take_rule(const struct editing *x, const struct nf_chain *chain,
	const struct nf_rule *rule, struct rules *out)
{
	bool gone = false;
	for (size_t i = 0; i < x->n; i++) {
		if (!is_at(x->edits[i], chain, rule))
			continue;
		if (x->edits[i]->kind == EDIT_REMOVE)
			gone = true;
		else
			add_edit(out, x->edits[i]);
	}
	if (rule && !gone)
		rules_add(out, *rule);
}

static void edit_rules(
	const struct editing *x, const struct nf_chain *from, struct nf_chain *to)
{
	struct rules out = {.arena = x->arena};
	bool any = false;
	for (size_t i = 0; i < x->n; i++)
		any |= x->edits[i]->chain == from;
	if (!any)
		return;
	for (size_t i = 0; i < from->rules_n; i++)
		take_rule(x, from, &from->rules[i], &out);
	take_rule(x, from, NULL, &out);
	to->rules = out.v;
	to->rules_n = out.n;
	to->ready = NULL;
}

static void copy_chain(
	const struct editing *x, const struct nf_chain *from, struct nf_table *table)
{
	struct nf_chain *c = VEC_ADD(x->arena, &table->chains, struct nf_chain);
	*c = *from;
	c->table = table;
	edit_rules(x, from, c);
}

static void copy_table(
	const struct editing *x, const struct nf_table *from, struct ruleset *rs)
{
	struct nf_table *t = VEC_ADD(x->arena, &rs->tables, struct nf_table);
	*t = *from;
	t->chains.v = NULL;
	t->chains.n = 0;
	for (size_t i = 0; i < from->chains.n; i++)
		copy_chain(x, from->chains.v[i], t);
}

struct ruleset *edit_apply(struct arena *a, const struct ruleset *rs,
	const struct edit *const *edits, size_t n)
{
	struct editing x = {.arena = a, .edits = edits, .n = n};
	struct ruleset *out = ARENA_NEW(a, struct ruleset);
	*out = *rs;
	out->tables.v = NULL;
	out->tables.n = 0;
	for (size_t i = 0; i < rs->tables.n; i++)
		copy_table(&x, rs->tables.v[i], out);
	ruleset_ready(a, out);
	return out;
}
