/* SPDX-License-Identifier: GPL-2.0-or-later */
/* From weighed places to findings: what is one cause in several places is said once. */
#include "judge.h"

enum { BECAUSE_MAX = 32 };

static bool is_among(enum finding_id id, const enum finding_id *ids)
{
	for (; *ids != FINDING__MAX; ids++)
		if (*ids == id)
			return true;
	return false;
}

static bool same_text(const char *a, const char *b)
{
	return a == b || (a && b && strcmp(a, b) == 0);
}

static bool same_cause(const struct place *a, const struct place *b)
{
	return a->end.id == b->end.id && a->verdict == b->verdict &&
	       a->end.outside_only == b->end.outside_only &&
	       same_text(a->end.what, b->end.what) && same_text(a->note, b->note) &&
	       same_text(a->end.advice, b->end.advice);
}

/* -- the finding's subject and grounds ---------------------------------------------- */
static bool has_obs(const struct finding *x, const struct obs *o)
{
	for (size_t i = 0; i < x->because.n; i++)
		if (x->because.v[i] == o)
			return true;
	return false;
}

static void add_obs(const struct judging *j, struct finding *x, const struct obs *o)
{
	if (o && x->because.n < BECAUSE_MAX && !has_obs(x, o))
		finding_because(j->findings, x, o);
}

static void add_grounds(
	const struct judging *j, struct finding *x, const place_list *list)
{
	for (size_t i = 0; i < list->n; i++) {
		const struct place *p = list->v[i];
		add_obs(j, x, p->end.obs);
		if (p->dial && p->reach)
			add_obs(j, x, &p->reach->obs);
		if (p->end.hop)
			add_obs(j, x, &p->end.hop->obs);
	}
}

static void add_names(const struct judging *j, struct finding *x, const place_list *list)
{
	const struct named *last = NULL;
	for (size_t i = 0; i < list->n; i++) {
		const struct named *n = list->v[i]->named;
		if (n != last)
			VEC_PUSH(judge_arena(j), &x->names, n->name->ascii);
		last = n;
	}
	x->subject.name = list->v[0]->named->name->ascii;
	if (x->names.n < 2)
		x->names.n = 0;
	else if (x->names.n == judge_paths(j)->names.n)
		x->subject.name = NULL;
}

static void add_subject(
	const struct judging *j, struct finding *x, const place_list *list)
{
	const struct place *first = list->v[0];
	bool ip = true, port = true;
	for (size_t i = 1; i < list->n; i++) {
		ip = ip && ip_equal(&first->addr->ip, &list->v[i]->addr->ip);
		port = port && first->scheme == list->v[i]->scheme;
	}
	add_names(j, x, list);
	if (ip)
		x->subject.ip = first->addr->ip;
	if (port && !first->reserved)
		x->subject.port = scheme_port(first->scheme);
	if (list->n == 1 && first->end.hop && !first->dial)
		x->subject.url = first->end.hop->url;
}

static void say_cause(const struct judging *j, const place_list *list)
{
	const struct place *p = list->v[0];
	const char *note = p->note && p->verdict != VERDICT_FAIL ? p->note : NULL;
	struct finding *x = findings_add(j->findings, p->end.id, p->verdict,
		p->end.certainty, NULL, "%s: %s%s%s", p->end.what, place_words(j, list),
		note ? "; " : "", note ? note : "");
	x->outside_only = p->verdict == VERDICT_UNKNOWN && p->end.outside_only;
	x->advice = advice_for(j, p);
	add_subject(j, x, list);
	add_grounds(j, x, list);
}

static bool wanted(const struct place *p, const enum finding_id *ids)
{
	return p->verdict != VERDICT_PASS && is_among(p->end.id, ids);
}

void say_list(const struct judging *j, const place_list *all, const enum finding_id *ids)
{
	bool *said = arena_array(judge_arena(j), all->n, sizeof(*said));
	for (size_t i = 0; i < all->n; i++) {
		place_list list = {0};
		if (said[i] || !wanted(all->v[i], ids))
			continue;
		for (size_t k = i; k < all->n; k++) {
			if (said[k] || !wanted(all->v[k], ids) ||
				!same_cause(all->v[i], all->v[k]))
				continue;
			said[k] = true;
			VEC_PUSH(judge_arena(j), &list, all->v[k]);
		}
		say_cause(j, &list);
	}
}

void say_places(const struct judging *j, const enum finding_id *ids)
{
	const struct paths *paths = judge_paths(j);
	place_list all = {0};
	for (size_t i = 0; i < paths->all.n; i++)
		VEC_PUSH(judge_arena(j), &all, paths->all.v[i]);
	say_list(j, &all, ids);
}

struct finding *say_pass(const struct judging *j, const struct named *n,
	enum finding_id id, const char *what, place_test test)
{
	place_list list = {0};
	for (size_t i = 0; i < n->places.n; i++)
		if (test(j, n->places.v[i]))
			VEC_PUSH(judge_arena(j), &list, n->places.v[i]);
	if (list.n == 0)
		return NULL;
	struct finding *x = findings_add(j->findings, id, VERDICT_PASS, CERTAINTY_PROVED,
		NULL, "%s: %s", what, place_words(j, &list));
	add_subject(j, x, &list);
	add_grounds(j, x, &list);
	return x;
}

struct finding *say_named(const struct judging *j, const struct named *n,
	enum finding_id id, enum verdict v, enum certainty c, const struct obs *because,
	const char *fmt, ...)
{
	va_list ap;
	va_start(ap, fmt);
	const char *message = arena_vprintf(judge_arena(j), fmt, ap);
	va_end(ap);
	struct finding *x = findings_add(j->findings, id, v, c, because, "%s", message);
	x->subject.name = n->name->ascii;
	return x;
}
