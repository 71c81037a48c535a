/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The validation file as it is served, and its age. */
#include "judge.h"

enum { HOUR = 3600, RULE_HOURS = 30 * 24 /* BR 3.2.2.4.18 */ };

static bool is_the_file(const struct judging *j, const struct place *p)
{
	return j->target->have_expect && p->end.verdict == VERDICT_PASS &&
	       p->end.hop != NULL;
}

static const char *fit_words(const struct judging *j)
{
	switch (j->profile->body) {
	case BODY_UNKNOWN:
	case BODY_EXACT:
		break;
	case BODY_CONTAINS:
		return judge_s(j,
			"the answer holds the expected value, which is enough for %s",
			judge_who(j));
	case BODY_LINES:
	case BODY_TRIM_RIGHT:
	case BODY_TRIM_RIGHT_CRLF:
	case BODY_TRIM_BOTH:
		return judge_s(j, "the file is the expected one, as %s compares it",
			judge_who(j));
	}
	return "the file is the expected one, byte for byte";
}

/* -- age
 * ---------------------------------------------------------------------------------- */
static void say_age(
	const struct judging *j, int64_t issued, bool sure, const struct obs *o)
{
	int life = j->profile->token_hours;
	bool known = life > 0;
	int64_t limit = known ? life : RULE_HOURS,
		hours = (j->target->now - issued) / HOUR;
	const char *by = sure ? "by --issued" : "by its time stamp";
	enum verdict v = hours < limit   ? VERDICT_PASS
			 : sure && known ? VERDICT_FAIL
					 : VERDICT_WARN;
	struct finding *x = findings_add(j->findings, FINDING_FILE_EXPIRED, v,
		CERTAINTY_ASSUMED, o,
		v == VERDICT_PASS
			? "the file is %s old (%s) and good for %s by %s"
			: "the file is %s old (%s), and is good for %s alone by %s",
		judge_hours(j, hours), by, judge_hours(j, limit),
		known ? judge_who(j) : "the Baseline Requirements");
	x->subject.thing = j->target->file_name;
	if (v != VERDICT_PASS)
		x->advice = finding_table[x->id].advice;
}

static void judge_age(const struct judging *j)
{
	static const struct obs given = {.seen = SEEN_YES, .source = "--issued"};
	static const struct obs stamped = {
		.seen = SEEN_YES, .source = "the time stamp of the file given"};
	const struct target *t = j->target;
	const struct webroot_look *w = &j->evidence->webroot;
	if (t->random || !judge_by_http(j))
		return;
	if (t->issued > 0)
		say_age(j, t->issued, t->issued_given,
			t->issued_given ? &given : &stamped);
	else if (w->obs.seen == SEEN_YES && w->mtime > 0)
		say_age(j, w->mtime, false, &w->obs);
}

/* -- nothing was seen
 * ------------------------------------------------------------------------ */
/* A router that does not turn the connect around hides also what this host would answer.
 */
static void judge_hidden(const struct judging *j, const struct named *n)
{
	bool hidden = false;
	if (n->optional)
		return;
	for (size_t i = 0; i < n->places.n; i++) {
		const struct place *p = n->places.v[i];
		if (!p->dial || p->verdict == VERDICT_FAIL)
			return;
		hidden = hidden || (p->verdict == VERDICT_UNKNOWN && p->end.outside_only);
	}
	if (!hidden)
		return;
	struct finding *x = say_named(j, n, FINDING_FILE_NOT_SERVED, VERDICT_UNKNOWN,
		CERTAINTY_ASSUMED, n->places.v[0]->end.obs,
		"no answer for %s could be seen from this side of the router",
		n->name->ascii);
	x->advice = judge_s(j,
		"Ask this host itself: --hosts %s=ADDR, with an address of its own; or "
		"fetch the URL from outside.",
		n->name->ascii);
}

static void judge(const struct judging *j)
{
	static const enum finding_id ids[] = {FINDING_FILE_NOT_SERVED,
		FINDING_FILE_DIFFERS, FINDING_FILE_EDITED, FINDING_FILE_SIBLING_DIFFERS,
		FINDING_FILE_SCHEME_DIFFERS, FINDING_FILE_ADDRESS_DIFFERS,
		FINDING_HTML_INSTEAD, FINDING__MAX};
	const struct paths *p = judge_paths(j);
	say_places(j, ids);
	for (size_t i = 0; i < p->names.n; i++) {
		judge_hidden(j, p->names.v[i]);
		say_pass(j, p->names.v[i], FINDING_FILE_DIFFERS, fit_words(j),
			is_the_file);
	}
	judge_age(j);
}

static const struct probe *const needs[] = {&probe_http, NULL};

const struct check check_file = {
	.id = "file",
	.title = "The validation file as served",
	.why = "The CA compares what it fetches with what it gave out.",
	.needs = needs,
	.judge = judge,
};
