/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The evaluator on hostile rules: expressions, elements of sets and legacy blobs from
 * bytes.
 * The first byte chooses the question; then pieces follow, each behind its kind and
 * length.
 * Every need is answered with "could not be looked up" or with ranges made of the input.
 */
#include "verdict/legacy.h"
#include "verdict/ready.h"
#include "verdict/verdict.h"

#include <stdlib.h>
#include <string.h>

enum { PIECES_MAX = 64, ROUNDS_MAX = 8, RULES_MAX = 16, ELEMS_MAX = 32 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct input {
	const uint8_t *p;
	size_t n;
};

static struct bytes piece(struct input *in, uint8_t *kind)
{
	struct bytes b = {0};
	if (in->n < 3)
		return b;
	*kind = in->p[0];
	size_t n = (size_t)in->p[1] << 8 | in->p[2];
	in->p += 3;
	in->n -= 3;
	b.n = n < in->n ? n : in->n;
	b.p = in->p;
	in->p += b.n;
	in->n -= b.n;
	return b;
}

struct world_of {
	struct arena *arena;
	struct ruleset rs;
	struct nf_table *table;
	struct nf_chain *base, *sub;
	struct nf_set *set;
};

static struct nf_chain *chain_new(struct world_of *w, const char *name, int hook)
{
	struct nf_chain *c = VEC_ADD(w->arena, &w->table->chains, struct nf_chain);
	c->name = name;
	c->table = w->table;
	c->hook = hook;
	c->type = hook == HOOK_NONE ? NULL : "filter";
	c->policy = V_ACCEPT;
	c->rules = arena_array(w->arena, RULES_MAX, sizeof(*c->rules));
	return c;
}

static void start(struct world_of *w, uint8_t choice)
{
	w->table = VEC_ADD(w->arena, &w->rs.tables, struct nf_table);
	w->table->name = "t";
	w->table->family = choice & 1 ? NF_INET : NF_IP;
	w->base = chain_new(w, "b", choice & 2 ? HOOK_PREROUTING : HOOK_INPUT);
	if (choice & 4) {
		w->base->type = "nat";
		w->base->hook = HOOK_PREROUTING;
		w->base->priority = -100;
	}
	w->sub = chain_new(w, "s", HOOK_NONE);
	w->set = VEC_ADD(w->arena, &w->table->sets, struct nf_set);
	w->set->name = "m";
	w->set->table = w->table;
	w->set->key_len = choice & 8 ? 8 : 4;
	w->set->flags = choice & 16 ? SET_INTERVAL : 0;
	w->set->verdict_map = choice & 32;
	w->set->data_len = w->set->verdict_map ? 0 : 4;
}

static void add_rule(struct nf_chain *c, struct bytes b)
{
	if (c->rules_n < RULES_MAX)
		c->rules[c->rules_n++] =
			(struct nf_rule){.handle = c->rules_n, .exprs = b};
}

static void add_elements(struct world_of *w, struct bytes b)
{
	struct raw_elem *raw = arena_array(w->arena, ELEMS_MAX, sizeof(*raw));
	size_t n = 0, k = w->set->key_len;
	for (size_t at = 0; n < ELEMS_MAX && at + k + 2 <= b.n; at += k + 2, n++)
		raw[n] = (struct raw_elem){
			.key = {.p = b.p + at, .n = k},
			.interval_end = b.p[at + k] & 1,
			.catch_all = b.p[at + k] == 0x80,
			.verdict = (int8_t)b.p[at + k + 1],
			.chain = "s",
			.data = {.p = b.p + at, .n = w->set->data_len},
		};
	(void)set_take_elems(w->arena, w->set, raw, n);
}

static void add_legacy(struct world_of *w, struct bytes b, bool v6)
{
	struct legacy_blob_in blob = {.v6 = v6, .table = "filter", .valid_hooks = 0x2};
	if (b.n < 8)
		return;
	blob.hook_entry[1] = b.p[0];
	blob.underflow[1] = (uint32_t)b.p[1] << 8 | b.p[2];
	blob.entries = (struct bytes){.p = b.p + 8, .n = b.n - 8};
	if (legacy_take(w->arena, &blob, 0, &w->rs) != ERR_OK)
		add_rule(w->sub, b);
}

static void take(struct world_of *w, uint8_t kind, struct bytes b)
{
	switch (kind % 6) {
	case 0:
	case 1:
		add_rule(w->base, b);
		break;
	case 2:
		add_rule(w->sub, b);
		break;
	case 3:
		add_elements(w, b);
		break;
	default:
		add_legacy(w, b, kind % 6 == 5);
	}
}

static void forget_ready(struct ruleset *rs)
{
	for (size_t t = 0; t < rs->tables.n; t++)
		for (size_t c = 0; c < rs->tables.v[t]->chains.n; c++)
			rs->tables.v[t]->chains.v[c]->ready = NULL;
}

static void answer(struct facts *facts, const struct need *n, uint8_t choice)
{
	struct fact *f = facts_add(facts, n);
	f->known = choice & 64;
	f->why = "not looked up";
	f->value = choice & 3;
	f->ip = n->to;
}

static bool same_part(const struct verdict_part *a, const struct verdict_part *b)
{
	return a->fate == b->fate && a->several == b->several &&
	       ip_equal(&a->range.lo, &b->range.lo) &&
	       ip_equal(&a->range.hi, &b->range.hi) && a->by->stage == b->by->stage &&
	       a->by->chain == b->by->chain && a->by->rule == b->by->rule;
}

static void ask_again(struct world_of *w, const struct facts *facts, struct question *q,
	const struct verdict_answer *ans)
{
	struct verdict_answer again;
	verdict_ask(w->arena, &w->rs, facts, q, &again);
	if (again.needs.n || again.parts_n != ans->parts_n)
		abort();
	for (size_t i = 0; i < ans->parts_n; i++)
		if (!same_part(&ans->parts[i], &again.parts[i]))
			abort();
}

static void ask(struct world_of *w, uint8_t choice, bool v6, bool all)
{
	struct facts facts = {.arena = w->arena};
	forget_ready(&w->rs);
	struct verdict_answer ans;
	struct question q = {.proto = choice & 128 ? 17 : 6, .port = 443, .iif = "h0"};
	q.to.family = v6 ? 6 : 4;
	q.to.addr[0] = 203;
	const struct space from =
		all ? space_all(w->arena, q.to.family) : space_one(w->arena, &q.to);
	for (int round = 0; round < ROUNDS_MAX; round++) {
		q.sources = space_copy(w->arena, &from);
		verdict_ask(w->arena, &w->rs, &facts, &q, &ans);
		if (!ans.needs.n)
			break;
		for (size_t i = 0; i < ans.needs.n; i++)
			answer(&facts, ans.needs.v[i], choice);
	}
	if (!ans.needs.n && !ans.parts_n)
		abort(); /* every source has some verdict */
	if (ans.needs.n)
		return;
	/* what is worked out beforehand changes no verdict */
	ruleset_ready(w->arena, &w->rs);
	q.sources = space_copy(w->arena, &from);
	ask_again(w, &facts, &q, &ans);
	/* nor does another packet, where nothing reads what it is */
	q.sources = space_copy(w->arena, &from);
	q.variant = 1;
	if (!ans.varies)
		ask_again(w, &facts, &q, &ans);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct input in = {.p = data, .n = size};
	struct world_of w = {.arena = NULL};
	if (size < 1 || size > 65536)
		return 0;
	uint8_t choice = data[0], kind = 0;
	in.p++;
	in.n--;
	w.arena = arena_new();
	start(&w, choice);
	for (int i = 0; i < PIECES_MAX && in.n >= 3; i++) {
		struct bytes b = piece(&in, &kind);
		take(&w, kind, b);
	}
	ask(&w, choice, choice & 1, false);
	ask(&w, choice, choice & 1, true);
	arena_free(w.arena);
	return 0;
}
