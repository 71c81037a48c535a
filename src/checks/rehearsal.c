/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The CA's requests as they were rehearsed. What fails from the CA's addresses and not
 * from others is a rule on addresses; what fails for the CA's User-Agent and not for a
 * browser's is a rule on that; what fails from everywhere has another cause.
 */
#include "rehearsal.h"

struct groups {
	VEC(struct rehearsal_group) v;
};

/* -- counting ------------------------------------------------------------------------ */

static struct named *named_of(const struct judging *j, const char *ascii)
{
	const struct paths *p = judge_paths(j);
	for (size_t i = 0; i < p->names.n; i++)
		if (!p->names.v[i]->name->wildcard &&
			strcmp(p->names.v[i]->name->ascii, ascii) == 0)
			return p->names.v[i];
	return NULL;
}

static struct rehearsal_group *group_of(
	const struct judging *j, struct groups *g, const struct fetch *f)
{
	struct named *n = named_of(j, f->name);
	for (size_t i = 0; i < g->v.n; i++) {
		struct rehearsal_group *x = g->v.v[i];
		if (x->named == n && x->scheme == f->scheme && ip_equal(&x->ip, &f->ip))
			return x;
	}
	if (!n)
		return NULL;
	struct rehearsal_group *x =
		VEC_ADD(judge_arena(j), &g->v, struct rehearsal_group);
	x->named = n;
	x->scheme = f->scheme;
	x->ip = f->ip;
	return x;
}

static bool passes(const struct rehearsal_ask *x)
{
	return x->r && x->end.verdict <= VERDICT_WARN;
}

static void take_ca(struct rehearsal_group *g, const struct rehearsal_ask *x)
{
	g->all++;
	if (passes(x)) {
		g->passed++;
		g->good = x->end.obs ? x->end.obs : &x->r->fetch.hops.v[0]->obs;
	} else if (x->end.verdict == VERDICT_UNKNOWN) {
		g->unknown++;
		if (!g->unseen.r)
			g->unseen = *x;
	} else {
		g->fails = g->fails.r ? g->fails : *x;
		g->firsthand = g->firsthand || !x->r->list ||
			       !judge_starts(x->r->list, "third party");
	}
}

static void take(const struct judging *j, struct groups *all, const struct rehearsed *r)
{
	struct rehearsal_ask x = {.r = r};
	struct rehearsal_group *g = r->fetch.hops.n ? group_of(j, all, &r->fetch) : NULL;
	if (!g)
		return;
	chain_judge(j, g->named, &r->fetch, &x.end);
	if (r->as == REHEARSED_CA)
		take_ca(g, &x);
	else if (r->as == REHEARSED_ANYONE)
		g->anyone = x;
	else
		g->browser = x;
}

/* -- weighing ------------------------------------------------------------------------ */

static bool is_refused(const struct rehearsal_ask *x)
{
	const struct hop *h = x->end.hop;
	return h && h->end == HOP_CONNECT && h->connect == CONNECT_REFUSED;
}

static bool other_passes(const struct groups *all, const struct rehearsal_group *g)
{
	for (size_t i = 0; i < all->v.n; i++) {
		const struct rehearsal_group *x = all->v.v[i];
		if (x->named == g->named && x->scheme != g->scheme && x->all &&
			x->passed == x->all && ip_equal(&x->ip, &g->ip))
			return true;
	}
	return false;
}

static bool by_address(const struct rehearsal_group *g)
{
	return passes(&g->anyone) || g->passed > 0;
}

static enum verdict need(const struct judging *j, const struct groups *all,
	const struct rehearsal_group *g)
{
	bool served = g->scheme == SCHEME_HTTPS && !is_refused(&g->fails);
	enum verdict v =
		served && j->profile->schemes == SCHEMES_BOTH_OR_REFUSED
			? VERDICT_FAIL
			: port_need(j, scheme_port(g->scheme), other_passes(all, g));
	bool minor = g->named->optional || (by_address(g) && !g->firsthand);
	return v == VERDICT_FAIL && minor ? VERDICT_WARN : v;
}

/* -- judging ------------------------------------------------------------------------ */

static void judge_group(const struct judging *j, const struct groups *all,
	const struct rehearsal_group *g)
{
	if (g->all && g->passed == g->all)
		rehearsal_contradict(j, g);
	if (g->all == 0 || g->passed == g->all)
		return;
	if (!g->fails.r) { /* other checks say in a diagnosis why it is not known */
		if (j->target->rehearse && need(j, all, g) == VERDICT_FAIL)
			rehearsal_say_all(j, g, VERDICT_UNKNOWN);
		return;
	}
	enum verdict v = need(j, all, g);
	if (v == VERDICT_PASS || rehearsal_prove(j, g))
		return;
	if (by_address(g))
		rehearsal_say_address(j, g, v);
	else if (passes(&g->browser))
		rehearsal_say_agent(j, g, v);
	else
		rehearsal_say_all(j, g, v);
}

static void say_good(const struct judging *j, const struct groups *all)
{
	size_t n = 0, places = 0;
	const struct obs *o = NULL;
	for (size_t i = 0; i < all->v.n; i++) {
		const struct rehearsal_group *g = all->v.v[i];
		if (g->all == 0 || g->passed < g->all)
			continue;
		n = g->all > n ? g->all : n;
		places++;
		o = o ? o : g->good;
	}
	if (!o)
		return;
	findings_add(j->findings, FINDING_REHEARSAL_FAILS, VERDICT_PASS, CERTAINTY_PROVED,
		o,
		"the whole request of %s was rehearsed from %" PRIu64
		" address%s of its own, over %" PRIu64
		" way%s into this host: each is answered as it must be",
		judge_who(j), (uint64_t)n, n == 1 ? "" : "es", (uint64_t)places,
		places == 1 ? "" : "s");
}

static void say_bans(const struct judging *j, const strs *list, bool back)
{
	const struct rehearsal *r = &j->evidence->rehearsal;
	for (size_t i = 0; i < list->n; i++) {
		struct finding *x = findings_add(j->findings, FINDING_BAN_SET,
			VERDICT_WARN, finding_table[FINDING_BAN_SET].proof, &r->obs,
			back ? "asking once as %s got the address banned (taken back): %s"
			     : "asking once as %s got the address banned, and it stays "
			       "so: %s",
			judge_who(j), list->v[i]);
		x->subject.thing = list->v[i];
		x->advice = finding_table[FINDING_BAN_SET].advice;
	}
}

static void say_none(const struct judging *j)
{
	const struct obs *o = &j->evidence->rehearsal.obs;
	struct finding *x = findings_add(j->findings, FINDING_REHEARSAL_FAILS,
		VERDICT_UNKNOWN, CERTAINTY_PROVED, o, "nothing was rehearsed: %s",
		o->excerpt ? o->excerpt : "it was not looked at");
	x->advice = o->seen == SEEN_NO       ? "Say --yes to do it all the same."
		    : o->seen == SEEN_DENIED ? "Run it as root."
					     : finding_table[x->id].advice;
}

/* Addresses of the CA that were left out: what they would get is not known. */
static void say_left_out(const struct judging *j)
{
	const struct rehearsal *r = &j->evidence->rehearsal;
	for (size_t i = 0; i < r->aside.n; i++) {
		if (!judge_starts(r->aside.v[i], "not asked from "))
			continue;
		struct finding *x = findings_add(j->findings, FINDING_REHEARSAL_FAILS,
			VERDICT_UNKNOWN, CERTAINTY_PROVED, &r->obs, "%s", r->aside.v[i]);
		x->advice = "Say --yes to ask all the same, where it cannot leave.";
	}
}

static void say_away(const struct judging *j)
{
	const struct rehearsal *r = &j->evidence->rehearsal;
	struct finding *x = findings_add(j->findings, FINDING_REHEARSAL_FAILS,
		VERDICT_UNKNOWN, CERTAINTY_PROVED, &r->obs,
		"a NAT or routing rule sends the request on to another machine: that "
		"part "
		"cannot be rehearsed here");
	x->advice = "Rehearse on the machine that it is sent to.";
}

static void judge(const struct judging *j)
{
	const struct rehearsal *r = &j->evidence->rehearsal;
	struct groups all = {{0}};
	if (r->obs.seen != SEEN_YES || !judge_by_http(j)) {
		if (j->target->rehearse)
			say_none(j);
		return;
	}
	for (size_t i = 0; i < r->all.n; i++)
		take(j, &all, r->all.v[i]);
	if (r->away > 0 && j->target->rehearse)
		say_away(j);
	if (j->target->rehearse)
		say_left_out(j);
	for (size_t i = 0; i < all.v.n && r->away == 0; i++)
		judge_group(j, &all, all.v.v[i]);
	say_good(j, &all);
	say_bans(j, &r->unbanned, true);
	say_bans(j, &r->banned, false);
}

static const struct probe *const needs[] = {&probe_rehearse, NULL};

const struct check check_rehearsal = {
	.id = "rehearsal",
	.title = "The CA's request, rehearsed",
	.why = "What answers the CA's own address is seen before the CA asks.",
	.needs = needs,
	.judge = judge,
};
