/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Does each address take connections? */
#include "judge.h"

static bool is_open(const struct judging *j, const struct place *p)
{
	(void)j;
	return p->connect == CONNECT_OPEN && !p->reserved;
}

static void judge(const struct judging *j)
{
	static const enum finding_id ids[] = {FINDING_CONNECT_REFUSED,
		FINDING_CONNECT_TIMEOUT, FINDING_CONNECT_RESET,
		FINDING_NETWORK_UNREACHABLE, FINDING__MAX};
	const struct paths *p = judge_paths(j);
	say_places(j, ids);
	for (size_t i = 0; i < p->names.n; i++)
		say_pass(j, p->names.v[i], FINDING_CONNECT_TIMEOUT, "takes connections",
			is_open);
}

static const struct probe *const needs[] = {&probe_reach, &probe_host, NULL};

const struct check check_connect = {
	.id = "connect",
	.title = "Connections to each address",
	.why = "A CA that gets no connection reports a timeout or a refusal.",
	.needs = needs,
	.judge = judge,
};
