/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "journal.h"

#include "shape_json.h"

#include <stdlib.h>
#include <string.h>

const char *const life_words[LIFE__MAX] = {
	[LIFE_APPLYING] = "applying",
	[LIFE_APPLIED] = "applied",
	[LIFE_KEPT] = "kept",
	[LIFE_UNDOING] = "undoing",
	[LIFE_UNDONE] = "undone",
	[LIFE_STUCK] = "stuck",
};

static const struct field kept_attr_fields[] = {
	F_STR(struct kept_attr, name),
	F_BYTES(struct kept_attr, value),
};
static const struct shape shape_kept_attr = SHAPE(kept_attr, kept_attr_fields);
static const struct field kept_file_fields[] = {
	F_STR(struct kept_file, path),
	F_BOOL(struct kept_file, absent),
	F_BYTES(struct kept_file, bytes),
	F_INT(struct kept_file, mode),
	F_INT(struct kept_file, uid),
	F_INT(struct kept_file, gid),
	F_INT(struct kept_file, mtime),
	F_VEC(struct kept_file, attrs, shape_kept_attr),
};
static const struct shape shape_kept_file = SHAPE(kept_file, kept_file_fields);

static const struct field journal_head_fields[] = {
	F_INT(struct journal_head, version),
	F_INT(struct journal_head, pid),
	F_INT(struct journal_head, started),
	F_STR(struct journal_head, boot),
	F_STRUCT(struct journal_head, plan, shape_plan),
};
const struct shape shape_journal_head = SHAPE(journal_head, journal_head_fields);
static const struct field journal_note_fields[] = {
	F_INT(struct journal_note, at),
	F_INT(struct journal_note, step),
	F_ENUM(struct journal_note, state, step_state_words),
	F_ENUM(struct journal_note, life, life_words),
	F_STR(struct journal_note, detail),
	F_PTR(struct journal_note, before, shape_kept_file),
	F_PTR(struct journal_note, after, shape_kept_file),
	F_STRS(struct journal_note, dirs),
	F_INT(struct journal_note, confirm_by),
};
const struct shape shape_journal_note = SHAPE(journal_note, journal_note_fields);

/* -- writing ----------------------------------------------------------------------- */

static struct bytes line_of(struct arena *a, const struct shape *shape, const void *s)
{
	json_t *json = shape_to_json(shape, s);
	char *text = json_dumps(json, JSON_COMPACT);
	json_decref(json);
	if (!text)
		exit(4);
	size_t n = strlen(text);
	char *line = arena_alloc(a, n + 2);
	memcpy(line, text, n);
	line[n] = '\n';
	free(text);
	return (struct bytes){(const unsigned char *)line, n + 1};
}

struct bytes journal_head_line(struct arena *a, const struct journal_head *h)
{
	return line_of(a, &shape_journal_head, h);
}

struct bytes journal_note_line(struct arena *a, const struct journal_note *n)
{
	return line_of(a, &shape_journal_note, n);
}

/* -- reading ----------------------------------------------------------------------- */

static enum err read_line(struct arena *a, const struct shape *shape,
	const unsigned char *p, size_t n, void *s)
{
	json_error_t error;
	json_t *json = json_loadb((const char *)p, n, JSON_REJECT_DUPLICATES, &error);
	if (!json)
		return ERR_SYNTAX;
	enum err err = shape_from_json(a, shape, json, s);
	json_decref(json);
	return err;
}

struct journal_file *journal_file_of(
	const struct journal *j, int64_t step, const char *path)
{
	for (size_t i = 0; i < j->files.n; i++) {
		struct journal_file *f = j->files.v[i];
		if (f->step == step && strcmp(f->before->path, path) == 0)
			return f;
	}
	return NULL;
}

static bool add_file(struct journal *j, const struct journal_note *n)
{
	if (n->before && n->before->path) {
		struct journal_file *f =
			VEC_ADD(j->arena, &j->files, struct journal_file);
		f->step = n->step;
		f->before = n->before;
	}
	if (!n->after)
		return !n->before || n->before->path;
	struct journal_file *f =
		n->after->path ? journal_file_of(j, n->step, n->after->path) : NULL;
	if (f)
		f->after = n->after;
	return f;
}

bool journal_add(struct journal *j, const struct journal_note *n)
{
	const struct plan *p = &j->head.plan;
	if (n->step < 0 || (size_t)n->step > p->steps.n)
		return false;
	j->ended = n->at;
	if (n->step == 0) {
		j->life = n->life;
		j->detail = n->detail;
		j->confirm_by = n->confirm_by;
		return !n->before && !n->after;
	}
	struct step *s = p->steps.v[n->step - 1];
	if (n->state != STEP_PLANNED) {
		s->state = n->state;
		s->detail = n->detail;
	}
	if (n->dirs.n)
		VEC_PUSH(j->arena, &j->dirs, n);
	return add_file(j, n);
}

static enum err read_notes(struct journal *j, struct bytes file, size_t *used)
{
	while (*used < file.n) {
		const unsigned char *p = file.p + *used;
		const unsigned char *end = memchr(p, '\n', file.n - *used);
		if (!end)
			break;
		struct journal_note *n = ARENA_NEW(j->arena, struct journal_note);
		if (read_line(j->arena, &shape_journal_note, p, (size_t)(end - p), n) !=
				ERR_OK ||
			!journal_add(j, n))
			return ERR_SYNTAX;
		*used += (size_t)(end - p) + 1;
	}
	return ERR_OK;
}

static bool sensible(const struct plan *p)
{
	if (!p->id || !*p->id || p->steps.n > PLAN_STEPS_MAX)
		return false;
	for (size_t i = 0; i < p->steps.n; i++) {
		const struct step *s = p->steps.v[i];
		if (s->kind == STEP_PUT ? !s->put.path : !s->redo.argv.n)
			return false;
	}
	return true;
}

enum err journal_read(
	struct arena *a, struct bytes file, struct journal *out, size_t *used)
{
	*out = (struct journal){.arena = a};
	*used = 0;
	const unsigned char *end = file.n ? memchr(file.p, '\n', file.n) : NULL;
	if (!end || read_line(a, &shape_journal_head, file.p, (size_t)(end - file.p),
			    &out->head) != ERR_OK)
		return ERR_SYNTAX;
	if (out->head.version != JOURNAL_VERSION)
		return ERR_UNSUPPORTED;
	out->head.plan.arena = a;
	if (!sensible(&out->head.plan))
		return ERR_SYNTAX;
	out->ended = out->head.plan.made;
	*used = (size_t)(end - file.p) + 1;
	return read_notes(out, file, used);
}

bool journal_open(const struct journal *j)
{
	return j->life != LIFE_KEPT && j->life != LIFE_UNDONE;
}
