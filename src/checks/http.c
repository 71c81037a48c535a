/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What answers the request: status, time, size, and who it is. */
#include "judge.h"

static bool answers_well(const struct judging *j, const struct place *p)
{
	(void)j;
	return p->end.verdict == VERDICT_PASS && p->end.hop &&
	       p->end.hop->end == HOP_ANSWERED;
}

static const char *describe(const struct judging *j, const struct named *n)
{
	int64_t slowest = 0, status = 200;
	for (size_t i = 0; i < n->places.n; i++) {
		const struct place *p = n->places.v[i];
		if (!answers_well(j, p))
			continue;
		status = p->end.hop->status;
		slowest = p->end.hop->ms > slowest ? p->end.hop->ms : slowest;
	}
	return judge_s(j, "answers %" PRId64 " in %s", status, judge_time(j, slowest));
}

static void judge(const struct judging *j)
{
	static const enum finding_id ids[] = {FINDING_HTTP_STATUS, FINDING_HTTP_SLOW,
		FINDING_HTTP_TOO_LARGE, FINDING_HTTP_NOT_HTTP, FINDING_WRONG_VHOST,
		FINDING_USER_AGENT_BLOCKED, FINDING_BOT_CHALLENGE, FINDING__MAX};
	const struct paths *p = judge_paths(j);
	say_places(j, ids);
	for (size_t i = 0; i < p->names.n; i++)
		say_pass(j, p->names.v[i], FINDING_HTTP_STATUS,
			describe(j, p->names.v[i]), answers_well);
}

static const struct probe *const needs[] = {&probe_http, NULL};

const struct check check_http = {
	.id = "http",
	.title = "The HTTP answer",
	.why = "A CA takes a good status in time, and nothing else.",
	.needs = needs,
	.judge = judge,
};
