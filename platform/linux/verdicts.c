/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The verdicts verb: reads the live rulesets once, then asks the engine for every source,
 * port, address and interface, answering its needs until it has none. */
#include "verbs.h"

#include "bundle.h"
#include "firewall.h"
#include "judging.h"
#include "packet_programs.h"

#include <fcntl.h>
#include <net/if.h>
#include <sched.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

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
	struct rules_once *r = j->rules = rules_once();
	rules_once_names(r);
	if (r->nft != ERR_OK && r->nft != ERR_NOT_FOUND && r->nft != ERR_UNSUPPORTED)
		unread(j, "nftables", r->nft, r->nft_why);
	if (r->legacy != ERR_OK && r->legacy != ERR_NOT_FOUND)
		unread(j, "iptables-legacy", r->legacy, r->legacy_why);
	for (size_t t = 0; t < r->rs.tables.n; t++)
		for (size_t c = 0; c < r->rs.tables.v[t]->chains.n; c++)
			j->out->rules += (int64_t)r->rs.tables.v[t]->chains.v[c]->rules_n;
}

/* Only a process of its own is anywhere else: it ends where it cannot come back. */
static void go(int net)
{
	if (net >= 0 && setns(net, CLONE_NEWNET) < 0)
		_exit(1);
}

static bool of_rules(enum need_kind kind)
{
	return kind == NEED_SET_ALL || kind == NEED_SET_KEY || kind == NEED_IPSET ||
	       kind == NEED_RECENT || kind == NEED_TABLE_FULL || kind == NEED_CONNECTIONS;
}

static void answer(void *arg, const struct need *n)
{
	struct judging_host *j = arg;
	bool there = of_rules(n->kind);
	if (there)
		go(j->world);
	facts_answer(&j->reader, n);
	if (there)
		go(j->home);
}

static const char *owner(void *arg, const struct nf_chain *chain,
	const struct nf_rule *rule, const char *text, const char *by_names)
{
	return rule_owners_find(arg, chain, rule, text, by_names);
}

/* How this host would send to each address; those without a way are left out. */
static void find_ways_out(struct rulings *r)
{
	for (size_t i = 0; i < r->q->to.n && r->pairs_n < RULINGS_PAIRS_MAX; i++) {
		const struct ask_route ask = {.to = *r->q->to.v[i]};
		struct route_look way = {0};
		route_ask(r->arena, &ask, &way);
		if (way.obs.seen != SEEN_YES || !way.source.family)
			continue;
		bool here = way.path == PATH_LOCAL || way.path == PATH_LOOPBACK;
		r->pairs[r->pairs_n++] = (struct rulings_pair){.to = ip_unmapped(ask.to),
			.interface = here ? "lo" : way.interface,
			.source = here ? ip_unmapped(ask.to) : way.source};
	}
}

void judging_rules(struct judging_host *j, const struct ask_verdicts *q)
{
	struct arena *a = j->arena;
	struct ask_ports none = {0};
	j->out->obs.seen = SEEN_YES;
	j->out->obs.source = "the kernel's rulesets, evaluated";
	if (q->interface && if_nametoindex(q->interface) == 0) {
		j->out->obs.seen = SEEN_NO;
		j->out->obs.excerpt = "this host has no interface of that name";
		return;
	}
	j->facts.arena = a;
	j->owners.arena = a;
	if (j->world >= 0)
		rules_once_forget();
	go(j->world);
	read_rulesets(j);
	go(j->home);
	j->reader = (struct fact_reader){
		.arena = a, .sets = j->rules->arena, .facts = &j->facts};
	j->out->obs.excerpt = arena_printf(a, "%lld rule%s in %zu table%s",
		(long long)j->out->rules, j->out->rules == 1 ? "" : "s",
		j->rules->rs.tables.n, j->rules->rs.tables.n == 1 ? "" : "s");
	struct rulings *r = j->rulings = ARENA_NEW(a, struct rulings);
	*r = (struct rulings){.arena = a,
		.q = q,
		.rs = &j->rules->rs,
		.facts = &j->facts,
		.answer = answer,
		.arg = j,
		.owner = owner,
		.owner_arg = &j->owners,
		.out = j->out,
		.keep = j->keep,
		.blind = j->out->obs.seen != SEEN_YES};
	addresses_ask(a, &none, &j->host);
	if (q->output) {
		find_ways_out(r);
		rulings_egress(r);
		return;
	}
	rulings_find_pairs(r, &j->host);
	rulings_judge(r);
	if (!r->blind && j->world < 0)
		packet_programs(a, j->out);
}

void judging_run(
	struct arena *a, const struct ask_verdicts *q, struct verdicts *out, int world)
{
	struct judging_host j = {.arena = a, .out = out, .world = world, .home = -1};
	if (world >= 0 &&
		(j.home = open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC)) < 0) {
		out->obs.seen = SEEN_FAILED;
		out->obs.excerpt = "its own network namespace cannot be named";
		return;
	}
	judging_rules(&j, q);
}

void verdicts_ask(struct arena *a, const struct ask_verdicts *q, struct verdicts *out)
{
	if (q->after_reboot)
		verdicts_boot(a, q, out);
	else
		judging_run(a, q, out, -1);
}

/* -- to be judged elsewhere -------------------------------------------------------- */

static void read_all_sets(struct judging_host *j)
{
	for (size_t t = 0; t < j->rules->rs.tables.n; t++)
		for (size_t i = 0; i < j->rules->rs.tables.v[t]->sets.n; i++) {
			const struct nf_set *s = j->rules->rs.tables.v[t]->sets.v[i];
			const struct need need = {.kind = NEED_SET_ALL, .set = s};
			if (!s->all_known)
				facts_answer(&j->reader, &need);
		}
}

void bundle_ask(struct arena *a, const struct ask_verdicts *q, struct bundle_look *out)
{
	struct verdicts v = {0};
	struct ask_verdicts all = *q;
	struct judging_host j = {.arena = a, .out = &v, .world = -1, .home = -1};
	/* what holds for every source holds for those that are asked for later */
	all.any4 = all.any6 = true;
	judging_rules(&j, &all);
	out->obs = v.obs;
	if (v.obs.seen != SEEN_YES)
		return;
	read_all_sets(&j);
	struct bundle b = {.at = (int64_t)time(NULL),
		.rs = j.rules->rs,
		.facts = j.facts,
		.addresses = j.host,
		.rules = v.rules,
		.unread = v.unread};
	b.programs.v = v.programs.v;
	b.programs.n = v.programs.n;
	firewalls_judge(a, j.rules, &b.managers);
	out->file = bundle_pack(a, &b);
}
