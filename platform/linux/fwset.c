/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "fwset.h"

#include <stdlib.h>
#include <string.h>

bool fwset_is_ufw(const char *chain)
{
	return strncmp(chain, "ufw-", 4) == 0 || strncmp(chain, "ufw6-", 5) == 0;
}

static int compare(const void *a, const void *b)
{
	const struct fw_chain *x = *(struct fw_chain *const *)a;
	const struct fw_chain *y = *(struct fw_chain *const *)b;
	if (x->table != y->table)
		return x->table->number < y->table->number ? -1 : 1;
	return strcmp(x->name, y->name);
}

void fwset_index(struct arena *a, struct fwset *n)
{
	n->sorted = arena_array(a, n->chains.n, sizeof(struct fw_chain *));
	for (size_t i = 0; i < n->chains.n; i++)
		n->sorted[i] = n->chains.v[i];
	if (n->chains.n)
		qsort(n->sorted, n->chains.n, sizeof(struct fw_chain *), compare);
}

struct fw_chain *fwset_find(
	const struct fwset *n, const struct fw_table *t, const char *chain)
{
	const struct fw_chain want = {.table = t, .name = chain}, *key = &want;
	struct fw_chain *const *found = NULL;
	if (n->chains.n)
		found = bsearch(
			&key, n->sorted, n->chains.n, sizeof(struct fw_chain *), compare);
	return found ? *found : NULL;
}

void fwset_lead(struct arena *a, struct fw_chain *from, struct fw_chain *to)
{
	for (size_t i = 0; i < from->to.n; i++)
		if (from->to.v[i] == to)
			return;
	VEC_PUSH(a, &from->to, to);
}

static bool is_one_of(const char *s, const char *const *list)
{
	for (; *list; list++)
		if (strcmp(s, *list) == 0)
			return true;
	return false;
}

/* firewalld's tables: its own, and the one of panic mode and of a reload. */
static bool is_firewalld(const struct fw_table *t)
{
	static const char *const names[] = {
		"firewalld", "firewalld_policy_drop", "firewalld_policy_block", NULL};
	return is_one_of(t->name, names);
}

/*
 * iptables-nft's tables have one of five names, and base chains in capitals at the hook
 * of that name (iptables/nft.c, xtables_ipv4). A base chain of another name is somebody
 * else's.
 */
static bool is_iptables(const struct fwset *n, const struct fw_table *t)
{
	static const char *const names[] = {
		"filter", "nat", "mangle", "raw", "security", NULL};
	static const char *const hooks[] = {[HOOK_PREROUTING] = "PREROUTING",
		[HOOK_INPUT] = "INPUT",
		[HOOK_FORWARD] = "FORWARD",
		[HOOK_OUTPUT] = "OUTPUT",
		[HOOK_POSTROUTING] = "POSTROUTING"};
	bool any = false;
	if ((t->family != NF_IP && t->family != NF_IP6) || !is_one_of(t->name, names))
		return false;
	for (size_t i = 0; i < n->chains.n; i++) {
		const struct fw_chain *c = n->chains.v[i];
		if (c->table != t || !c->base)
			continue;
		if (c->hook > HOOK_POSTROUTING || strcmp(c->name, hooks[c->hook]) != 0)
			return false;
		any = true;
	}
	return any || t->compat;
}

/* What firewalld puts into iptables: all of it with FirewallBackend=iptables, direct
 * rules always (firewalld, core/ipXtables.py). */
static bool is_firewalld_chain(const char *name)
{
	static const char *const names[] = {"INPUT_ZONES", "INPUT_direct",
		"PREROUTING_ZONES", "PREROUTING_direct", "FORWARD_direct",
		"OUTPUT_direct", "POSTROUTING_direct", NULL};
	return is_one_of(name, names);
}

static bool has_firewalld_chain(const struct fwset *n, const struct fw_table *t)
{
	for (size_t i = 0; i < n->chains.n; i++)
		if (n->chains.v[i]->table == t &&
			is_firewalld_chain(n->chains.v[i]->name))
			return true;
	return false;
}

void fwset_attribute(struct fwset *n)
{
	for (size_t i = 0; i < n->tables.n; i++) {
		struct fw_table *t = n->tables.v[i];
		if (is_firewalld(t))
			t->owner = OWNER_FIREWALLD;
		else if (n->legacy || is_iptables(n, t))
			t->owner = has_firewalld_chain(n, t) ? OWNER_FIREWALLD
							     : OWNER_IPTABLES;
	}
}

bool fwset_inbound(const struct fw_chain *c)
{
	if (!c->base || c->table->dormant)
		return false;
	switch (c->table->family) {
	case NF_NETDEV:
		return c->hook == HOOK_INGRESS;
	case NF_INET:
	case NF_IP:
	case NF_IP6:
	case NF_BRIDGE: /* its hooks have the same numbers */
		return c->hook == HOOK_PREROUTING || c->hook == HOOK_INPUT ||
		       c->hook == HOOK_INGRESS;
	default:
		return false;
	}
}

int64_t fwset_reach(struct fw_chain *c)
{
	struct work {
		struct work *next;
		struct fw_chain *chain;
	};
	struct arena *scratch = arena_new();
	struct work first = {.chain = c}, *list = c->reached ? NULL : &first;
	int64_t rules = 0;
	c->reached = true;
	while (list) {
		struct fw_chain *at = list->chain;
		list = list->next;
		rules += at->rules;
		for (size_t i = 0; i < at->to.n; i++) {
			struct fw_chain *to = at->to.v[i];
			if (to->reached)
				continue;
			to->reached = true;
			struct work *w = ARENA_NEW(scratch, struct work);
			*w = (struct work){.next = list, .chain = to};
			list = w;
		}
	}
	arena_free(scratch);
	return rules;
}

void fwset_unmark(struct fwset *n)
{
	for (size_t i = 0; i < n->chains.n; i++)
		n->chains.v[i]->reached = false;
}
