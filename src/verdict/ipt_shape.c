/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which rules are iptables'. */
#include "ipt.h"

#include <string.h>

static bool is_expr(struct bytes expr, const char *name)
{
	struct attrs e;
	attrs_read(&e, expr, ~0u);
	return attrs_has(&e, A_EXPR_NAME) && attr_is(e.at[A_EXPR_NAME], name);
}

static bool one_of(const char *s, const char *const *list)
{
	for (; *list; list++)
		if (strcmp(s, *list) == 0)
			return true;
	return false;
}

static bool table_shape(const struct nf_table *t)
{
	static const char *const tables[] = {
		"filter", "nat", "mangle", "raw", "security", NULL};
	static const char *const hooks[] = {
		"PREROUTING", "INPUT", "FORWARD", "OUTPUT", "POSTROUTING"};
	if ((t->family != NF_IP && t->family != NF_IP6) || !one_of(t->name, tables))
		return false;
	for (size_t i = 0; i < t->chains.n; i++) {
		const struct nf_chain *c = t->chains.v[i];
		if (c->hook != HOOK_NONE && (c->hook > HOOK_POSTROUTING ||
						    strcmp(c->name, hooks[c->hook]) != 0))
			return false;
	}
	return true;
}

/* iptables counts in each rule, just before what the rule does. */
static bool rule_shape(struct bytes exprs)
{
	struct attr_walk w = attr_walk(exprs);
	struct attr at, third = {0}, before = {0}, last = {0};
	while (attr_next(&w, &at)) {
		third = before;
		before = last;
		last = at;
	}
	/* TRACE is a value and what it is set to */
	return is_expr(last.data, "counter") || is_expr(before.data, "counter") ||
	       (is_expr(third.data, "counter") && is_expr(last.data, "meta"));
}

bool ipt_is(const struct nf_chain *chain, const struct nf_rule *rule)
{
	struct attr_walk w = attr_walk(rule->exprs);
	struct attr at;
	while (attr_next(&w, &at))
		if (is_expr(at.data, "match") || is_expr(at.data, "target"))
			return chain->table->family != NF_BRIDGE &&
			       chain->table->family != NF_ARP;
	return table_shape(chain->table) && rule_shape(rule->exprs);
}
