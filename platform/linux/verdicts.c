/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The verdicts verb: reads the live rulesets once, then asks the engine for every source,
 * port, address and interface, answering its needs until it has none. */
#include "verbs.h"

#include "packet_programs.h"
#include "ruleset_facts.h"
#include "ruleset_legacy.h"
#include "ruleset_nft.h"
#include "rulings.h"

#include <net/if.h>
#include <string.h>

struct judging_host {
	struct arena *arena;
	struct verdicts *out;
	struct ruleset rs;
	struct facts facts;
	struct fact_reader reader;
};

/* -- reading ---------------------------------------------------------------------- */

static void unread(
	struct judging_host *j, const char *what, enum err err, const char *why)
{
	VEC_PUSH(j->arena, &j->out->unread,
		arena_printf(j->arena, "%s: %s", what,
			err == ERR_DENIED ? "needs root"
			: why             ? why
					  : err_str(err)));
	if (err == ERR_DENIED)
		j->out->obs.seen = SEEN_DENIED;
	else if (j->out->obs.seen == SEEN_YES)
		j->out->obs.seen = SEEN_FAILED;
}

static void read_rulesets(struct judging_host *j)
{
	const char *why = NULL;
	enum err err = ruleset_read_nft(j->arena, &j->rs, &why);
	if (err != ERR_OK && err != ERR_NOT_FOUND && err != ERR_UNSUPPORTED)
		unread(j, "nftables", err, why);
	err = ruleset_read_legacy(j->arena, &j->rs, &why);
	if (err != ERR_OK && err != ERR_NOT_FOUND)
		unread(j, "iptables-legacy", err, why);
	for (size_t t = 0; t < j->rs.tables.n; t++)
		for (size_t c = 0; c < j->rs.tables.v[t]->chains.n; c++)
			j->out->rules += (int64_t)j->rs.tables.v[t]->chains.v[c]->rules_n;
}

static void answer(void *arg, const struct need *n)
{
	facts_answer(arg, n);
}

void verdicts_ask(struct arena *a, const struct ask_verdicts *q, struct verdicts *out)
{
	struct judging_host j = {.arena = a, .out = out};
	struct addresses host = {0};
	struct ask_ports none = {0};
	out->obs.seen = SEEN_YES;
	out->obs.source = "the kernel's rulesets, evaluated";
	if (q->interface && if_nametoindex(q->interface) == 0) {
		out->obs.seen = SEEN_NO;
		out->obs.excerpt = "this host has no interface of that name";
		return;
	}
	j.facts.arena = a;
	j.reader = (struct fact_reader){.arena = a, .facts = &j.facts};
	read_rulesets(&j);
	out->obs.excerpt = arena_printf(
		a, "%lld rules in %zu tables", (long long)out->rules, j.rs.tables.n);
	if (out->obs.seen != SEEN_YES)
		return;
	struct rulings *r = ARENA_NEW(a, struct rulings);
	*r = (struct rulings){.arena = a,
		.q = q,
		.rs = &j.rs,
		.facts = &j.facts,
		.answer = answer,
		.arg = &j.reader,
		.out = out};
	addresses_ask(a, &none, &host);
	rulings_find_pairs(r, &host);
	rulings_judge(r);
	packet_programs(a, out);
}
