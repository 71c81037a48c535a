/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Counters of the kernel that moved while this host was looked at. */
#include "judge.h"

static int64_t moved(int64_t before, int64_t after)
{
	return before >= 0 && after > before ? after - before : 0;
}

/* What another check said of the same: the counters prove it. */
static bool is_said(const struct judging *j, enum finding_id id, const struct obs *o)
{
	bool said = false;
	for (size_t i = 0; i < j->findings->all.n; i++) {
		struct finding *x = j->findings->all.v[i];
		if (x->id != id || x->verdict == VERDICT_PASS)
			continue;
		x->certainty = CERTAINTY_PROVED;
		finding_because(j->findings, x, o);
		said = true;
	}
	return said;
}

static const char *dropped(const struct judging *j, const char *what, int64_t n)
{
	return judge_s(j, "while this host was looked at, %" PRId64 " %s%s", n, what,
		n == 1 ? " was dropped" : "s were dropped");
}

static void judge_queue(const struct judging *j, const struct counters *b, int64_t n)
{
	if (n == 0 || is_said(j, FINDING_LISTENER_OVERFLOW, &b->obs))
		return;
	findings_add(j->findings, FINDING_LISTENER_OVERFLOW, VERDICT_WARN,
		CERTAINTY_PROVED, &b->obs, "%s because an accept queue was full",
		dropped(j, "connection", n))
		->advice = finding_table[FINDING_LISTENER_OVERFLOW].advice;
}

static void judge_table(const struct judging *j, const struct counters *a,
	const struct counters *b, int64_t n)
{
	if (n == 0 || is_said(j, FINDING_CONNTRACK_FULL, &b->obs))
		return;
	struct finding *f = findings_add(j->findings, FINDING_CONNTRACK_FULL,
		VERDICT_FAIL, CERTAINTY_PROVED, &b->obs,
		"%s because conntrack's table was full (%" PRId64 " of %" PRId64
		" entries)",
		dropped(j, "new connection", n), b->conntrack_entries, b->conntrack_max);
	finding_because(j->findings, f, &a->obs);
	f->advice = finding_table[f->id].advice;
}

static void judge(const struct judging *j)
{
	const struct counters *a = &j->evidence->counters.before,
			      *b = &j->evidence->counters.after;
	if (a->obs.seen != SEEN_YES || b->obs.seen != SEEN_YES || !judge_by_http(j))
		return;
	judge_queue(j, b, moved(a->listen_overflows, b->listen_overflows));
	judge_table(j, a, b, moved(a->conntrack_drops, b->conntrack_drops));
}

static const struct probe *const needs[] = {&probe_capture, NULL};

const struct check check_counters = {
	.id = "counters",
	.title = "Connections that the kernel dropped meanwhile",
	.why = "A full queue or table drops a CA's connection as any other.",
	.needs = needs,
	.judge = judge,
};
