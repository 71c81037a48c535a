/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "journal.h"

#include <string.h>

enum { AGAIN_MAX = 16 };

struct acting {
	struct journal *j;
	const struct journal_world *w;
	struct arena *arena;
	const char *left; /* of this step, why it is left as it is; NULL */
	bool nobody;      /* nothing was there to undo it with */
};

/* Added up whether it could be written or not: what is done next goes by it. */
static enum err note(struct acting *x, struct journal_note n)
{
	struct journal_note *kept = ARENA_NEW(x->arena, struct journal_note);
	n.at = x->w->now(x->w->arg);
	*kept = n;
	journal_add(x->j, kept);
	return x->w->append(x->w->arg, kept);
}

static enum err note_state(
	struct acting *x, int64_t step, enum step_state state, const char *detail)
{
	return note(
		x, (struct journal_note){.step = step, .state = state, .detail = detail});
}

/* -- files ------------------------------------------------------------------------- */

static strs files_of(struct acting *x, const struct step *s)
{
	strs one = {0};
	if (s->kind == STEP_RUN)
		return s->files;
	VEC_PUSH(x->arena, &one, s->put.path);
	return one;
}

static struct kept_file *look(
	struct acting *x, const struct step *s, const char *path, const char **why)
{
	struct kept_file *f = ARENA_NEW(x->arena, struct kept_file);
	enum err err = x->w->look(x->w->arg, path, s->put.below, f, why);
	f->path = path;
	return err == ERR_OK ? f : NULL;
}

static bool as_planned(const struct put *p, const struct kept_file *f)
{
	return p->absent ? f->absent
			 : !f->absent && journal_same_bytes(p->before, f->bytes);
}

static const char *unwritable = "the journal could not be written";

/* NULL: done; else why not. */
static const char *keep_files(struct acting *x, int64_t step, const struct step *s)
{
	const strs files = files_of(x, s);
	for (size_t i = 0; i < files.n; i++) {
		const char *why = "it could not be read";
		struct kept_file *f = look(x, s, files.v[i], &why);
		if (!f)
			return arena_printf(x->arena, "%s: %s", files.v[i], why);
		if (s->kind == STEP_PUT && !as_planned(&s->put, f))
			return arena_printf(x->arena,
				"%s was changed since the plan was made", files.v[i]);
		if (note(x, (struct journal_note){.step = step, .before = f}) != ERR_OK)
			return unwritable;
	}
	return NULL;
}

static const char *note_after(struct acting *x, int64_t step, const struct step *s)
{
	const strs files = files_of(x, s);
	for (size_t i = 0; i < files.n; i++) {
		const char *why = "it could not be read";
		struct kept_file *f = look(x, s, files.v[i], &why);
		if (!f)
			return arena_printf(x->arena, "%s: %s", files.v[i], why);
		if (note(x, (struct journal_note){.step = step, .after = f}) != ERR_OK)
			return unwritable;
	}
	return NULL;
}

/* -- forwards ---------------------------------------------------------------------- */

/* NULL: the step stands, and the journal says so. */
static const char *make_step(struct acting *x, int64_t step, const struct step *s)
{
	const char *why = keep_files(x, step, s);
	if (why)
		return why;
	struct journal_note begun = {.step = step, .state = STEP_BEGUN};
	x->w->missing(x->w->arg, s, &begun.dirs);
	if (note(x, begun) != ERR_OK)
		return unwritable;
	why = "it failed";
	if (x->w->redo(x->w->arg, s, &why) != ERR_OK)
		return why;
	why = "it had no effect";
	const bool untested = s->kind == STEP_RUN && !s->test.argv.n && !s->mark.comment;
	if (!untested && x->w->test(x->w->arg, s, &why) != EFFECT_STANDS)
		return why;
	why = note_after(x, step, s);
	if (!why && note_state(x, step, STEP_DONE, NULL) != ERR_OK)
		why = unwritable;
	return why;
}

bool journal_apply(struct journal *j, const struct journal_world *w, int64_t confirm_by)
{
	struct acting x = {.j = j, .w = w, .arena = j->arena};
	const struct plan *p = &j->head.plan;
	const char *why = NULL;
	size_t i = 0;
	for (; i < p->steps.n && !why; i++) {
		if (w->stopped(w->arg))
			why = "it was interrupted";
		else
			why = make_step(&x, (int64_t)i + 1, p->steps.v[i]);
	}
	if (why)
		why = arena_printf(j->arena, "step %d, %s: %s", (int)i,
			p->steps.v[i - 1]->title ? p->steps.v[i - 1]->title : "", why);
	else if (note(&x, (struct journal_note){.life = LIFE_APPLIED,
				  .confirm_by = confirm_by}) != ERR_OK)
		why = unwritable;
	if (!why)
		return true;
	journal_undo(j, w, why);
	return false;
}

/* -- backwards --------------------------------------------------------------------- */

/* Nobody else's rule has its comment. */
static bool is_marked(const struct step *s, const struct plan *p)
{
	const char *mark = strlen(p->id) ? p->id : NULL;
	bool marked = s->mark.comment;
	for (size_t i = 0; mark && i < s->undo.argv.n; i++)
		marked = marked || (strncmp(s->undo.argv.v[i], "pkiready ", 9) == 0 &&
					   strstr(s->undo.argv.v[i], mark));
	return marked;
}

/* NULL: the step is left as it is. */
static const char *give_up(struct acting *x, enum err err, const char *why)
{
	if (!x->w->leave || err != ERR_NOT_FOUND)
		return why;
	x->left = arena_printf(x->arena, "left as it is: %s", why);
	return NULL;
}

/* Rules that were saved and loaded once more stand twice. */
static enum err undo_again(
	struct acting *x, const struct step *s, enum effect *effect, const char **why)
{
	const char *unused;
	enum err err = ERR_OK;
	*effect = x->w->test(x->w->arg, s, &unused);
	for (int i = 0; is_marked(s, &x->j->head.plan) && *effect == EFFECT_STANDS &&
			err == ERR_OK && i < AGAIN_MAX;
		i++) {
		err = x->w->undo(x->w->arg, s, why);
		*effect = x->w->test(x->w->arg, s, &unused);
	}
	return err;
}

static const char *undo_run(struct acting *x, const struct step *s, bool touched)
{
	const char *why = NULL;
	if (s->kind != STEP_RUN || !s->undo.argv.n)
		return NULL;
	enum effect effect = x->w->test(x->w->arg, s, &why);
	/* gone from what is in force, and maybe not from the files */
	if (effect == EFFECT_GONE && !touched)
		return NULL;
	why = "the command that undoes it failed";
	enum err err = x->w->undo(x->w->arg, s, &why);
	const char *unused;
	x->nobody = err == ERR_NOT_FOUND;
	if (effect == EFFECT_UNKNOWN)
		return err == ERR_OK ? NULL : give_up(x, err, why);
	if (err == ERR_OK)
		err = undo_again(x, s, &effect, &why);
	else
		effect = x->w->test(x->w->arg, s, &unused);
	return effect == EFFECT_GONE ? NULL
	       : err != ERR_OK       ? give_up(x, err, why)
				     : "it still stands after the command that undoes it";
}

/* Of a PUT that may not have happened: neither the old bytes nor those that it writes
 * stand there, so that somebody else was faster. */
static bool is_others(
	const struct step *s, const struct kept_file *now, const struct kept_file *before)
{
	if (now->absent)
		return !before->absent;
	return !journal_same_bytes(now->bytes, s->put.bytes) &&
	       (before->absent || !journal_same_bytes(now->bytes, before->bytes));
}

static const char *put_back(struct acting *x, const struct step *s,
	const struct kept_file *before, bool written)
{
	const char *why = "it could not be read";
	x->w->tidy(x->w->arg, before->path, s->put.below);
	const struct kept_file *now = look(x, s, before->path, &why);
	if (now && journal_same_file(now, before) &&
		(now->absent || now->mtime == before->mtime))
		return NULL;
	if (now && !written && s->kind == STEP_PUT && is_others(s, now, before))
		return NULL;
	why = "it could not be written";
	enum err err = x->w->restore(x->w->arg, before, s->put.below, &why);
	if (err != ERR_OK)
		return give_up(
			x, err, arena_printf(x->arena, "%s: %s", before->path, why));
	now = look(x, s, before->path, &why);
	return now && journal_same_file(now, before)
		       ? NULL
		       : arena_printf(
				 x->arena, "%s: it is not as it was kept", before->path);
}

/* Where an earlier step with the same file is undone already, as that one found it. */
static const struct kept_file *as_found(
	const struct journal *j, const struct journal_file *f)
{
	const struct kept_file *out = f->before;
	int64_t first = f->step;
	for (size_t i = 0; i < j->files.n; i++) {
		const struct journal_file *x = j->files.v[i];
		if (x->step < first &&
			j->head.plan.steps.v[x->step - 1]->state == STEP_UNDONE &&
			strcmp(x->before->path, f->before->path) == 0) {
			out = x->before;
			first = x->step;
		}
	}
	return out;
}

static const char *take_dirs_back(struct acting *x, int64_t step, const struct step *s)
{
	const char *why = NULL;
	for (size_t i = x->j->dirs.n; i-- > 0;) {
		const struct journal_note *n = x->j->dirs.v[i];
		for (size_t k = n->dirs.n; n->step == step && k-- > 0;)
			if (x->w->rmdir(x->w->arg, n->dirs.v[k], s->put.below) != ERR_OK)
				why = arena_printf(x->arena,
					"%s: it could not be removed", n->dirs.v[k]);
	}
	return why;
}

static const char by_others[] = "others changed its files since";

/* Others changed a manager's files since: its own command takes out what is the step's
 * alone, and nothing of theirs is put back as it was. Once that began, it has changed
 * them itself, and the journal tells. */
static bool is_touched(struct acting *x, int64_t step, const struct step *s)
{
	if (s->state == STEP_UNDOING)
		return s->detail &&
		       strncmp(s->detail, by_others, sizeof(by_others) - 1) == 0;
	for (size_t i = 0; i < x->j->files.n && journal_by_itself(s); i++) {
		const struct journal_file *f = x->j->files.v[i];
		const char *why;
		if (f->step != step || !f->after)
			continue;
		const struct kept_file *now = look(x, s, f->before->path, &why);
		if (!now || !journal_same_file(now, f->after))
			return true;
	}
	return false;
}

/* NULL: the step is as it never was. A journal that can't be written stops nothing. */
static const char *undo_step(struct acting *x, int64_t step)
{
	const struct step *s = x->j->head.plan.steps.v[step - 1];
	if (s->state == STEP_PLANNED || s->state == STEP_UNDONE)
		return NULL;
	const bool touched = is_touched(x, step, s);
	(void)note_state(x, step, STEP_UNDOING, touched ? by_others : s->detail);
	x->left = NULL;
	x->nobody = false;
	const char *why = undo_run(x, s, touched), *bad = NULL;
	bool saved = false;
	for (size_t i = 0; i < x->j->files.n && !touched; i++) {
		const struct journal_file *f = x->j->files.v[i];
		if (f->step != step)
			continue;
		const char *now = put_back(x, s, as_found(x->j, f), f->after);
		bad = bad ? bad : now;
		saved = true;
	}
	/* what acts on files alone is undone with them, its program there or not */
	if (saved && !bad && x->nobody && !s->runtime)
		why = x->left = NULL;
	const char *dirs = take_dirs_back(x, step, s);
	why = why ? why : bad ? bad : dirs;
	const char *said = !why      ? x->left
			   : touched ? arena_printf(x->arena, "%s; %s", by_others, why)
				     : why;
	(void)note_state(x, step, why ? STEP_UNDOING : STEP_UNDONE, said);
	return why;
}

bool journal_undo(struct journal *j, const struct journal_world *w, const char *why)
{
	struct acting x = {.j = j, .w = w, .arena = j->arena};
	const char *stuck = NULL;
	(void)note(&x, (struct journal_note){.life = LIFE_UNDOING, .detail = why});
	for (int last = 0; last < 2; last++)
		for (size_t i = j->head.plan.steps.n; i-- > 0;) {
			const struct step *s = j->head.plan.steps.v[i];
			/* a reload waits until all that it loads is back */
			if (s->undo_last != last || (last && stuck))
				continue;
			const char *bad = undo_step(&x, (int64_t)i + 1);
			if (bad && !stuck)
				stuck = arena_printf(j->arena, "step %d, %s: %s",
					(int)i + 1, s->title ? s->title : "", bad);
		}
	if (stuck && why)
		stuck = arena_printf(j->arena, "%s; undoing it, %s", why, stuck);
	enum err err =
		note(&x, (struct journal_note){.life = stuck ? LIFE_STUCK : LIFE_UNDONE,
				 .detail = stuck ? stuck : why});
	return !stuck && err == ERR_OK;
}

enum err journal_keep(
	struct journal *j, const struct journal_world *w, int64_t confirm_by)
{
	struct acting x = {.j = j, .w = w, .arena = j->arena};
	return note(
		&x, (struct journal_note){.life = LIFE_KEPT, .confirm_by = confirm_by});
}
