/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Redirects, by the profile's rules. */
#include "judge.h"

static bool is_straight(const struct judging *j, const struct place *p)
{
	(void)j;
	return p->end.verdict == VERDICT_PASS && p->end.hop && p->end.redirects == 0;
}

static bool is_followed(const struct judging *j, const struct place *p)
{
	(void)j;
	return p->end.verdict == VERDICT_PASS && p->end.hop && p->end.redirects > 0;
}

static void judge(const struct judging *j)
{
	static const enum finding_id ids[] = {FINDING_REDIRECTED, FINDING_REDIRECT_LOOP,
		FINDING_REDIRECT_TOO_MANY, FINDING_REDIRECT_CODE, FINDING_REDIRECT_PORT,
		FINDING_REDIRECT_SCHEME, FINDING_REDIRECT_OFF_DOMAIN,
		FINDING_REDIRECT_RESERVED, FINDING_REDIRECT_NOT_HTTP,
		FINDING_REDIRECT_TARGET_FAILS, FINDING__MAX};
	const struct paths *p = judge_paths(j);
	say_places(j, ids);
	for (size_t i = 0; i < p->names.n; i++) {
		say_pass(j, p->names.v[i], FINDING_REDIRECTED,
			"answers without a redirect", is_straight);
		say_pass(j, p->names.v[i], FINDING_REDIRECTED,
			judge_s(j, "redirects in a way that is followed by %s",
				judge_who(j)),
			is_followed);
	}
}

static const struct probe *const needs[] = {&probe_http, NULL};

const struct check check_redirects = {
	.id = "redirects",
	.title = "Redirects",
	.why = "Some CAs follow no redirect, all others only some.",
	.needs = needs,
	.judge = judge,
};
