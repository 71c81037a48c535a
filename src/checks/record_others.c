/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What stands beside the record, how long it is kept and good, and who else sees it. */
#include "records.h"

enum { OTHERS_SHOWN = 4, HOUR = 3600, RULE_HOURS = 30 * 24 /* BR 3.2.2.4.7 */ };

/* -- other values at the host ------------------------------------------------------ */
static void list_others(
	const struct judging *j, const struct record_case *c, strs *old, strs *foreign)
{
	for (size_t i = 0; c->view && i < c->view->records.n; i++) {
		const struct dns_record *r = c->view->records.v[i];
		struct value_judged fit;
		record_fit(j, c, r, &fit);
		if (r == c->best || fit.fit == VALUE_RIGHT)
			continue;
		VEC_PUSH(judge_arena(j), fit.fit == VALUE_FOREIGN ? foreign : old,
			dns_value(j, r->data, RECORD_SHOWN));
	}
}

const char *record_others(const struct judging *j, const struct record_case *c)
{
	strs old = {0}, foreign = {0};
	list_others(j, c, &old, &foreign);
	for (size_t i = 0; i < foreign.n; i++)
		VEC_PUSH(judge_arena(j), &old, foreign.v[i]);
	return old.n ? judge_s(j, "; other values there: %s",
			       dns_list(j, &old, OTHERS_SHOWN))
		     : "";
}

/* ACME orders of one name and its wildcard have two values at one host (RFC 8555). */
static bool may_have_several(const struct record_case *c)
{
	return dns_same(c->want.prefix, "_acme-challenge");
}

void record_judge_others(const struct judging *j, const struct record_case *c)
{
	strs old = {0}, foreign = {0};
	struct finding *x;
	if (c->want.type != RR_TXT || c->view->chain.n > 0)
		return;
	list_others(j, c, &old, &foreign);
	if (old.n && c->fit.fit == VALUE_RIGHT && !may_have_several(c)) {
		x = record_say(j, c, FINDING_RECORD_STALE, VERDICT_WARN, &c->view->obs,
			"beside the expected value, %s holds %s, maybe of an earlier "
			"request: some consoles then do not see the new one",
			c->want.host, dns_list(j, &old, OTHERS_SHOWN));
		x->advice = judge_s(j,
			"Delete the old value%s of %s, and keep the new one; caches let "
			"%s go within %s.",
			old.n == 1 ? "" : "s", c->want.host, old.n == 1 ? "it" : "them",
			dns_wait(j, c->best->ttl));
	}
	bool automatic = j->profile->provider || !j->target->profile_given;
	if (foreign.n == 0 || !automatic)
		return;
	x = record_say(j, c, FINDING_RECORD_CONFLICT, VERDICT_WARN, &c->view->obs,
		"other TXT values stand at %s, and an automatic change by the console "
		"would delete them: %s",
		c->want.host, dns_list(j, &foreign, OTHERS_SHOWN));
	x->advice =
		"Note these values before, add the record by hand beside them, or put "
		"them back afterwards.";
}

/* -- how long caches keep it ------------------------------------------------------- */
void record_judge_ttl(const struct judging *j, const struct record_case *c)
{
	int limit = j->profile->record_ttl_max;
	bool there = c->best != NULL;
	int64_t ttl = there ? c->best->ttl : c->view->negative_ttl;
	int64_t most = limit ? limit : HOUR;
	if (c->by_host || ttl <= most || (there && !limit) || c->state == DNS_FAILS)
		return;
	struct finding *x = record_say(j, c, FINDING_RECORD_TTL_LONG, VERDICT_WARN,
		&c->view->obs,
		there ? "the record of %s has a TTL of %s, and %s asks for at most %s: "
			"who asked before a change sees it that much later"
		      : "that there is no record at %s is kept by caches for %s (the "
			"SOA's minimum; %s asks for at most %s): who asked sees a new "
			"record that much later",
		c->want.host, dns_wait(j, ttl), limit ? judge_who(j) : "good practice",
		dns_wait(j, most));
	x->advice = there ? judge_s(j,
				    "Set the TTL to %d. What is cached now lasts until "
				    "%s at most.",
				    limit, dns_date(j, j->target->now + ttl))
			  : judge_s(j,
				    "Add the record, and do not verify before %s. Lower "
				    "the last number of the zone's SOA for next time.",
				    dns_date(j, j->target->now + ttl));
}

/* -- the host's own resolver ------------------------------------------------------- */
void record_judge_host(const struct judging *j, const struct record_case *c)
{
	const struct dns_view *h = &c->look->host_txt;
	if (c->by_host || c->want.type != RR_TXT || !obs_seen(&h->obs) ||
		!obs_seen(&c->view->obs))
		return;
	bool real = record_has(j, c, c->view), here = record_has(j, c, h);
	if (real == here)
		return;
	int64_t keeps = real ? h->records.n ? h->records.v[0]->ttl : h->negative_ttl
			     : h->records.v[0]->ttl;
	struct finding *x = record_say(j, c, FINDING_RESOLVER_DIFFERS, VERDICT_WARN,
		&h->obs,
		real ? "this host's resolver does not see the record of %s yet, the "
		       "authorities have it: a CA goes by the authorities"
		     : "this host's resolver sees the record of %s, the authorities do "
		       "not have it: a CA goes by the authorities",
		c->want.host);
	finding_because(j->findings, x, &c->view->obs);
	x->advice = keeps > 0 ? judge_s(j,
					"Its cache lasts %s at most. Do not judge by dig "
					"without @SERVER until then.",
					dns_wait(j, keeps))
			      : finding_table[x->id].advice;
}

/* -- age --------------------------------------------------------------------------- */
static const char *hours(const struct judging *j, int64_t n)
{
	return n < 1 ? "less than 1 hour" : dns_wait(j, n * HOUR);
}

void record_judge_age(const struct judging *j)
{
	static const struct obs given = {.seen = SEEN_YES, .source = "--issued"};
	const struct target *t = j->target;
	int life = j->profile->dns_token_hours;
	bool known = life > 0;
	int64_t limit = known ? life : RULE_HOURS, age = (t->now - t->issued) / HOUR;
	if (!t->issued_given || t->issued <= 0 || life == 0)
		return;
	enum verdict v = age < limit ? VERDICT_PASS : known ? VERDICT_FAIL : VERDICT_WARN;
	struct finding *x = findings_add(j->findings, FINDING_RECORD_EXPIRED, v,
		CERTAINTY_ASSUMED, &given,
		v == VERDICT_PASS
			? "the value is %s old (by --issued) and good for %s by %s"
			: "the value is %s old (by --issued), and is good for %s alone "
			  "by %s",
		hours(j, age), hours(j, limit),
		known ? judge_who(j) : "the Baseline Requirements");
	if (v != VERDICT_PASS)
		x->advice = "Apply for a new value in the console (delete the old record "
			    "first), and put the new one in its place.";
}
