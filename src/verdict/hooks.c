/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "hooks.h"

#include "ready.h"

#include <stdlib.h>
#include <string.h>

enum { PRIO_CONNTRACK = -200, PRIO_NAT_DST = -100, PRIO_NAT_SRC = 100 };

struct entry {
	const struct nf_chain *chain;
	int32_t priority; /* where it runs: a nat chain under conntrack's nat hook */
	bool nat;
	bool late; /* of those whose order does not show, it is taken to run last */
};

static bool has_device(const struct nf_chain *c, const char *name)
{
	for (size_t i = 0; name && i < c->devices.n; i++)
		if (strcmp(c->devices.v[i], name) == 0)
			return true;
	return false;
}

static bool sees(const struct eval *e, const struct nf_chain *c, int hook)
{
	int family = c->table->family;
	if (c->hook != hook || !c->type || c->table->flags & TABLE_DORMANT)
		return false;
	if (hook == HOOK_INGRESS)
		return (family == NF_NETDEV || family == NF_INET) &&
		       has_device(c, e->q->iif);
	return family == NF_INET || family == (e->packet.family == 4 ? NF_IP : NF_IP6);
}

static int by_order(const void *a, const void *b)
{
	const struct entry *x = a, *y = b;
	if (x->priority != y->priority)
		return x->priority < y->priority ? -1 : 1;
	if (x->late != y->late)
		return x->late - y->late;
	/* the nat chains stand together, in the order of their own priorities */
	if (x->nat && y->nat && x->chain->priority != y->chain->priority)
		return x->chain->priority < y->chain->priority ? -1 : 1;
	return x->chain->order > y->chain->order ? -1 : x->chain->order < y->chain->order;
}

/*
 * Conntrack's nat hook was registered with the first nat chain ever, and a legacy
 * table when it
 * was first looked at: where such a one has another's priority, the rulesets do not
 * tell which
 * runs first.
 */
static bool another_kind(const struct entry *a, const struct entry *b)
{
	return a->nat != b->nat || a->chain->table->legacy != b->chain->table->legacy;
}

static bool order_shows(const struct entry *v, size_t n)
{
	for (size_t i = 1; i < n; i++)
		if (v[i - 1].priority == v[i].priority && another_kind(&v[i - 1], &v[i]))
			return false;
	return true;
}

static void turn_around(struct entry *v, size_t n)
{
	for (size_t i = 0; i < n; i++)
		v[i].late = !v[i].late;
	qsort(v, n, sizeof(*v), by_order);
}

static size_t entries_of(struct eval *e, int hook, struct entry **out)
{
	size_t n = 0;
	for (size_t t = 0; t < e->rs->tables.n; t++)
		n += e->rs->tables.v[t]->chains.n;
	struct entry *v = arena_array(e->arena, n, sizeof(*v));
	bool dst = hook == HOOK_PREROUTING || hook == HOOK_OUTPUT;
	n = 0;
	for (size_t t = 0; t < e->rs->tables.n; t++) {
		for (size_t i = 0; i < e->rs->tables.v[t]->chains.n; i++) {
			const struct nf_chain *c = e->rs->tables.v[t]->chains.v[i];
			if (!sees(e, c, hook))
				continue;
			bool nat = strcmp(c->type, "nat") == 0;
			v[n++] = (struct entry){.chain = c,
				.nat = nat,
				.late = nat || c->table->legacy,
				.priority = !nat  ? c->priority
					    : dst ? PRIO_NAT_DST
						  : PRIO_NAT_SRC};
		}
	}
	qsort(v, n, sizeof(*v), by_order);
	*out = v;
	return n;
}

/* -- is conntrack on for the family? ---------------------------------------------- */

static bool name_is_one_of(struct bytes name, const char *const *names)
{
	for (; *names; names++)
		if (name.n && name.p[0] == (unsigned char)**names &&
			attr_is(name, *names))
			return true;
	return false;
}

bool rule_needs_conntrack(const struct nf_rule *rule, int family)
{
	static const char *const exprs[] = {
		"ct", "masq", "redir", "connlimit", "synproxy", "flow_offload", NULL};
	static const char *const xt[] = {"conntrack", "state", "connlimit", "connmark",
		"helper", "connbytes", "connlabel", "DNAT", "SNAT", "REDIRECT",
		"MASQUERADE", "NETMAP", "CT", "NOTRACK", "CONNMARK", "CONNSECMARK",
		"SYNPROXY", NULL};
	struct attr_walk w = attr_walk(rule->exprs);
	struct attr at;
	while (attr_next(&w, &at)) {
		struct attrs t, inner;
		attrs_read(&t, at.data, 1u << A_EXPR_NAME | 1u << A_EXPR_DATA);
		if (!attrs_has(&t, A_EXPR_NAME))
			continue;
		if (name_is_one_of(t.at[A_EXPR_NAME], exprs))
			return true;
		/* for the family that it names alone (nft_nat_init) */
		if (attr_is(t.at[A_EXPR_NAME], "nat") && attrs_has(&t, A_EXPR_DATA)) {
			attrs_read(&inner, t.at[A_EXPR_DATA], 0xfe);
			if (attrs_u32(&inner, A_NAT_FAMILY) == (uint32_t)family)
				return true;
		}
		if (!attrs_has(&t, A_EXPR_DATA) ||
			(!attr_is(t.at[A_EXPR_NAME], "match") &&
				!attr_is(t.at[A_EXPR_NAME], "target")))
			continue;
		attrs_read(&inner, t.at[A_EXPR_DATA], 0xe);
		if (attrs_has(&inner, A_XT_NAME) &&
			name_is_one_of(inner.at[A_XT_NAME], xt))
			return true;
	}
	return false;
}

static bool chain_needs_conntrack(const struct nf_chain *c, int family)
{
	if (c->ready)
		return family == NF_IP ? c->ready->conntrack4 : c->ready->conntrack6;
	for (size_t r = 0; r < c->rules_n; r++)
		if (rule_needs_conntrack(&c->rules[r], family))
			return true;
	return false;
}

static bool table_needs_conntrack(const struct nf_table *t, int family)
{
	/* a legacy nat table registers with conntrack's nat core by itself */
	if (t->legacy)
		return strcmp(t->name, "nat") == 0;
	for (size_t c = 0; c < t->chains.n; c++)
		if (chain_needs_conntrack(t->chains.v[c], family))
			return true;
	return false;
}

/* Objects of conntrack load it as soon as they are there, used or not (their init calls
 * nf_ct_netns_get). */
static bool objects_need_conntrack(const struct nf_table *t)
{
	for (size_t i = 0; i < t->objs.n; i++) {
		uint32_t type = t->objs.v[i]->type;
		if (type == OBJ_CT_HELPER || type == OBJ_CT_TIMEOUT ||
			type == OBJ_CT_EXPECT || type == OBJ_CONNLIMIT ||
			type == OBJ_SYNPROXY)
			return true;
	}
	return false;
}

static bool conntrack_on(const struct eval *e)
{
	int own = e->packet.family == 4 ? NF_IP : NF_IP6;
	for (size_t i = 0; i < e->rs->tables.n; i++) {
		const struct nf_table *t = e->rs->tables.v[i];
		if ((t->family == own || t->family == NF_INET) &&
			(objects_need_conntrack(t) || table_needs_conntrack(t, own)))
			return true;
	}
	return false;
}

/* -- running ---------------------------------------------------------------------- */

/* The end of a base chain: its policy. */
static void apply_policy(
	struct eval *e, const struct nf_chain *c, struct world w, struct worlds *accepted)
{
	if (c->policy != V_ACCEPT) {
		outcome_add(e, &w, FATE_DROP, c, NULL, NULL, NULL);
		return;
	}
	/* a rule that accepted in an earlier chain says more than this chain's policy */
	if (!w.by_rule) {
		w.by_chain = c;
		w.by_path = NULL;
	}
	worlds_add(e, accepted, w);
}

/* What a chain behind the rewriting of the source makes of it is not followed. */
static bool other_source(struct eval *e, const struct nf_chain *c, struct world *w)
{
	static const char why[] = "a source that was rewritten before";
	if (!(w->state.dim & DIM_SOURCE) || c->rules_n == 0)
		return false;
	w->reasons = reason_add(e, w->reasons, REASON_UNKNOWN, why, c, NULL);
	outcome_add(e, w, FATE_UNKNOWN, c, NULL, NULL, why);
	return true;
}

static void base_run(struct eval *e, const struct nf_chain *c, struct worlds *worlds)
{
	struct worlds in = {0};
	struct sink sink = {0};
	for (size_t i = 0; i < worlds->n; i++)
		if (!other_source(e, c, &worlds->v[i]))
			worlds_add(e, &in, worlds->v[i]);
	chain_run(e, c, NULL, 0, &in, &sink);
	for (size_t i = 0; i < sink.returned.n; i++)
		apply_policy(e, c, sink.returned.v[i], &sink.accepted);
	*worlds = sink.accepted;
}

/* A nat chain sees only what conntrack tracks and no earlier chain has bound. */
static void nat_run(
	struct eval *e, const struct nf_chain *c, uint32_t binding, struct worlds *worlds)
{
	struct worlds unbound = {0}, rest = {0};
	for (size_t i = 0; i < worlds->n; i++) {
		const struct world *w = &worlds->v[i];
		bool sees_it =
			w->state.ct_state == CTS_NEW && !(w->state.natted & binding);
		worlds_add(e, sees_it ? &unbound : &rest, *w);
	}
	base_run(e, c, &unbound);
	for (size_t i = 0; i < unbound.n; i++)
		worlds_add(e, &rest, unbound.v[i]);
	*worlds = rest;
}

/* Conntrack's own hook: from here on the packet has an entry, unless it shall have
 * none. */
static void conntrack_sees(struct worlds *worlds)
{
	for (size_t i = 0; i < worlds->n; i++)
		if (worlds->v[i].state.ct_state != CTS_UNTRACKED)
			worlds->v[i].state.ct_state = CTS_NEW;
}

/* Conntrack's nat hook stands at all hooks of a family once it has any nat chain. */
static bool nat_on(const struct eval *e)
{
	int own = e->packet.family == 4 ? NF_IP : NF_IP6;
	for (size_t t = 0; t < e->rs->tables.n; t++) {
		const struct nf_table *tb = e->rs->tables.v[t];
		if ((tb->family != own && tb->family != NF_INET) ||
			tb->flags & TABLE_DORMANT)
			continue;
		for (size_t c = 0; c < tb->chains.n; c++)
			if (tb->chains.v[c]->type &&
				strcmp(tb->chains.v[c]->type, "nat") == 0)
				return true;
	}
	return false;
}

/* Behind the nat hook a binding stands, if only the null one
 * (nf_nat_alloc_null_binding). */
static void nat_done(struct worlds *worlds, bool dst)
{
	for (size_t i = 0; i < worlds->n; i++)
		if (worlds->v[i].state.ct_state == CTS_NEW)
			worlds->v[i].state.natted |= dst ? DONE_DST : DONE_SRC;
}

static void run_entries(
	struct eval *e, const struct entry *v, size_t n, bool dst, struct worlds *worlds)
{
	bool tracked = conntrack_on(e), nat = tracked && nat_on(e);
	int32_t nat_at = dst ? PRIO_NAT_DST : PRIO_NAT_SRC;
	for (size_t i = 0; i < n && worlds->n; i++) {
		if (nat && v[i].priority > nat_at && e->hook != HOOK_FORWARD &&
			e->hook != HOOK_INGRESS) {
			nat_done(worlds, dst);
			nat = false;
		}
		if (dst && v[i].priority >= PRIO_CONNTRACK)
			conntrack_sees(worlds);
		if (!v[i].nat) {
			base_run(e, v[i].chain, worlds);
			continue;
		}
		if (tracked)
			nat_run(e, v[i].chain, dst ? BOUND_DST : BOUND_SRC, worlds);
	}
	if (dst)
		conntrack_sees(worlds);
	if (nat && e->hook != HOOK_FORWARD && e->hook != HOOK_INGRESS)
		nat_done(worlds, dst);
}

/* The same worlds once more, for the other order. */
static struct worlds twins_of(struct eval *e, const struct worlds *worlds)
{
	struct worlds twins = {0};
	for (size_t i = 0; i < worlds->n; i++) {
		struct world w = worlds->v[i];
		w.sources = space_copy(e->arena, &w.sources);
		w.reasons = reason_add(e, w.reasons, REASON_UNKNOWN,
			"chains of one priority whose order does not show", NULL, NULL);
		worlds_add(e, &twins, w);
	}
	return twins;
}

void hook_run(struct eval *e, int hook, enum stage stage, struct worlds *worlds)
{
	struct entry *v;
	size_t n = entries_of(e, hook, &v);
	bool dst = hook == HOOK_PREROUTING || hook == HOOK_OUTPUT;
	struct worlds twins = {0};
	e->stage = stage;
	e->hook = hook;
	bool shows = order_shows(v, n);
	if (!shows)
		twins = twins_of(e, worlds);
	run_entries(e, v, n, dst, worlds);
	if (shows)
		return;
	turn_around(v, n);
	run_entries(e, v, n, dst, &twins);
	for (size_t i = 0; i < twins.n; i++)
		worlds_add(e, worlds, twins.v[i]);
}
