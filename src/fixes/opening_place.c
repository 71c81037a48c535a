/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where a rule that accepts belongs. */
#include "ways.h"

#include "verdict/nearly.h"

enum { GOTOS_MAX = 8 };

/* -- policies ----------------------------------------------------------------------- */

static const struct nf_chain *goto_of(
	struct arena *a, const struct nf_chain *chain, const struct nf_rule *rule)
{
	const char *to;
	(void)nearly_jump(a, chain, rule, &to);
	return to ? table_chain(chain->table, to) : NULL;
}

/* The end of the base chain; where that is not reached, the end of a chain that it goes
 * to; else the last place that is. */
static bool place_of_policy(
	struct opening *o, const struct nf_chain **chain, const struct nf_rule **before)
{
	struct edit probe = {.kind = EDIT_ACCEPT, .chain = o->chain};
	size_t tried = 0;
	opening_scope(o, &probe);
	*chain = o->chain;
	*before = NULL;
	if (opening_helps(o, &probe))
		return true;
	for (size_t i = o->chain->rules_n; i-- > 0 && tried < GOTOS_MAX;) {
		probe.chain = goto_of(o->ways->arena, o->chain, &o->chain->rules[i]);
		if (!probe.chain || probe.chain->hook != HOOK_NONE)
			continue;
		tried++;
		if (!opening_helps(o, &probe))
			continue;
		*chain = probe.chain;
		return true;
	}
	return opening_last_place(o, o->chain, before);
}

/* -- either ------------------------------------------------------------------------- */

/* The chain of the model that holds this rule. */
static const struct nf_chain *holder(const struct nf_table *t, const struct nf_rule *rule)
{
	for (size_t i = 0; rule && i < t->chains.n; i++) {
		const struct nf_chain *c = t->chains.v[i];
		if (rule >= c->rules && rule < c->rules + c->rules_n)
			return c;
	}
	return NULL;
}

bool opening_place(
	struct opening *o, const struct nf_chain **chain, const struct nf_rule **before)
{
	if (!o->rule)
		return place_of_policy(o, chain, before);
	*chain = o->chain;
	*before = o->rule;
	for (const struct path_step *s = o->by->path; s; s = s->up) {
		const struct nf_chain *up = holder(s->chain->table, s->rule);
		up = up ? edit_chain(o->rules, up) : NULL;
		const struct nf_rule *jump = up ? edit_rule(up, s->rule) : NULL;
		if (!jump || !nearly_drops_all(o->ways->arena, *chain))
			break;
		*chain = up;
		*before = jump;
	}
	return true;
}
