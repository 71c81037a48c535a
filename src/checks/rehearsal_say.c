/* SPDX-License-Identifier: GPL-2.0-or-later */
/* From rehearsed requests to findings: new ones, and proofs of those that others made. */
#include "rehearsal.h"

static const char *where(const struct judging *j, const struct rehearsal_group *g)
{
	char buf[IP_TEXT_MAX];
	return judge_s(j, "%s of %s at %s", scheme_str(g->scheme), g->named->name->ascii,
		ip_format(&g->ip, buf));
}

static const char *what(const struct judging *j, const struct rehearsal_ask *x)
{
	const struct hop *h = x->end.hop;
	if (h && h->end == HOP_ANSWERED && h->status)
		return judge_s(j, "status %" PRId64, h->status);
	return x->end.what ? x->end.what : "no good answer";
}

static void set_subject(struct finding *x, const struct rehearsal_group *g)
{
	x->subject.name = g->named->name->ascii;
	x->subject.ip = g->ip;
	x->subject.port = scheme_port(g->scheme);
}

static const struct obs *grounds(const struct rehearsal_ask *x)
{
	return x->end.obs ? x->end.obs : &x->r->fetch.hops.v[0]->obs;
}

static bool same_name(const struct finding *x, const struct rehearsal_group *g)
{
	return !x->subject.name || strcmp(x->subject.name, g->named->name->ascii) == 0;
}

static bool is_about(const struct finding *x, const struct rehearsal_group *g)
{
	return same_name(x, g) &&
	       (!x->subject.port || x->subject.port == scheme_port(g->scheme)) &&
	       (!x->subject.ip.family || ip_equal(&x->subject.ip, &g->ip));
}

/* What was computed and is now seen becomes proved. */
static bool prove_one(const struct judging *j, const struct rehearsal_group *g,
	enum finding_id id, const struct rehearsal_ask *by)
{
	bool any = false;
	for (size_t i = 0; i < j->findings->all.n; i++) {
		struct finding *x = j->findings->all.v[i];
		if (x->id != id || x->verdict < VERDICT_WARN || !is_about(x, g))
			continue;
		if (finding_table[id].proof == CERTAINTY_PROVED)
			x->certainty = CERTAINTY_PROVED;
		finding_because(j->findings, x, grounds(by));
		any = true;
	}
	return any;
}

/* The same rule stops the name at another port or address, and was said there. */
static bool is_said(
	const struct judging *j, const struct rehearsal_group *g, enum finding_id id)
{
	for (size_t i = 0; i < j->findings->all.n; i++) {
		const struct finding *x = j->findings->all.v[i];
		if (x->id == id && x->verdict == VERDICT_FAIL && same_name(x, g))
			return true;
	}
	return false;
}

/* A web server refuses by these, or by closing (nginx's 444). */
static bool is_refusal(const struct hop *h)
{
	return h && ((h->end == HOP_ANSWERED && (h->status == 401 || h->status == 403)) ||
			    h->end == HOP_RESET);
}

bool rehearsal_prove(const struct judging *j, const struct rehearsal_group *g)
{
	static const enum finding_id dialled[] = {FINDING_BAN_SET,
		FINDING_FIREWALL_DROPS_CA, FINDING_FIREWALL_DROPS_SOME,
		FINDING_FIREWALL_DROPS, FINDING_FIREWALL_REJECTS, FINDING__MAX};
	static const enum finding_id refused[] = {FINDING_CONFIG_DENY, FINDING__MAX};
	static const enum finding_id none[] = {FINDING__MAX};
	const struct hop *h = g->fails.end.hop;
	bool any = false;
	for (const enum finding_id *ids = h && h->end == HOP_CONNECT ? dialled
					  : is_refusal(h)            ? refused
								     : none;
		*ids != FINDING__MAX; ids++)
		any = prove_one(j, g, *ids, &g->fails) || is_said(j, g, *ids) || any;
	return any;
}

/* By its address: a firewall's rule where no connection stands, else the server's. */
void rehearsal_say_address(
	const struct judging *j, const struct rehearsal_group *g, enum verdict v)
{
	char buf[IP_TEXT_MAX];
	const struct hop *h = g->fails.end.hop;
	bool dial = h && h->end == HOP_CONNECT;
	size_t bad = g->all - g->passed - g->unknown;
	struct finding *x = findings_add(j->findings,
		dial ? FINDING_FIREWALL_DROPS_CA : FINDING_CONFIG_DENY, v,
		CERTAINTY_PROVED, grounds(&g->fails),
		"the rehearsed request of %s fails from %" PRIu64 " of its %" PRIu64
		" known addresses, %s first (%s), and from others it does not: %s",
		judge_who(j), (uint64_t)bad, (uint64_t)g->all,
		ip_format(&g->fails.r->from, buf), what(j, &g->fails), where(j, g));
	set_subject(x, g);
	x->advice = finding_table[x->id].advice;
	if (g->anyone.r)
		finding_because(j->findings, x, grounds(&g->anyone));
}

void rehearsal_say_agent(
	const struct judging *j, const struct rehearsal_group *g, enum verdict v)
{
	if (prove_one(j, g, FINDING_USER_AGENT_BLOCKED, &g->browser))
		return;
	struct finding *x = findings_add(j->findings, FINDING_USER_AGENT_BLOCKED, v,
		CERTAINTY_PROVED, grounds(&g->fails),
		"the rehearsed request of %s fails by its User-Agent \"%s\" (%s), and by "
		"a browser's it does not: %s",
		judge_who(j), g->fails.r->fetch.user_agent, what(j, &g->fails),
		where(j, g));
	set_subject(x, g);
	x->advice = finding_table[x->id].advice;
	finding_because(j->findings, x, grounds(&g->browser));
}

void rehearsal_say_all(
	const struct judging *j, const struct rehearsal_group *g, enum verdict v)
{
	const struct rehearsal_ask *by = v == VERDICT_UNKNOWN ? &g->unseen : &g->fails;
	struct finding *x = findings_add(j->findings, FINDING_REHEARSAL_FAILS, v,
		CERTAINTY_PROVED, grounds(by),
		v == VERDICT_UNKNOWN ? "the rehearsed request of %s ends open: %s: %s"
				     : "the rehearsed request of %s fails, from whatever "
				       "address: %s: %s",
		judge_who(j), by->end.what ? by->end.what : "it fails", where(j, g));
	set_subject(x, g);
	x->advice = by->end.advice ? by->end.advice : finding_table[by->end.id].advice;
}

/* What was read of a configuration is not what answers: the answer is right. */
void rehearsal_contradict(const struct judging *j, const struct rehearsal_group *g)
{
	for (size_t i = 0; i < j->findings->all.n; i++) {
		struct finding *x = j->findings->all.v[i];
		if (x->id != FINDING_CONFIG_DENY || x->verdict != VERDICT_FAIL ||
			x->certainty == CERTAINTY_PROVED || !is_about(x, g))
			continue;
		x->verdict = VERDICT_WARN;
		x->message = judge_s(j,
			"%s; but each rehearsed request was answered well: what runs was "
			"loaded with another configuration",
			x->message);
		finding_because(j->findings, x, g->good);
	}
}
