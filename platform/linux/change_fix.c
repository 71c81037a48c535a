/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A new change: planned once more, made, verified. */
#include "change.h"

#include "verbs.h"
#include "wire.h"

#include <string.h>
#include <time.h>
#include <unistd.h>

enum {
	SSH_CONFIRM_MS = 60000,
	SECOND_LOOK_S = 90, /* until it is settled, which begins the time anew */
};

static bool is_runtime(const struct plan *p)
{
	for (size_t i = 0; i < p->steps.n; i++)
		if (p->steps.v[i]->runtime)
			return true;
	return false;
}

int64_t change_confirm_ms(const struct plan *p)
{
	if (change_allowed->confirm_ms >= 0)
		return change_allowed->confirm_ms;
	return is_runtime(p) && confirm_over_ssh() && consent_terminal() ? SSH_CONFIRM_MS
									 : 0;
}

/* Of another change that is not over; NULL: there is none. */
static const char *other_open(struct arena *a, const struct change_store *s)
{
	strs ids = {0};
	store_list(a, s, &ids);
	for (size_t i = 0; i < ids.n; i++) {
		struct journal j;
		const char *why = NULL;
		enum err err = store_read(a, s, ids.v[i], &j, &why);
		if (err == ERR_NOT_FOUND)
			continue;
		if (err != ERR_OK)
			return why;
		const char *word = change_state_word(a, &j);
		if (strcmp(word, "running") == 0 || strcmp(word, "applied") == 0)
			return arena_printf(a,
				"process %lld is making change %s: wait until it ends",
				(long long)j.head.pid, ids.v[i]);
		if (strcmp(word, "interrupted") == 0 || strcmp(word, "stuck") == 0)
			return arena_printf(a,
				"change %s was not finished: pkiready undo %s", ids.v[i],
				ids.v[i]);
	}
	return NULL;
}

/* The same question, asked of the host as it is now. */
static const char *plan_again(struct change_making *m)
{
	struct arena *a = m->arena;
	if (wire_unpack(a, &shape_ask_change, change_pending.asked.p,
		    change_pending.asked.n, &m->q) != ERR_OK)
		return "there is no such plan";
	m->host = change_make_plan(
		a, &m->q, change_pending.id, change_pending.made, &m->plan);
	const struct bytes now = change_packed(a, &shape_plan, &m->plan);
	if (!now.n || now.n != change_pending.told.n ||
		memcmp(now.p, change_pending.told.p, now.n) != 0)
		return "this host changed since the plan was shown: nothing was changed; "
		       "run it again";
	return change_unfit(a, &m->plan);
}

static const char *begin(struct change_making *m)
{
	struct arena *a = m->arena;
	const char *why = NULL;
	struct journal_head *h = &m->journal.head;
	if (store_open(a, change_state_dir(), true, &m->store, &why) != ERR_OK ||
		store_lock(a, &m->store, CHANGE_LOCK_MS, &why) != ERR_OK ||
		(why = other_open(a, &m->store)) || (why = plan_again(m)) ||
		(why = trial_run(a, &m->plan, m->store.path)))
		return why;
	m->journal.arena = a;
	h->version = JOURNAL_VERSION;
	h->plan = m->plan;
	owner_mark(a, h);
	m->confirm_ms = change_confirm_ms(&m->plan);
	if (m->confirm_ms)
		m->confirm_by = (int64_t)time(NULL) + SECOND_LOOK_S +
				(m->confirm_ms + 999) / 1000;
	if (store_create(a, &m->store, h, &m->file, &why) != ERR_OK)
		return why;
	acting_init(&m->act, a, &m->file);
	if (m->confirm_by && confirm_arm(a, m->store.path, m->plan.id, m->confirm_by,
				     &why) != ERR_OK) {
		journal_undo(&m->journal, &m->act.world, why);
		return why;
	}
	return NULL;
}

/* NULL: nobody fares worse, and the kernel does what was computed. */
static const char *verify(struct change_making *m, const struct compared *before)
{
	struct arena *a = m->arena;
	const char *worse = compare_worse(a, before, compare_look(a, &m->host->sockets));
	m->out->before = m->host->verdicts;
	if (worse || !m->q.way.ports.n)
		return worse;
	prove_ask(a, &m->q.way, &m->out->after);
	return compare_unproved(a, &m->out->after);
}

static void make(struct change_making *m)
{
	struct compared *before = compare_look(m->arena, &m->host->sockets);
	const char *why = NULL;
	acting_watch_signals(true);
	bool done = journal_apply(&m->journal, &m->act.world, m->confirm_by);
	if (done)
		why = verify(m, before);
	if (done && !why && acting_stopped(NULL))
		why = "it was interrupted";
	if (why)
		done = false, journal_undo(&m->journal, &m->act.world, why);
	acting_watch_signals(false);
	if (!done && m->journal.life == LIFE_UNDONE)
		confirm_disarm(m->arena, m->plan.id);
	change_pending.applied = done;
	const char *note = done ? change_restart(m) : NULL;
	change_tell(m->arena, &m->journal, m->out);
	if (note)
		VEC_PUSH(m->arena, &m->out->all.v[0]->plan.notes, note);
	change_fail(m->out, done ? SEEN_YES : SEEN_FAILED, m->journal.detail);
	close(m->file.fd);
}

void change_apply(struct arena *a, const struct ask_change *q, struct change_look *out)
{
	struct change_making m = {
		.arena = a, .out = out, .store = {.dir = -1, .lock = -1}};
	struct plan shown;
	if (!change_allowed->fix || change_allowed->dry_run) {
		change_fail(out, SEEN_DENIED, "the command line does not allow it");
		return;
	}
	if (!change_pending.id || change_pending.applied || !q->id ||
		strcmp(q->id, change_pending.id) != 0 ||
		wire_unpack(a, &shape_plan, change_pending.told.p, change_pending.told.n,
			&shown) != ERR_OK ||
		!shown.steps.n) {
		change_fail(out, SEEN_FAILED, "there is no such plan");
		return;
	}
	acting_watch_signals(true);
	bool yes = change_agreed(a, &shown, out);
	acting_watch_signals(false);
	const char *why = yes ? begin(&m) : NULL;
	if (why)
		change_fail(out, SEEN_DENIED, why);
	else if (yes)
		make(&m);
	store_close(&m.store);
}
