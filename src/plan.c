/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "plan.h"

#include "text.h"

#include <stdarg.h>
#include <string.h>

/* -- shapes ------------------------------------------------------------------------ */

const char *const step_kind_words[STEP__MAX] = {
	[STEP_RUN] = "run",
	[STEP_PUT] = "put",
};
const char *const step_state_words[STEP_STATE__MAX] = {
	[STEP_PLANNED] = "planned",
	[STEP_BEGUN] = "begun",
	[STEP_DONE] = "done",
	[STEP_UNDOING] = "undoing",
	[STEP_UNDONE] = "undone",
	[STEP_FAILED] = "failed",
};

static const struct field command_fields[] = {
	F_STRS(struct command, argv),
	F_STR(struct command, input),
	F_INT(struct command, code),
};
const struct shape shape_command = SHAPE(command, command_fields);

static const struct field rule_mark_fields[] = {
	F_STR(struct rule_mark, family),
	F_STR(struct rule_mark, table),
	F_STR(struct rule_mark, chain),
	F_STR(struct rule_mark, comment),
};
const struct shape shape_rule_mark = SHAPE(rule_mark, rule_mark_fields);

static const struct field put_fields[] = {
	F_STR(struct put, path),
	F_BYTES(struct put, bytes),
	F_INT(struct put, mode),
	F_INT(struct put, uid),
	F_INT(struct put, gid),
	F_STR(struct put, label),
	F_STR(struct put, below),
	F_BOOL(struct put, absent),
	F_BYTES(struct put, before),
	F_BOOL(struct put, make_dirs),
};
const struct shape shape_put = SHAPE(put, put_fields);

static const struct field step_fields[] = {
	F_ENUM(struct step, kind, step_kind_words),
	F_STR(struct step, title),
	F_STR(struct step, why),
	F_STR(struct step, risk),
	F_BOOL(struct step, runtime),
	F_STRUCT(struct step, redo, shape_command),
	F_STRUCT(struct step, undo, shape_command),
	F_STRUCT(struct step, test, shape_command),
	F_INT(struct step, settles_ms),
	F_STRUCT(struct step, mark, shape_rule_mark),
	F_STRS(struct step, files),
	F_STRUCT(struct step, trial, shape_command),
	F_BOOL(struct step, undo_last),
	F_STRUCT(struct step, put, shape_put),
	F_INT(struct step, expires),
	F_ENUM(struct step, state, step_state_words),
	F_STR(struct step, detail),
};
const struct shape shape_step = SHAPE(step, step_fields);

static const struct field refusal_fields[] = {
	F_STR(struct refusal, finding),
	F_STR(struct refusal, fix),
	F_STR(struct refusal, why),
	F_STR(struct refusal, guide),
};
const struct shape shape_refusal = SHAPE(refusal, refusal_fields);

static const struct field plan_fields[] = {
	F_STR(struct plan, id),
	F_INT(struct plan, made),
	F_STR(struct plan, words),
	F_STRS(struct plan, mends),
	F_STRS(struct plan, names),
	F_BOOL(struct plan, passing),
	F_VEC(struct plan, steps, shape_step),
	F_VEC(struct plan, refused, shape_refusal),
	F_STRS(struct plan, notes),
	F_STRS(struct plan, consents),
};
const struct shape shape_plan = SHAPE(plan, plan_fields);

/* -- making ------------------------------------------------------------------------ */

void plan_init(struct plan *p, struct arena *a, const char *id, int64_t made)
{
	*p = (struct plan){.arena = a, .id = arena_str(a, id), .made = made};
}

struct step *plan_add(struct plan *p, enum step_kind kind, const char *title)
{
	struct step *s = VEC_ADD(p->arena, &p->steps, struct step);
	s->kind = kind;
	s->title = title;
	s->put.mode = s->put.uid = s->put.gid = -1;
	return s;
}

void plan_argv(struct arena *a, struct command *c, ...)
{
	va_list ap;
	va_start(ap, c);
	for (const char *word; (word = va_arg(ap, const char *));)
		VEC_PUSH(a, &c->argv, arena_str(a, word));
	va_end(ap);
}

void plan_mends(struct plan *p, const char *finding)
{
	for (size_t i = 0; i < p->mends.n; i++)
		if (strcmp(p->mends.v[i], finding) == 0)
			return;
	VEC_PUSH(p->arena, &p->mends, finding);
}

void plan_refuse(struct plan *p, const char *finding, const char *fix, const char *why,
	const char *guide)
{
	struct refusal *r = VEC_ADD(p->arena, &p->refused, struct refusal);
	*r = (struct refusal){.finding = finding, .fix = fix, .why = why, .guide = guide};
}

const char *plan_comment(const struct plan *p)
{
	return arena_printf(p->arena, "pkiready %s.%d", p->id, (int)p->steps.n + 1);
}

/* -- in words ---------------------------------------------------------------------- */

static const char plain[] =
	"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
	"_@%+=:,./-";

/* POSIX XCU 2.2.2: within single quotes all but the quote stands for itself. */
static void add_word(struct text *t, const char *word)
{
	if (*word && (strspn(word, plain) == strlen(word) || !strcmp(word, "{handle}"))) {
		text_add(t, word);
		return;
	}
	text_add(t, "'");
	for (const char *p = word; *p; p++)
		if (*p == '\'')
			text_add(t, "'\\''");
		else
			text_add_n(t, p, 1);
	text_add(t, "'");
}

static bool has_line(const char *input, const char *line)
{
	size_t n = strlen(line);
	for (const char *p = input; p; p = strchr(p, '\n')) {
		p += *p == '\n';
		if (strncmp(p, line, n) == 0 && (p[n] == '\n' || p[n] == '\0'))
			return true;
	}
	return false;
}

static void add_input(struct arena *a, struct text *t, const char *input)
{
	const char *end = "EOF";
	for (unsigned i = 1; has_line(input, end); i++)
		end = arena_printf(a, "EOF%u", i);
	size_t n = strlen(input);
	text_printf(t, " <<'%s'\n%s%s%s", end, input,
		n && input[n - 1] != '\n' ? "\n" : "", end);
}

const char *plan_command_text(struct arena *a, const struct command *c)
{
	struct text t;
	text_init(&t, a, PLAN_FILE_MAX * 2);
	for (size_t i = 0; i < c->argv.n; i++) {
		text_add(&t, i ? " " : "");
		add_word(&t, c->argv.v[i]);
	}
	if (c->input)
		add_input(a, &t, c->input);
	return text_str(&t);
}

const char *plan_put_text(struct arena *a, const struct put *p)
{
	return plan_diff_text(
		a, p->absent ? NULL : p->path, p->before, p->path, p->bytes);
}
