/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Who of the name servers has the record: all, some, those of another provider; for
 * whom. */
#include "records.h"

enum { SHOWN = 6 };

struct holders {
	strs with, without;
	const struct server_answer *have, *lack; /* the first of each */
	int64_t serial;                          /* the newest of those that have it */
	int64_t wait; /* s that the absence is kept; 0 not known */
};

static const char *without_words(const struct judging *j, const struct server_look *s,
	const struct server_answer *a)
{
	const char *what = a->answer.records.n  ? "another value"
			   : a->answer.nxdomain ? "NXDOMAIN"
						: "no record";
	return s->serial >= 0 ? judge_s(j, "%s: %s, serial %" PRId64, dns_server(j, s),
					what, s->serial)
			      : judge_s(j, "%s: %s", dns_server(j, s), what);
}

static void note(const struct judging *j, const struct record_case *c,
	const struct server_look *s, const struct server_answer *a, struct holders *h)
{
	if (record_has(j, c, &a->answer)) {
		VEC_PUSH(judge_arena(j), &h->with, dns_server(j, s));
		h->have = h->have ? h->have : a;
		h->serial = s->serial > h->serial ? s->serial : h->serial;
		return;
	}
	VEC_PUSH(judge_arena(j), &h->without, without_words(j, s, a));
	h->lack = h->lack ? h->lack : a;
	int64_t ttl = a->answer.records.n ? a->answer.records.v[0]->ttl
					  : a->answer.negative_ttl;
	h->wait = ttl > h->wait ? ttl : h->wait;
}

/* An alias that leads out of the server's zones is no answer to compare. */
static bool leads_away(const struct server_answer *a)
{
	return a->referral || (a->answer.chain.n > 0 && a->answer.records.n == 0);
}

static void count(const struct judging *j, const struct record_case *c, bool delegated,
	struct holders *h)
{
	for (size_t i = 0; c->zone && i < c->zone->servers.n; i++) {
		const struct server_look *s = c->zone->servers.v[i];
		const struct server_answer *a =
			dns_answer_of(s, c->want.host, c->want.type);
		if (a && dns_delegated(s) == delegated && dns_answered(a) &&
			!leads_away(a))
			note(j, c, s, a, h);
	}
}

static void say_partly(
	const struct judging *j, const struct record_case *c, const struct holders *h)
{
	size_t all = h->with.n + h->without.n;
	struct finding *x = record_say(j, c, FINDING_RECORD_NOT_EVERYWHERE, VERDICT_FAIL,
		&h->lack->answer.obs,
		"%d of %d name server addresses have the record of %s: not %s",
		(int)h->with.n, (int)all, c->want.host, dns_list(j, &h->without, SHOWN));
	finding_because(j->findings, x, &h->have->answer.obs);
	x->advice = judge_s(j,
		"Wait until the rest follow (their zone must reach serial %" PRId64
		"), and look why they do not: zone transfer, NOTIFY. %sDo not verify "
		"before: a CA asks any of them, from several places.",
		h->serial,
		h->wait > 0 ? judge_s(j,
				      "Resolvers that asked one of them keep that for "
				      "up to %s. ",
				      dns_wait(j, h->wait))
			    : "");
}

static const char *other_provider(
	const struct record_case *c, const struct server_look **by)
{
	for (size_t i = 0; i < c->zone->servers.n; i++) {
		const struct server_look *s = c->zone->servers.v[i];
		const struct server_answer *a =
			dns_answer_of(s, c->want.host, c->want.type);
		if (s->not_delegated && a && dns_answered(a) && a->answer.records.n > 0) {
			*by = s;
			return s->not_delegated;
		}
	}
	return "another provider";
}

static void say_provider(
	const struct judging *j, const struct record_case *c, const struct holders *h)
{
	const struct server_look *by = NULL;
	const char *who = other_provider(c, &by);
	const char *own = c->provider ? c->provider->name : "the delegated name servers";
	struct finding *x = record_say(j, c, FINDING_WRONG_PROVIDER, VERDICT_FAIL,
		&h->have->answer.obs,
		"the record of %s stands at %s (%s), but the zone %s is delegated to "
		"%s, which does not have it",
		c->want.host, dns_list(j, &h->with, SHOWN), who, c->apex, own);
	x->advice = record_advice(j, c,
		judge_s(j,
			"Add it at %s, or delegate %s to %s at the registrar (up to 48 "
			"hours):",
			own, c->apex, who));
}

bool record_judge_servers(const struct judging *j, const struct record_case *c)
{
	struct holders ours = {.serial = -1}, theirs = {.serial = -1};
	count(j, c, true, &ours);
	if (ours.with.n > 0 && ours.without.n > 0) {
		say_partly(j, c, &ours);
		return true;
	}
	count(j, c, false, &theirs);
	if (ours.with.n == 0 && theirs.with.n > 0) {
		say_provider(j, c, &theirs);
		return true;
	}
	return false;
}

/* -- by region or line ------------------------------------------------------------- */
static void count_lines(const struct judging *j, const struct record_case *c,
	struct holders *h, bool *asked)
{
	for (size_t i = 0; c->zone && i < c->zone->servers.n; i++) {
		const struct server_look *s = c->zone->servers.v[i];
		for (size_t k = 0; k < s->answers.n && dns_delegated(s); k++) {
			const struct server_answer *a = s->answers.v[k];
			if (!a->subnet || a->answer.type != c->want.type ||
				!dns_same(a->answer.owner, c->want.host) ||
				!dns_answered(a) || leads_away(a))
				continue;
			*asked = true;
			if (a->scope <= 0)
				continue;
			bool has = record_has(j, c, &a->answer);
			strs *list = has ? &h->with : &h->without;
			VEC_PUSH(judge_arena(j), list,
				judge_s(j, "%s (%s)", a->region ? a->region : "a region",
					a->subnet));
			if (has)
				h->have = a;
			else
				h->lack = a;
		}
	}
}

/* The same region by several servers is said once. */
static void unique(strs *list)
{
	size_t n = 0;
	for (size_t i = 0; i < list->n; i++) {
		bool known = false;
		for (size_t k = 0; k < n; k++)
			known = known || strcmp(list->v[k], list->v[i]) == 0;
		if (!known)
			list->v[n++] = list->v[i];
	}
	list->n = n;
}

void record_judge_lines(const struct judging *j, const struct record_case *c)
{
	struct holders h = {0};
	bool asked = false, seen = c->best && (c->fit.fit == VALUE_RIGHT ||
						      c->fit.fit == VALUE_PLAUSIBLE);
	struct finding *x;
	count_lines(j, c, &h, &asked);
	unique(&h.with);
	unique(&h.without);
	if (h.without.n > 0 && (h.with.n > 0 || seen)) {
		x = record_say(j, c, FINDING_RECORD_LINE_SPLIT, VERDICT_FAIL,
			&h.lack->answer.obs,
			"the name servers answer by the asker's network: the record of "
			"%s is not there for %s",
			c->want.host, dns_list(j, &h.without, SHOWN));
		x->advice = record_advice(j, c,
			"Set the record for the line Default (all regions), and delete "
			"those of single lines:");
		return;
	}
	bool honoured = h.with.n > 0;
	if (!seen || !asked || honoured || !c->provider || !c->provider->lines)
		return;
	x = record_say(j, c, FINDING_RECORD_LINE_SPLIT, VERDICT_UNKNOWN, &c->view->obs,
		"%s can answer by the asker's line, and does not tell how from here: see "
		"that the record of %s is set for the line Default",
		c->provider->name, c->want.host);
	x->outside_only = true;
	x->advice = finding_table[x->id].advice;
}
