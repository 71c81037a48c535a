/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "run_wait.h"

#include "loop.h"
#include "probe.h"
#include "process.h"
#include "record_name.h"
#include "record_state.h"
#include "text.h"

#include <stdio.h>
#include <string.h>

enum {
	PAUSE_LEAST_MS = 2000,
	PAUSE_MOST_MS = 15000,
	PAUSES = 60, /* in the time given, within these bounds */
	LINE_MAX = 76
};

/* -- how far it has come ----------------------------------------------------------- */

static void count(struct spread *s, const struct dns_view *v,
	const struct record_name *record, const char *who)
{
	enum record_state state =
		v ? record_state_of(v, record->type, &record->value) : RECORD_UNSEEN;
	s->all++;
	if (state == RECORD_HELD || state == RECORD_BESIDE)
		s->held++;
	else if (!s->missing)
		s->missing = who;
}

static void count_servers(
	struct spread *s, const struct dns_looks *d, const struct record_name *record)
{
	const struct zone_look *z = record_zone_of(d, record->host);
	for (size_t i = 0; z && i < z->servers.n; i++) {
		const struct server_look *x = z->servers.v[i];
		const struct server_answer *answer =
			record_answer_of(x, record->host, record->type);
		if (!x->not_delegated)
			count(s, answer ? &answer->answer : NULL, record,
				x->name ? x->name : "a server");
	}
}

/* A TXT alone is asked of this host's resolver. */
static void count_resolver(
	struct spread *s, const struct dns_looks *d, const struct record_name *record)
{
	for (size_t i = 0; i < d->records.n && record->type == RR_TXT; i++) {
		const struct record_look *x = d->records.v[i];
		if (x->place == PLACE_WANTED && x->host_txt.obs.seen != SEEN_SKIPPED &&
			strcmp(x->name, record->name) == 0 &&
			record_same_name(x->host, record->host))
			count(s, &x->host_txt, record, "this host's resolver");
	}
}

struct spread run_spread(
	struct arena *a, const struct target *t, const struct dns_looks *d)
{
	struct spread s = {0};
	for (size_t i = 0; i < t->names.n; i++) {
		struct record_name record;
		const char *why;
		if (t->names.v[i]->role != ROLE_EXAMINED ||
			record_name_of(a, t, t->names.v[i], t->profile, &record, &why) !=
				ERR_OK)
			continue;
		count_servers(&s, d, &record);
		count_resolver(&s, d, &record);
	}
	return s;
}

/* -- the rounds -------------------------------------------------------------------- */

struct waiting {
	const struct target *target;
	int64_t began;
	int signals;
	bool progress, interrupted, over;
};

static void show(const struct waiting *w, struct arena *a, const struct spread *s)
{
	int64_t left = w->began + w->target->wait_ms - loop_now();
	if (!w->progress)
		return;
	const char *line =
		arena_printf(a, "%d of %d hold the record (%d%%), %d s left; not yet: %s",
			(int)s->held, (int)s->all, (int)(100 * s->held / s->all),
			(int)(left > 0 ? left / 1000 : 0),
			s->missing ? text_escaped(a, s->missing) : "none");
	fprintf(stderr, "\r%-*.*s", LINE_MAX, LINE_MAX, line);
}

static void on_signal(void *arg, int fd, int events)
{
	struct waiting *w = arg;
	(void)events;
	process_signals_seen(fd);
	w->interrupted = true;
}

static void on_time(void *arg)
{
	struct waiting *w = arg;
	w->over = true;
}

/* False when Ctrl-C came. */
static bool pause_for(struct waiting *w, int64_t ms)
{
	struct loop *loop = loop_new();
	struct loop_fd *watch = NULL;
	w->over = false;
	if (w->signals >= 0)
		watch = loop_watch(loop, w->signals, LOOP_READ, on_signal, w);
	(void)loop_after(loop, ms, on_time, w);
	while (!w->over && !w->interrupted)
		loop_turn(loop, -1);
	if (watch)
		loop_unwatch(watch);
	loop_free(loop);
	return !w->interrupted;
}

static int64_t pause_of(const struct waiting *w)
{
	int64_t pause = w->target->wait_ms / PAUSES;
	int64_t left = w->began + w->target->wait_ms - loop_now();
	pause = pause < PAUSE_LEAST_MS  ? PAUSE_LEAST_MS
		: pause > PAUSE_MOST_MS ? PAUSE_MOST_MS
					: pause;
	return pause < left ? pause : left;
}

static enum wait_end rounds(struct waiting *w, const struct evidence *before)
{
	struct arena *a = arena_new();
	enum wait_end end = WAIT_INTERRUPTED;
	struct spread s = run_spread(a, w->target, &before->dns);
	while (s.all && s.held < s.all) {
		show(w, a, &s);
		int64_t pause = pause_of(w);
		if (pause <= 0) {
			end = WAIT_TIME_UP;
			goto out;
		}
		struct dns_looks now;
		bool whole = pause_for(w, pause);
		arena_reset(a);
		if (!whole || !dns_again(a, w->target, before, w->signals, &now))
			goto out;
		s = run_spread(a, w->target, &now);
	}
	end = s.all ? WAIT_EVERYWHERE : WAIT_NOTHING;
out:
	arena_free(a);
	return end;
}

enum wait_end run_wait(
	const struct target *t, const struct evidence *before, bool progress)
{
	struct waiting w = {.target = t,
		.began = loop_now(),
		.signals = process_signals(),
		.progress = progress};
	enum wait_end end = rounds(&w, before);
	if (progress)
		fprintf(stderr, "\r%*s\r", LINE_MAX, "");
	if (w.signals >= 0)
		process_close(w.signals);
	return end;
}
