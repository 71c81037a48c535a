/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Changes that are there already: told, undone, confirmed. */
#include "change.h"

#include "text.h"

#include <string.h>
#include <time.h>
#include <unistd.h>

enum { HISTORY_MAX = 200, LATE_S = 60 };

/* -- telling ----------------------------------------------------------------------- */

/* An opening that should have gone by itself, and stands. Its tests only look. */
static bool left_behind(struct arena *a, struct journal *j)
{
	struct change_acting x;
	const char *why;
	const int64_t now = (int64_t)time(NULL);
	acting_init(&x, a, NULL);
	for (size_t i = 0; i < j->head.plan.steps.n; i++) {
		const struct step *s = j->head.plan.steps.v[i];
		if (s->state == STEP_DONE && s->expires && s->expires + LATE_S < now &&
			x.world.test(&x, s, &why) == EFFECT_STANDS)
			return true;
	}
	return false;
}

const char *change_state_word(struct arena *a, struct journal *j)
{
	const bool late = j->confirm_by && j->confirm_by + LATE_S < (int64_t)time(NULL);
	switch (j->life) {
	case LIFE_APPLYING:
	case LIFE_UNDOING:
		return owner_lives(&j->head) ? "running" : "interrupted";
	case LIFE_APPLIED:
		if (owner_lives(&j->head))
			return "applied";
		return j->confirm_by && !late ? "unconfirmed" : "interrupted";
	case LIFE_KEPT:
		if (j->confirm_by)
			return late ? "interrupted" : "unconfirmed";
		return left_behind(a, j) ? "left-behind" : "kept";
	case LIFE_UNDONE:
		return "undone";
	case LIFE_STUCK:
	case LIFE__MAX:
		break;
	}
	return "stuck";
}

void change_tell(struct arena *a, struct journal *j, struct change_look *out)
{
	struct change *c = VEC_ADD(a, &out->all, struct change);
	c->state = change_state_word(a, j);
	c->detail = j->detail;
	c->confirm_by = j->confirm_by;
	c->plan = j->head.plan;
	for (size_t i = 0; i < c->plan.steps.n; i++) {
		struct put *p = &c->plan.steps.v[i]->put;
		p->bytes = p->before = (struct bytes){0};
	}
}

static bool opened(struct arena *a, struct change_store *s, struct change_look *out)
{
	const char *why = NULL;
	enum err err = store_open(a, change_state_dir(), false, s, &why);
	if (err == ERR_OK)
		return true;
	change_fail(out, err == ERR_NOT_FOUND ? SEEN_NO : SEEN_FAILED,
		err == ERR_NOT_FOUND ? "no change was made on this host" : why);
	return false;
}

void change_history(struct arena *a, struct change_look *out)
{
	struct change_store s;
	strs ids = {0};
	if (!opened(a, &s, out))
		return;
	out->obs.seen = SEEN_YES;
	store_list(a, &s, &ids);
	for (size_t i = 0; i < ids.n && i < HISTORY_MAX; i++) {
		struct journal *j = ARENA_NEW(a, struct journal);
		const char *why = NULL;
		enum err err = store_read(a, &s, ids.v[i], j, &why);
		if (err == ERR_OK)
			change_tell(a, j, out);
		else if (err != ERR_NOT_FOUND)
			change_fail(out, SEEN_FAILED, why);
	}
	store_close(&s);
	if (out->obs.seen == SEEN_YES)
		out->obs.excerpt = arena_printf(
			a, "%zu change%s", out->all.n, out->all.n == 1 ? "" : "s");
}

/* -- undoing ----------------------------------------------------------------------- */

/* The one that was named; else the newest that stands. */
static const char *find(struct arena *a, const struct change_store *s, const char *id,
	struct journal *j, const char **why)
{
	strs ids = {0};
	*why = "there is no change to undo";
	if (id && !store_is_id(id)) {
		*why = arena_printf(a, "\"%s\" is no change's id: see pkiready history",
			text_escaped(a, id));
		return NULL;
	}
	if (id)
		VEC_PUSH(a, &ids, id);
	else
		store_list(a, s, &ids);
	for (size_t i = 0; i < ids.n; i++) {
		enum err err = store_read(a, s, ids.v[i], j, why);
		if (err == ERR_OK && (id || j->life != LIFE_UNDONE))
			return ids.v[i];
		if (id && err == ERR_NOT_FOUND)
			*why = arena_printf(a, "there is no change %s", id);
		else if (err != ERR_NOT_FOUND && err != ERR_OK)
			return NULL;
	}
	return NULL;
}

/* The change that the command line named, and nothing else of it. */
static bool is_asked(const struct ask_change *q)
{
	const char *id = change_allowed->id;
	return change_allowed->keep == q->keep &&
	       (id ? q->id && strcmp(id, q->id) == 0 : !q->id);
}

static bool may_undo(struct journal *j, const struct ask_change *q)
{
	if (change_allowed->undo)
		return is_asked(q);
	/* --fix finishes what was cut off */
	return change_allowed->fix && !change_allowed->dry_run && !q->keep &&
	       journal_open(j) && !owner_lives(&j->head);
}

static bool agreed(struct arena *a, const struct journal *j, struct change_look *out)
{
	if (change_allowed->yes)
		return true;
	const char *text = plan_text(a, &j->head.plan);
	enum consent_answer answer = consent_ask(text ? text : "",
		arena_printf(a, "Undo change %s? [y/N] ", j->head.plan.id), 0);
	if (answer == CONSENT_NO_TERMINAL)
		change_fail(out, SEEN_DENIED,
			"there is no terminal to ask on: --yes undoes without a "
			"question");
	else if (answer != CONSENT_YES)
		change_fail(out, SEEN_SKIPPED, "not agreed to: nothing was changed");
	return answer == CONSENT_YES;
}

/* What others changed since stands in the way, unless forced. */
static bool unchanged(struct arena *a, struct journal *j, const struct change_acting *x,
	bool force, struct change_look *out)
{
	strs differs = {0};
	journal_differs(j, &x->world, &differs);
	if (!differs.n || force)
		return true;
	change_tell(a, j, out);
	out->all.v[0]->differs = differs;
	change_fail(out, SEEN_FAILED,
		"what the change left was changed since; --force undoes it all the "
		"same");
	return false;
}

/* Who waited in vain to be confirmed may be locked out: what others did since is no
 * reason to leave it. */
static bool forced(const struct ask_change *q)
{
	return change_allowed->unconfirmed || (q->force && change_allowed->force);
}

static void act(struct arena *a, const struct change_store *s, struct journal *j,
	const struct ask_change *q, const char *reason, struct change_look *out)
{
	struct change_file_open file;
	struct change_acting x;
	const char *id = j->head.plan.id, *why = NULL;
	if (store_reopen(a, s, id, &file, &why) != ERR_OK) {
		change_fail(out, SEEN_FAILED, why);
		return;
	}
	acting_init(&x, a, &file);
	if (q->keep) {
		enum err err = journal_keep(j, &x.world, 0);
		change_fail(out, err == ERR_OK ? SEEN_YES : SEEN_FAILED,
			err == ERR_OK ? "confirmed" : "the journal could not be written");
	} else if (unchanged(a, j, &x, forced(q), out)) {
		x.world.leave = q->force && change_allowed->force;
		bool done = journal_undo(j, &x.world, reason);
		change_fail(out, done ? SEEN_YES : SEEN_FAILED,
			done || x.world.leave ? j->detail
					      : arena_printf(a,
							"%s; --force leaves what a "
							"program that is gone "
							"would have to undo",
							j->detail ? j->detail : ""));
	}
	if (out->obs.seen == SEEN_YES)
		confirm_disarm(a, id);
	close(file.fd);
	if (!out->all.n)
		change_tell(a, j, out);
}

/* NULL: it may go on. */
static const char *not_now(struct arena *a, struct journal *j, const struct ask_change *q)
{
	if (j->life == LIFE_UNDONE)
		return arena_printf(a, "change %s is undone already", j->head.plan.id);
	if (q->keep &&
		!(j->confirm_by && (j->life == LIFE_KEPT || j->life == LIFE_APPLIED)))
		return arena_printf(
			a, "change %s waits for no confirmation", j->head.plan.id);
	if ((j->life == LIFE_APPLYING || j->life == LIFE_UNDOING) &&
		owner_lives(&j->head))
		return arena_printf(a,
			"process %lld is making change %s: wait until it ends",
			(long long)j->head.pid, j->head.plan.id);
	return NULL;
}

void change_undo(struct arena *a, const struct ask_change *q, struct change_look *out)
{
	struct change_store s;
	struct journal j;
	struct ask_change named = *q;
	const char *why = NULL;
	if (!opened(a, &s, out))
		return;
	named.id = find(a, &s, q->id, &j, &why);
	if (named.id)
		why = may_undo(&j, q) ? not_now(a, &j, q)
				      : "the command line does not allow it";
	store_close(&s);
	if (why)
		change_fail(out, SEEN_FAILED, why);
	else if (change_allowed->unconfirmed && !journal_open(&j) && !j.confirm_by)
		change_fail(out, SEEN_SKIPPED, "it was confirmed");
	else if (q->keep || agreed(a, &j, out))
		change_end(a, &named, "undone as asked", out);
}

/* It was asked without the lock, and the journal may say something else by now. */
void change_end(struct arena *a, const struct ask_change *q, const char *reason,
	struct change_look *out)
{
	struct change_store s;
	struct journal j;
	const char *why = NULL;
	out->all.n = 0;
	if (!opened(a, &s, out))
		return;
	const int64_t ms =
		change_allowed->unconfirmed ? 2 * CHANGE_COMMAND_MS : CHANGE_LOCK_MS;
	if (store_lock(a, &s, ms, &why) == ERR_OK && find(a, &s, q->id, &j, &why) &&
		!(why = not_now(a, &j, q)))
		act(a, &s, &j, q, reason, out);
	if (why)
		change_fail(out, SEEN_FAILED, why);
	store_close(&s);
}

void change_undo_unconfirmed(struct arena *a, const char *state_dir, const char *id)
{
	struct change_store s;
	struct change_file_open file;
	struct change_acting x;
	struct journal j;
	const char *why = NULL;
	if (store_open(a, state_dir, false, &s, &why) != ERR_OK)
		return;
	if (store_lock(a, &s, 2 * CHANGE_COMMAND_MS, &why) == ERR_OK &&
		store_read(a, &s, id, &j, &why) == ERR_OK && j.life != LIFE_UNDONE &&
		(j.confirm_by || j.life != LIFE_KEPT) &&
		store_reopen(a, &s, id, &file, &why) == ERR_OK) {
		acting_init(&x, a, &file);
		(void)journal_undo(&j, &x.world, "it was not confirmed in time");
		close(file.fd);
	}
	store_close(&s);
}
