/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "lab.h"

#include "linux/ruleset_facts.h"
#include "linux/ruleset_legacy.h"
#include "linux/ruleset_nft.h"
#include "verdict/ready.h"

#include <net/if.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ROUNDS_MAX = 64 };

struct judge {
	struct arena *arena;
	struct ruleset rs;
	struct facts facts;
	struct fact_reader reader;
};

/* The laboratory's own tables are no part of the question. */
static void forget_own(struct ruleset *rs)
{
	size_t kept = 0;
	for (size_t i = 0; i < rs->tables.n; i++)
		if (strcmp(rs->tables.v[i]->name, LAB_TABLE) != 0)
			rs->tables.v[kept++] = rs->tables.v[i];
	rs->tables.n = kept;
}

/* Not ruleset_read_names: that asks for a thousand ipsets as well. */
static void name_interfaces(struct arena *a, struct ruleset *rs)
{
	static const char *const names[] = {"lo", "h0", "d0", "d1"};
	enum { N = sizeof(names) / sizeof(names[0]) };
	struct nf_named *v = arena_array(a, N, sizeof(*v));
	for (size_t i = 0; i < N; i++)
		v[i] = (struct nf_named){
			.index = if_nametoindex(names[i]), .name = names[i]};
	rs->interfaces = v;
	rs->interfaces_n = N;
}

struct judge *judge_new(struct arena *a, const char **why)
{
	struct judge *j = ARENA_NEW(a, struct judge);
	j->arena = a;
	j->facts.arena = a;
	j->reader = (struct fact_reader){.arena = a, .facts = &j->facts};
	if (ruleset_read_nft(a, &j->rs, why) != ERR_OK)
		return NULL;
	enum err err = ruleset_read_legacy(a, &j->rs, why);
	if (err != ERR_OK && err != ERR_NOT_FOUND)
		return NULL;
	forget_own(&j->rs);
	name_interfaces(a, &j->rs);
	return j;
}

const struct ruleset *judge_rules(const struct judge *j)
{
	return &j->rs;
}

static bool same_part(const struct verdict_part *a, const struct verdict_part *b)
{
	return a->fate == b->fate && a->several == b->several &&
	       ip_equal(&a->range.lo, &b->range.lo) &&
	       ip_equal(&a->range.hi, &b->range.hi) && a->by->stage == b->by->stage &&
	       a->by->chain == b->by->chain && a->by->rule == b->by->rule &&
	       (a->reasons == NULL) == (b->reasons == NULL);
}

static void must_agree(
	const char *what, const struct verdict_answer *a, const struct verdict_answer *b)
{
	bool same = a->parts_n == b->parts_n && b->needs.n == 0;
	for (size_t i = 0; same && i < a->parts_n; i++)
		same = same_part(&a->parts[i], &b->parts[i]);
	if (same)
		return;
	fprintf(stderr, "%s: another verdict\n", what);
	abort();
}

static void forget_ready(struct ruleset *rs)
{
	for (size_t t = 0; t < rs->tables.n; t++)
		for (size_t c = 0; c < rs->tables.v[t]->chains.n; c++)
			rs->tables.v[t]->chains.v[c]->ready = NULL;
}

/* What the evaluator works out beforehand must change nothing. */
static void check_ready(struct judge *j, const struct space *sources, struct question *q,
	const struct verdict_answer *out)
{
	struct verdict_answer again;
	ruleset_ready(j->arena, &j->rs);
	q->sources = space_copy(j->arena, sources);
	verdict_ask(j->arena, &j->rs, &j->facts, q, &again);
	must_agree("with guards", out, &again);
	forget_ready(&j->rs);
}

/* Where nothing that is evaluated reads what the sender's packet is, another packet must
 * fare the same. */
static void check_sender(struct judge *j, const struct space *sources, struct question *q)
{
	struct verdict_answer one, two;
	struct question other = *q;
	other.source_port = other.variant = 0;
	other.sources = space_copy(j->arena, sources);
	verdict_ask(j->arena, &j->rs, &j->facts, &other, &one);
	if (one.needs.n || one.varies)
		return;
	other.variant = 1;
	other.sources = space_copy(j->arena, sources);
	verdict_ask(j->arena, &j->rs, &j->facts, &other, &two);
	must_agree("another sender", &one, &two);
}

void judge_ask(struct judge *j, struct question *q, struct verdict_answer *out)
{
	struct space sources = space_copy(j->arena, &q->sources);
	forget_ready(&j->rs);
	for (int round = 0; round < ROUNDS_MAX; round++) {
		q->sources = space_copy(j->arena, &sources);
		verdict_ask(j->arena, &j->rs, &j->facts, q, out);
		if (!out->needs.n) {
			check_ready(j, &sources, q, out);
			check_sender(j, &sources, q);
			return;
		}
		for (size_t i = 0; i < out->needs.n; i++)
			facts_answer(&j->reader, out->needs.v[i]);
	}
}

const struct verdict_part *judge_part(
	const struct verdict_answer *ans, const struct ip *ip)
{
	for (size_t i = 0; i < ans->parts_n; i++)
		if (ip_compare(&ans->parts[i].range.lo, ip) <= 0 &&
			ip_compare(ip, &ans->parts[i].range.hi) <= 0)
			return &ans->parts[i];
	return NULL;
}
