/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A new change that was made: kept, because it helped, or taken back. */
#include "change.h"

#include <string.h>
#include <time.h>
#include <unistd.h>

static void ask_to_keep(struct change_making *m)
{
	int64_t left = m->journal.confirm_by - (int64_t)time(NULL);
	const char *id = m->plan.id;
	/* nobody is waited for with the lock held: the guard may need it */
	acting_watch_signals(true);
	enum consent_answer answer = consent_ask("",
		arena_printf(m->arena,
			"Change %s is made. Keep it? Without a yes it is undone in %lld "
			"s. [y/N] ",
			id, (long long)(left > 0 ? left : 1)),
		left > 0 ? left * 1000 : 1);
	acting_watch_signals(false);
	const struct ask_change keep = {
		.op = CHANGE_UNDO, .id = id, .keep = answer == CONSENT_YES};
	if (answer != CONSENT_NO_TERMINAL)
		change_end(m->arena, &keep,
			answer == CONSENT_YES ? NULL : "it was not confirmed", m->out);
}

static const char *reopen(struct change_making *m)
{
	struct arena *a = m->arena;
	const char *why = NULL;
	if (store_open(a, change_state_dir(), false, &m->store, &why) != ERR_OK ||
		store_lock(a, &m->store, CHANGE_LOCK_MS, &why) != ERR_OK ||
		store_read(a, &m->store, change_pending.id, &m->journal, &why) !=
			ERR_OK ||
		store_reopen(a, &m->store, change_pending.id, &m->file, &why) != ERR_OK)
		return why ? why : "its journal is gone";
	m->plan = m->journal.head.plan;
	acting_init(&m->act, a, &m->file);
	return NULL;
}

static void settle(struct change_making *m, bool keep, const char *reason)
{
	enum err err = ERR_OK;
	int64_t by = m->journal.confirm_by;
	if (by)
		by = (int64_t)time(NULL) + (change_confirm_ms(&m->plan) + 999) / 1000;
	if (m->journal.life == LIFE_APPLIED && keep)
		err = journal_keep(&m->journal, &m->act.world, by);
	if (m->journal.life == LIFE_KEPT && by && err == ERR_OK)
		confirm_rearm(m->arena, m->store.path, m->plan.id, by);
	if (m->journal.life == LIFE_APPLIED || err != ERR_OK) {
		journal_undo(&m->journal, &m->act.world,
			err == ERR_OK ? reason : "the journal could not be written");
		confirm_disarm(m->arena, m->plan.id);
	}
	change_tell(m->arena, &m->journal, m->out);
	change_fail(m->out, m->journal.life == LIFE_KEPT ? SEEN_YES : SEEN_FAILED,
		m->journal.detail);
}

static void settle_as(
	struct arena *a, bool keep, const char *reason, struct change_look *out)
{
	struct change_making m = {
		.arena = a, .out = out, .store = {.dir = -1, .lock = -1}};
	const char *why = reopen(&m);
	if (why)
		change_fail(out, SEEN_FAILED, why);
	else
		settle(&m, keep, reason);
	if (!why)
		close(m.file.fd);
	store_close(&m.store);
	change_pending.applied = false;
	if (!why && m.journal.life == LIFE_KEPT && m.journal.confirm_by)
		ask_to_keep(&m);
}

void change_settle(struct arena *a, const struct ask_change *q, struct change_look *out)
{
	if (!change_pending.applied || !q->id || strcmp(q->id, change_pending.id) != 0)
		change_fail(out, SEEN_FAILED, "there is nothing to settle");
	else
		settle_as(a, q->keep, "it did not help", out);
}

bool change_settle_rest(void)
{
	struct change_look out = {0};
	if (!change_pending.applied)
		return true;
	struct arena *a = arena_new();
	settle_as(a, false, "the program ended before it was settled", &out);
	bool undone = out.all.n && strcmp(out.all.v[0]->state, "undone") == 0;
	arena_free(a);
	return undone;
}
