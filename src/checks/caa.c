/* SPDX-License-Identifier: GPL-2.0-or-later */
/* CAA: may the profile's CA issue for each name, and which others may today. */
#include "caa.h"

#include "caa_say.h"

struct said { /* one cause, with its names */
	const struct caa_look *look;
	struct caa_decision decision;
	struct caa_words words;
	strs names, shown; /* as they are; with "*." */
};
typedef VEC(struct said) said_list;

static const struct named *named_of(const struct judging *j, const struct caa_look *l)
{
	const struct paths *p = judge_paths(j);
	for (size_t i = 0; i < p->names.n; i++)
		if (p->names.v[i]->name->wildcard == l->wildcard &&
			dns_same(p->names.v[i]->name->ascii, l->name))
			return p->names.v[i];
	return NULL;
}

/* -- which CAs may issue today ----------------------------------------------------- */
struct cas {
	strs may, perhaps, may_not;
};

static bool is_perhaps(enum caa_answer a)
{
	return a == CAA_MAYBE || a == CAA_EXCLUDED_MAYBE || a == CAA_CRITICAL_MAYBE ||
	       a == CAA_UNSEEN;
}

static void list_cas(const struct judging *j, const struct caa_look *l, struct cas *out)
{
	size_t n;
	const struct profile *rows = profile_rows(&n);
	for (size_t i = 0; i < n; i++) {
		struct caa_decision d;
		if (!rows[i].caa || rows[i].test_only || rows[i].provider)
			continue;
		caa_decide(j, l, &rows[i], &d);
		strs *list = is_perhaps(d.answer) ? &out->perhaps
			     : caa_may(d.answer)  ? &out->may
						  : &out->may_not;
		VEC_PUSH(judge_arena(j), list, rows[i].name);
	}
}

static const char *today(const struct judging *j, const struct caa_look *l)
{
	struct cas c = {0};
	list_cas(j, l, &c);
	return judge_s(j, "may issue today: %s%s%s; may not: %s",
		c.may.n ? dns_list(j, &c.may, 8) : "none that is known here",
		c.perhaps.n ? "; perhaps: " : "", dns_list(j, &c.perhaps, 8),
		c.may_not.n ? dns_list(j, &c.may_not, 8) : "none");
}

static const char *pass_words(
	const struct judging *j, const struct caa_look *l, const struct caa_decision *d)
{
	const char *name = j->profile->name ? j->profile->name : j->profile->id;
	if (d->answer == CAA_UNLIMITED)
		return "no CAA record stands at the name or above it: every CA may issue";
	if (d->answer == CAA_OPEN)
		return judge_s(j,
			"the CAA records of %s do not say who may issue %s: every CA may",
			caa_owner(d->view), l->wildcard ? "wildcards" : "for this name");
	return judge_s(j, "the CAA records of %s let %s issue (%s)", caa_owner(d->view),
		name, today(j, l));
}

/* -- one cause for many names ------------------------------------------------------ */
static bool same_cause(const struct said *a, const struct said *b)
{
	return a->words.id == b->words.id && a->words.verdict == b->words.verdict &&
	       strcmp(a->words.message, b->words.message) == 0;
}

static void add(const struct judging *j, said_list *all, struct said *s)
{
	for (size_t i = 0; i < all->n; i++)
		if (same_cause(all->v[i], s)) {
			VEC_PUSH(judge_arena(j), &all->v[i]->names, s->names.v[0]);
			VEC_PUSH(judge_arena(j), &all->v[i]->shown, s->shown.v[0]);
			return;
		}
	VEC_PUSH(judge_arena(j), all, s);
}

static void say(const struct judging *j, const struct said *s)
{
	static const struct obs none = {.source = "DNS", .excerpt = "not asked"};
	const struct caa_words *w = &s->words;
	const struct dns_view *v = s->decision.view;
	bool bad = w->verdict != VERDICT_PASS;
	struct finding *x = findings_add(j->findings, w->id, w->verdict, w->certainty,
		v ? &v->obs : &none, "%s: %s%s", dns_list(j, &s->shown, 3), w->message,
		bad && w->id != FINDING_CAA_LOOKUP_FAILS
			? judge_s(j, " (%s)", today(j, s->look))
			: "");
	x->subject.name = s->names.v[0];
	x->outside_only = w->verdict == VERDICT_UNKNOWN && w->outside_only;
	x->advice = w->advice;
	for (size_t i = 0; i < s->names.n && s->names.n > 1; i++)
		VEC_PUSH(judge_arena(j), &x->names, s->names.v[i]);
}

/* Where this host cannot ask the roots, recursion-blocked says so, once and for all. */
static bool is_own_silence(const struct judging *j, const struct caa_decision *d)
{
	bool none = d->answer == CAA_UNSEEN ||
		    (d->answer == CAA_FAILED && dns_state_of(j, d->view) == DNS_SILENT);
	return none && dns_by_host(j);
}

static void judge_look(const struct judging *j, const struct caa_look *l, said_list *all)
{
	struct said *s = ARENA_NEW(judge_arena(j), struct said);
	s->look = l;
	caa_decide(j, l, j->profile, &s->decision);
	const struct dns_view *v = s->decision.view;
	if (v && v->truncated && s->decision.answer != CAA_CRITICAL &&
		s->decision.answer != CAA_FAILED)
		s->decision.answer = CAA_UNSEEN;
	if (is_own_silence(j, &s->decision))
		return;
	caa_words(j, l, &s->decision, &s->words);
	if (!s->words.message)
		s->words.message = pass_words(j, l, &s->decision);
	VEC_PUSH(judge_arena(j), &s->names, l->name);
	VEC_PUSH(judge_arena(j), &s->shown,
		l->wildcard ? judge_s(j, "*.%s", l->name) : l->name);
	add(j, all, s);
}

static void judge(const struct judging *j)
{
	const struct dns_looks *d = &j->evidence->dns;
	said_list all = {0};
	for (size_t i = 0; i < d->caa.n && !judge_is_trace(j); i++) {
		const struct caa_look *l = d->caa.v[i];
		const struct named *n = l->name ? named_of(j, l) : NULL;
		if (n && !n->optional)
			judge_look(j, l, &all);
	}
	for (size_t i = 0; i < all.n; i++)
		say(j, all.v[i]);
}

static const struct probe *const needs[] = {&probe_dns, NULL};

const struct check check_caa = {
	.id = "caa",
	.title = "CAA: which CAs may issue",
	.why = "A CA must not issue where the relevant CAA records do not name it.",
	.needs = needs,
	.judge = judge,
};
