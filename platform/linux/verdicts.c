/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The verdicts verb: reads the live rulesets once, then asks the engine for every source,
 * port, address and interface, answering its needs until it has none. */
#include "verbs.h"

#include "packet_programs.h"
#include "ruleset_facts.h"
#include "ruleset_legacy.h"
#include "ruleset_nft.h"
#include "verdict/names.h"
#include "verdict/verdict.h"

#include <string.h>

enum {
	ROUNDS_MAX = 64,  /* of needs for one question */
	TARGETS_MAX = 64, /* addresses × interfaces */
	SOURCES_MAX = 512,
	SPACE_RANGES_MAX = 500000,
};

struct judging_host {
	struct arena *arena;
	const struct ask_verdicts *q;
	struct verdicts *out;
	struct ruleset rs;
	struct facts facts;
	struct fact_reader reader;
};

struct target_pair {
	struct ip to;
	const char *interface;
};
struct target_pairs {
	struct target_pair v[TARGETS_MAX];
	size_t n;
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

/* -- which addresses and interfaces ----------------------------------------------- */

static void pair_add(struct target_pairs *p, const struct ip *to, const char *interface)
{
	for (size_t i = 0; i < p->n; i++)
		if (ip_equal(&p->v[i].to, to) &&
			strcmp(p->v[i].interface, interface) == 0)
			return;
	if (p->n < TARGETS_MAX && interface)
		p->v[p->n++] = (struct target_pair){.to = *to, .interface = interface};
}

/* The interface that holds it, and those of the default routes of its family. */
static void pairs_of(const struct judging_host *j, const struct addresses *host,
	const struct ip *to, struct target_pairs *out)
{
	if (j->q->interface) {
		pair_add(out, to, j->q->interface);
		return;
	}
	for (size_t i = 0; i < host->all.n; i++)
		if (ip_equal(&host->all.v[i]->ip, to) && host->all.v[i]->interface)
			pair_add(out, to, host->all.v[i]->interface);
	for (size_t i = 0; i < host->defaults.n; i++)
		if (host->defaults.v[i]->family == to->family &&
			host->defaults.v[i]->interface)
			pair_add(out, to, host->defaults.v[i]->interface);
}

static bool link_local(const struct ip *ip)
{
	return ip->family == 6 && ip->addr[0] == 0xfe && (ip->addr[1] & 0xc0) == 0x80;
}

static void find_pairs(struct judging_host *j, struct target_pairs *out)
{
	struct addresses host = {0};
	struct ask_ports none = {0};
	addresses_ask(j->arena, &none, &host);
	for (size_t i = 0; i < j->q->to.n; i++)
		pairs_of(j, &host, j->q->to.v[i], out);
	if (j->q->to.n)
		return;
	for (size_t i = 0; i < host.all.n; i++) {
		const struct local_address *l = host.all.v[i];
		if (!l->loopback && !link_local(&l->ip))
			pairs_of(j, &host, &l->ip, out);
	}
}

/* -- asking ----------------------------------------------------------------------- */

static bool ask_engine(struct judging_host *j, const struct target_pair *t,
	const struct ask_port *port, const struct ip *from, struct verdict_answer *out)
{
	for (int round = 0; round < ROUNDS_MAX; round++) {
		struct question q = {
			.to = t->to,
			.proto = (int)port->proto,
			.port = (int)port->port,
			.iif = j->q->output ? NULL : t->interface,
			.output = j->q->output,
			.oif = j->q->output ? t->interface : NULL,
		};
		q.sources = from ? space_one(j->arena, from)
				 : space_all(j->arena, t->to.family);
		verdict_ask(j->arena, &j->rs, &j->facts, &q, out);
		if (out->needs.n == 0)
			return true;
		for (size_t i = 0; i < out->needs.n; i++)
			facts_answer(&j->reader, out->needs.v[i]);
	}
	return false;
}

/* -- telling ---------------------------------------------------------------------- */

static void tell_path(struct arena *a, const struct decision *d, strs *out)
{
	const struct nf_chain *chain[32];
	size_t n = 0;
	const struct path_step *s = d->path;
	for (; s && n < 31; s = s->up)
		chain[n++] = s->chain;
	/* the steps hold the chains that were jumped to; the base chain stands above
	 * them */
	if (!d->path && d->chain)
		VEC_PUSH(a, out, d->chain->name);
	for (size_t i = n; i-- > 0;)
		VEC_PUSH(a, out, chain[i]->name);
}

static const char *base_chain(const struct ruleset *rs, const struct decision *d)
{
	const struct path_step *s = d->path;
	const struct nf_rule *jump = NULL;
	for (; s; s = s->up)
		jump = s->rule;
	for (size_t t = 0; jump && t < rs->tables.n; t++)
		for (size_t c = 0; c < rs->tables.v[t]->chains.n; c++) {
			const struct nf_chain *chain = rs->tables.v[t]->chains.v[c];
			if (jump >= chain->rules && jump < chain->rules + chain->rules_n)
				return chain->name;
		}
	return NULL;
}

static void tell(struct judging_host *j, const struct decision *d, struct decider *out)
{
	bool netfilter = d->chain != NULL;
	const char *base = base_chain(&j->rs, d);
	out->stage =
		netfilter || d->fate == FATE_ACCEPT ? "netfilter" : stage_words[d->stage];
	out->hook = d->stage <= STAGE_OUTPUT ? stage_words[d->stage] : NULL;
	out->detail = d->detail;
	if (base)
		VEC_PUSH(j->arena, &out->path, base);
	tell_path(j->arena, d, &out->path);
	if (!netfilter) {
		if (d->fate == FATE_ACCEPT)
			out->detail = "no base chain stands in the way";
		return;
	}
	out->family = nf_family_word(d->chain->table->family);
	out->table = d->chain->table->name;
	out->chain = d->chain->name;
	out->legacy = d->chain->table->legacy;
	out->owner = rule_owner(j->arena, d->chain, d->rule);
	if (d->rule) {
		out->handle = (int64_t)d->rule->handle;
		out->rule = rule_text(j->arena, &j->rs, d->chain, d->rule, NULL);
		out->comment = rule_comment(j->arena, d->chain, d->rule);
	} else {
		out->rule =
			d->chain->policy == V_ACCEPT ? "policy accept" : "policy drop";
	}
}

static void tell_reasons(struct judging_host *j, const struct reason *r, strs *out)
{
	for (; r; r = r->next) {
		const char *where =
			r->chain && r->rule
				? arena_printf(j->arena, "%s in %s %s %s handle %llu",
					  r->what,
					  nf_family_word(r->chain->table->family),
					  r->chain->table->name, r->chain->name,
					  (unsigned long long)r->rule->handle)
				: r->what;
		VEC_PUSH(j->arena, out, where);
	}
}

static const char *proto_word(int64_t proto)
{
	return proto == 17 ? "udp" : "tcp";
}

static void judge_source(struct judging_host *j, const struct target_pair *t,
	const struct ask_port *port, const struct ask_source *from)
{
	struct verdict_answer answer;
	struct packet_verdict *v = VEC_ADD(j->arena, &j->out->all, struct packet_verdict);
	v->from = from->ip;
	v->list = from->list;
	v->to = t->to;
	v->interface = t->interface;
	v->port = port->port;
	v->proto = proto_word(port->proto);
	v->verdict = FATE_UNKNOWN;
	if (!ask_engine(j, t, port, &from->ip, &answer) || answer.parts_n == 0) {
		VEC_PUSH(j->arena, &v->reasons,
			"the rules ask for more than could be answered");
		return;
	}
	v->verdict = answer.parts[0].fate;
	tell(j, answer.parts[0].by, &v->by);
	tell_reasons(j, answer.parts[0].reasons, &v->reasons);
}

/* -- the whole space -------------------------------------------------------------- */

static bool same_decider(const struct decision *a, const struct decision *b)
{
	return a->chain == b->chain && a->rule == b->rule && a->stage == b->stage &&
	       a->fate == b->fate && a->path == b->path;
}

static void judge_space(
	struct judging_host *j, const struct target_pair *t, const struct ask_port *port)
{
	struct verdict_answer answer;
	struct space_look *s = VEC_ADD(j->arena, &j->out->spaces, struct space_look);
	const struct decision *last = NULL;
	s->to = t->to;
	s->interface = t->interface;
	s->port = port->port;
	s->proto = proto_word(port->proto);
	s->family = t->to.family;
	if (!ask_engine(j, t, port, NULL, &answer))
		return;
	for (size_t i = 0; i < answer.parts_n && i < SPACE_RANGES_MAX; i++) {
		const struct verdict_part *p = &answer.parts[i];
		struct space_range *r = VEC_ADD(j->arena, &s->ranges, struct space_range);
		r->from = p->range.lo;
		r->to = p->range.hi;
		r->verdict = p->fate;
		if (!last || !same_decider(last, p->by))
			tell(j, p->by, VEC_ADD(j->arena, &s->deciders, struct decider));
		last = p->by;
		r->by = (int64_t)s->deciders.n - 1;
		tell_reasons(j, p->reasons, &r->reasons);
	}
}

static void judge_pair(struct judging_host *j, const struct target_pair *t)
{
	for (size_t p = 0; p < j->q->ports.n; p++) {
		const struct ask_port *port = j->q->ports.v[p];
		if (port->port < 1 || port->port > 65535 ||
			(port->proto != 6 && port->proto != 17))
			continue;
		for (size_t i = 0; i < j->q->from.n && i < SOURCES_MAX; i++)
			if (j->q->from.v[i]->ip.family == t->to.family)
				judge_source(j, t, port, j->q->from.v[i]);
		if ((t->to.family == 4 && j->q->any4) ||
			(t->to.family == 6 && j->q->any6))
			judge_space(j, t, port);
	}
}

void verdicts_ask(struct arena *a, const struct ask_verdicts *q, struct verdicts *out)
{
	struct judging_host j = {.arena = a, .q = q, .out = out};
	struct target_pairs pairs = {.n = 0};
	out->obs.seen = SEEN_YES;
	out->obs.source = "the kernel's rulesets, evaluated";
	j.facts.arena = a;
	j.reader = (struct fact_reader){.arena = a, .facts = &j.facts};
	read_rulesets(&j);
	out->obs.excerpt = arena_printf(
		a, "%lld rules in %zu tables", (long long)out->rules, j.rs.tables.n);
	if (out->obs.seen != SEEN_YES)
		return;
	find_pairs(&j, &pairs);
	for (size_t i = 0; i < pairs.n; i++)
		judge_pair(&j, &pairs.v[i]);
	packet_programs(a, out);
}
