/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What comes next; judged last, from the findings of the others. */
#include "dns.h"

static const struct finding *first_fail(
	const struct judging *j, const enum finding_id *ids)
{
	for (size_t i = 0; i < j->findings->all.n; i++) {
		const struct finding *x = j->findings->all.v[i];
		for (size_t k = 0; ids[k] != FINDING__MAX; k++)
			if (x->id == ids[k] && x->verdict == VERDICT_FAIL)
				return x;
	}
	return NULL;
}

static void judge_other_method(const struct judging *j)
{
	static const enum finding_id ids[] = {FINDING_WILDCARD_NEEDS_DNS,
		FINDING_CDN_SERVES, FINDING_CDN_STALE, FINDING_CONNECT_TIMEOUT,
		FINDING_CARRIER_NAT, FINDING_ADDRESS_RESERVED, FINDING_ADDRESS_ELSEWHERE,
		FINDING_BOT_CHALLENGE, FINDING_UPSTREAM_BLOCKS, FINDING__MAX};
	const struct finding *f = first_fail(j, ids);
	if (!f || !judge_by_http(j) || judge_is_trace(j))
		return;
	struct finding *x = findings_add(j->findings, FINDING_METHOD_OTHER_FITS,
		VERDICT_PASS, CERTAINTY_COMPUTED, f->because.n ? f->because.v[0] : NULL,
		"if %s cannot be changed, a DNS record validates the name without port "
		"80 or 443",
		finding_table[f->id].id);
	x->subject.name = f->subject.name;
	x->advice = finding_table[x->id].advice;
}

static const struct obs *an_answer(const struct judging *j)
{
	const struct paths *p = judge_paths(j);
	for (size_t i = 0; i < p->all.n; i++)
		if (p->all.v[i]->end.verdict <= VERDICT_WARN && p->all.v[i]->end.hop)
			return p->all.v[i]->end.obs;
	return NULL;
}

/* The record that was found right, as the records check said. */
static const struct obs *a_record(const struct judging *j)
{
	for (size_t i = 0; i < j->findings->all.n; i++) {
		const struct finding *x = j->findings->all.v[i];
		if (x->id == FINDING_RECORD_MISSING && x->verdict == VERDICT_PASS &&
			x->because.n)
			return x->because.v[0];
	}
	return NULL;
}

static const struct profile_wait *wait_of(const struct profile *p, const char *id)
{
	for (const struct profile_wait *w = p->waits; w && w->id; w++)
		if (strcmp(w->id, id) == 0)
			return w;
	return NULL;
}

/* The console's own servers lag behind; at another provider's DNS they may err. */
static const char *dns_waits(const struct judging *j)
{
	static const char *const ids[] = {
		"console-dns-right", "dns-propagation", "dns-effect", "ca-network"};
	struct text t;
	const struct dns_looks *d = &j->evidence->dns;
	const struct zone_look *z = d->zones.n ? d->zones.v[d->zones.n - 1] : NULL;
	const struct dns_provider *by = z ? dns_provider_of(j, z) : NULL;
	const struct profile_wait *third = wait_of(j->profile, "dns-third-party");
	text_init(&t, judge_arena(j), 600);
	if (third && by && by->console != CONSOLE_ALIBABA)
		text_printf(&t, "the zone is at %s: %s", by->name, third->wait);
	for (size_t i = 0; i < sizeof(ids) / sizeof(*ids); i++) {
		const struct profile_wait *w = wait_of(j->profile, ids[i]);
		if (w)
			text_printf(&t, "%s%s: %s", t.n ? "; " : "", w->what, w->wait);
	}
	return t.n ? text_str(&t) : j->profile->console_wait;
}

/* Since the file or value was given out. */
static bool judge_is_issued(const struct judging *j)
{
	static const strs all;
	const int64_t since = j->target->issued;
	const struct issuance i =
		judge_issued(j, &all, since > 0 ? since : j->target->now);
	if (!i.name)
		return false;
	struct finding *x = findings_add(j->findings, FINDING_KEEP_UNTIL_ISSUED,
		VERDICT_PASS, CERTAINTY_ASSUMED, i.obs,
		"%s: if it is the one that was ordered, remove what the CA had to find, "
		"and what was opened for it",
		judge_issued_words(j, &i));
	x->subject.name = i.name;
	x->advice = "pkiready history tells what this tool changed, pkiready undo ID "
		    "takes it back. Is another certificate still to be issued? Then keep "
		    "all in place until it is.";
	return true;
}

static void judge_ready(const struct judging *j)
{
	bool dns = j->target->records_wanted;
	const struct obs *o = dns ? a_record(j) : an_answer(j);
	const char *wait = dns ? dns_waits(j) : j->profile->console_wait;
	if (!o || judge_is_trace(j) || findings_answer(j->findings) != ANSWER_READY)
		return;
	if (judge_is_issued(j))
		return;
	struct finding *x = findings_add(j->findings, FINDING_KEEP_UNTIL_ISSUED,
		VERDICT_PASS, CERTAINTY_ASSUMED, o,
		dns ? "do not delete the record before the certificate is issued; delete "
		      "it afterwards, so that the next one does not meet it"
		    : "keep the file where it is until the certificate is issued; remove "
		      "it, and what was opened for it, afterwards");
	x->subject.thing = dns ? NULL : j->target->file_name;
	x->advice = finding_table[x->id].advice;
	if (!wait)
		return;
	x = findings_add(j->findings, FINDING_CONSOLE_LAGS, VERDICT_PASS,
		CERTAINTY_ASSUMED, o,
		"if the console still says otherwise, it is behind: %s", wait);
	x->advice = finding_table[x->id].advice;
}

/* Where no record was wanted (records.c judges those), DNS validation is not known. */
static void judge_by_dns(const struct judging *j)
{
	const struct paths *p = judge_paths(j);
	if (j->target->records_wanted)
		return;
	for (size_t i = 0; i < p->names.n && !judge_by_http(j); i++) {
		const struct named *n = p->names.v[i];
		static const struct obs none = {
			.source = "DNS", .excerpt = "the record was not asked for"};
		if (n->name->role != ROLE_EXAMINED)
			continue;
		say_named(j, n, FINDING_RECORD_MISSING, VERDICT_UNKNOWN,
			CERTAINTY_ASSUMED, &none,
			"the validation record of %s was not looked at", n->name->ascii)
			->advice =
			"Look it up at each of the zone's name servers: dig TXT NAME "
			"@SERVER +norecurse";
	}
}

static void judge(const struct judging *j)
{
	judge_by_dns(j);
	judge_other_method(j);
	judge_ready(j);
}

static const struct probe *const needs[] = {NULL};

const struct check check_closing = {
	.id = "closing",
	.title = "What comes next",
	.why = "What to keep, to wait for, or to do instead.",
	.needs = needs,
	.judge = judge,
};
