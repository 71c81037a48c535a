/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The validation file on disk (--webroot). */
#include "judge.h"

static bool served_everywhere(const struct judging *j)
{
	const struct paths *p = judge_paths(j);
	for (size_t i = 0; i < p->all.n; i++)
		if (p->all.v[i]->verdict > VERDICT_WARN)
			return false;
	return p->all.n > 0;
}

static void say_disk(
	const struct judging *j, enum finding_id id, enum verdict v, const char *what)
{
	const struct webroot_look *w = &j->evidence->webroot;
	struct finding *x =
		findings_add(j->findings, id, v, CERTAINTY_PROVED, &w->obs, "%s", what);
	x->subject.thing = w->path;
	if (v != VERDICT_PASS)
		x->advice = finding_table[id].advice;
}

static void judge_unseen(const struct judging *j)
{
	const struct webroot_look *w = &j->evidence->webroot;
	bool tried = w->obs.seen == SEEN_DENIED || w->obs.seen == SEEN_FAILED;
	if (tried && !served_everywhere(j))
		say_disk(j, FINDING_FILE_NOT_ON_DISK, VERDICT_UNKNOWN,
			judge_s(j, "whether the file is on disk could not be seen: %s",
				w->obs.excerpt ? w->obs.excerpt : "the look failed"));
}

static void say_present(const struct judging *j)
{
	const struct webroot_look *w = &j->evidence->webroot;
	const char *path = w->path ? w->path : "the file";
	if (j->target->have_expect && !body_passes(j, &w->body))
		return; /* what is served is judged by itself */
	say_disk(j, FINDING_FILE_NOT_ON_DISK, VERDICT_PASS,
		judge_s(j, "%s is on disk%s", path,
			j->target->have_expect ? ", and is the expected file" : ""));
	if (w->readable == SEEN_YES)
		say_disk(j, FINDING_FILE_UNREADABLE, VERDICT_PASS,
			judge_s(j, "%s can be read by %s", path,
				w->user ? w->user : "the web server"));
}

static void judge(const struct judging *j)
{
	static const enum finding_id ids[] = {FINDING_FILE_NOT_ON_DISK,
		FINDING_FILE_RENAMED, FINDING_FILE_UNREADABLE, FINDING__MAX};
	say_places(j, ids);
	if (j->target->random || !judge_by_http(j))
		return;
	judge_unseen(j);
	if (j->evidence->webroot.obs.seen == SEEN_YES)
		say_present(j);
}

static const struct probe *const needs[] = {&probe_webroot, &probe_http, NULL};

const struct check check_webroot = {
	.id = "webroot",
	.title = "The validation file on disk",
	.why = "A file that is not there, or not readable, cannot be served.",
	.needs = needs,
	.judge = judge,
};
