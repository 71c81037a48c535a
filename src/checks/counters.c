/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Counters of the kernel that moved while this host was looked at. */
#include "judge.h"

static int64_t moved(int64_t before, int64_t after)
{
	return before >= 0 && after > before ? after - before : 0;
}

static void judge(const struct judging *j)
{
	const struct counters *a = &j->evidence->counters.before,
			      *b = &j->evidence->counters.after;
	if (a->obs.seen != SEEN_YES || b->obs.seen != SEEN_YES || !judge_by_http(j))
		return;
	int64_t full = moved(a->listen_overflows, b->listen_overflows);
	int64_t drops = moved(a->conntrack_drops, b->conntrack_drops);
	if (full)
		findings_add(j->findings, FINDING_LISTENER_OVERFLOW, VERDICT_WARN,
			CERTAINTY_PROVED, &b->obs,
			"while this host was looked at, %" PRId64
			" connections were dropped because an accept queue was full",
			full)
			->advice = finding_table[FINDING_LISTENER_OVERFLOW].advice;
	if (!drops)
		return;
	struct finding *f = findings_add(j->findings, FINDING_CONNTRACK_FULL,
		VERDICT_FAIL, CERTAINTY_PROVED, &b->obs,
		"while this host was looked at, %" PRId64
		" new connections were dropped because conntrack's table was full "
		"(%" PRId64 " of %" PRId64 " entries)",
		drops, b->conntrack_entries, b->conntrack_max);
	finding_because(j->findings, f, &a->obs);
	f->advice = finding_table[f->id].advice;
}

static const struct probe *const needs[] = {&probe_capture, NULL};

const struct check check_counters = {
	.id = "counters",
	.title = "Connections that the kernel dropped meanwhile",
	.why = "A full queue or table drops a CA's connection as any other.",
	.needs = needs,
	.judge = judge,
};
