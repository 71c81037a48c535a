/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What others did since a change was made. */
#include "journal.h"

#include <inttypes.h>
#include <string.h>

bool journal_same_bytes(struct bytes a, struct bytes b)
{
	return a.n == b.n && (!a.n || memcmp(a.p, b.p, a.n) == 0);
}

static bool same_attrs(const struct kept_file *a, const struct kept_file *b)
{
	if (a->attrs.n != b->attrs.n)
		return false;
	for (size_t i = 0; i < a->attrs.n; i++) {
		const struct kept_attr *x = a->attrs.v[i], *y = b->attrs.v[i];
		if (strcmp(x->name, y->name) != 0 ||
			!journal_same_bytes(x->value, y->value))
			return false;
	}
	return true;
}

bool journal_same_file(const struct kept_file *a, const struct kept_file *b)
{
	if (a->absent || b->absent)
		return a->absent == b->absent;
	return journal_same_bytes(a->bytes, b->bytes) && a->mode == b->mode &&
	       a->uid == b->uid && a->gid == b->gid && same_attrs(a, b);
}

bool journal_by_itself(const struct step *s)
{
	return s->kind == STEP_RUN && s->undo.argv.n;
}

static void add_differing(struct arena *a, const struct kept_file *left,
	const struct kept_file *now, strs *out)
{
	if (!now) {
		VEC_PUSH(a, out, arena_printf(a, "%s could not be read\n", left->path));
		return;
	}
	if (journal_same_file(left, now))
		return;
	if (!left->absent && !now->absent &&
		journal_same_bytes(left->bytes, now->bytes)) {
		VEC_PUSH(a, out,
			arena_printf(a,
				"%s: mode %04" PRIo64 ", owner %" PRId64 ":%" PRId64
				"; it was left with mode %04" PRIo64 ", owner %" PRId64
				":%" PRId64 "\n",
				now->path, now->mode, now->uid, now->gid, left->mode,
				left->uid, left->gid));
		return;
	}
	VEC_PUSH(a, out,
		plan_diff_text(a, left->absent ? NULL : left->path, left->bytes,
			now->absent ? NULL : now->path, now->bytes));
}

/* A later step that is not undone has the same file: what that one left counts, or what
 * it was doing to it when it was cut off. */
static bool seen_later(const struct journal *j, size_t file)
{
	for (size_t i = file + 1; i < j->files.n; i++) {
		const struct journal_file *f = j->files.v[i];
		const enum step_state state = j->head.plan.steps.v[f->step - 1]->state;
		if (state != STEP_PLANNED && state != STEP_UNDONE &&
			strcmp(f->before->path, j->files.v[file]->before->path) == 0)
			return true;
	}
	return false;
}

/* It is as a step found it: undone already, whoever did that. */
static bool is_as_found(const struct journal *j, const struct kept_file *now)
{
	for (size_t i = 0; i < j->files.n; i++) {
		const struct kept_file *before = j->files.v[i]->before;
		if (strcmp(before->path, now->path) == 0 &&
			journal_same_file(before, now))
			return true;
	}
	return false;
}

void journal_differs(struct journal *j, const struct journal_world *w, strs *out)
{
	for (size_t i = 0; i < j->files.n; i++) {
		const struct journal_file *f = j->files.v[i];
		const struct step *s = j->head.plan.steps.v[f->step - 1];
		const char *why;
		struct kept_file *now = ARENA_NEW(j->arena, struct kept_file);
		if (s->state != STEP_DONE || !f->after || seen_later(j, i) ||
			journal_by_itself(s))
			continue;
		enum err err = w->look(w->arg, f->before->path, s->put.below, now, &why);
		now->path = f->before->path;
		if (err != ERR_OK || !is_as_found(j, now))
			add_differing(
				j->arena, f->after, err == ERR_OK ? now : NULL, out);
	}
}
