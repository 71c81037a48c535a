/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A CDN between the CA and this host. */
#include "judge.h"

static const struct place *first_behind(
	const struct judging *j, const struct named *n, const char **cdn, const char **by)
{
	for (size_t i = 0; i < n->places.n; i++) {
		const struct place *p = n->places.v[i];
		if (p->end.verdict > VERDICT_WARN || p->absent || !p->end.hop)
			continue;
		if ((*cdn = cdn_of(j, p, by)))
			return p;
	}
	return NULL;
}

/* This edge answers well; the others, which a CA may meet, are not seen from here. */
static void judge_edges(const struct judging *j, const struct named *n)
{
	const char *cdn, *by;
	const struct place *p = first_behind(j, n, &cdn, &by);
	if (!p || n->optional)
		return;
	struct finding *x = say_named(j, n, FINDING_CDN_SERVES, VERDICT_UNKNOWN,
		CERTAINTY_PROVED, p->end.obs,
		"%s (known by %s) answers for %s: the edge asked from here serves the "
		"file, its other edges are not proved",
		cdn, by, n->name->ascii);
	x->outside_only = true;
	x->subject.ip = p->addr->ip;
	x->subject.thing = cdn;
	x->advice = finding_table[x->id].advice;
}

static void judge(const struct judging *j)
{
	static const enum finding_id ids[] = {
		FINDING_CDN_SERVES, FINDING_CDN_STALE, FINDING__MAX};
	const struct paths *p = judge_paths(j);
	say_places(j, ids);
	for (size_t i = 0; i < p->names.n; i++)
		judge_edges(j, p->names.v[i]);
}

static const struct probe *const needs[] = {&probe_http, &probe_dns, NULL};

const struct check check_cdn = {
	.id = "cdn",
	.title = "CDN in front",
	.why = "An edge may serve an old copy, or none where the CA asks.",
	.needs = needs,
	.judge = judge,
};
