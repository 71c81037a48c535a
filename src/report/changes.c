/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/changes.h"

#include "report/result_json.h"

#include <inttypes.h>
#include <string.h>
#include <time.h>

/* -- for people -------------------------------------------------------------------- */

static void put_lines(struct page *p, size_t margin, const char *label, const char *s)
{
	const size_t label_n = strlen(label);
	s = plan_shown(p->arena, s);
	for (bool first = true; s && *s; first = false) {
		size_t n = strcspn(s, "\n");
		page_blanks(p, margin);
		if (first)
			page_put(p, TINT_NONE, label);
		else
			page_blanks(p, label_n);
		page_put(p, TINT_NONE, arena_dup(p->arena, s, n));
		page_newline(p);
		s += n + (s[n] == '\n');
	}
}

static void put_sentence(struct page *p, const char *label, const char *s)
{
	const struct para para = {.margin = 5, .hang = 11, .label = label, .text = s};
	if (s)
		page_para(p, &para);
}

static void put_step(struct page *p, const struct step *s, size_t n, bool planned)
{
	static const enum tint tints[STEP_STATE__MAX] = {[STEP_DONE] = TINT_GREEN,
		[STEP_FAILED] = TINT_RED,
		[STEP_BEGUN] = TINT_YELLOW,
		[STEP_UNDOING] = TINT_YELLOW};
	struct para para = {.margin = 2,
		.hang = 5,
		.label = arena_printf(p->arena, "%d.", (int)n),
		.text = planned ? s->title
				: arena_printf(p->arena, "%s: %s",
					  step_state_words[s->state],
					  s->title ? s->title : ""),
		.tint = tints[s->state]};
	page_para(p, &para);
	if (s->kind == STEP_RUN)
		put_lines(p, 5, "# ", plan_command_text(p->arena, &s->redo));
	else if (planned || s->put.bytes.n || s->put.before.n)
		put_lines(p, 5, "", plan_put_text(p->arena, &s->put));
	else
		put_lines(p, 5, "", arena_printf(p->arena, "writes %s", s->put.path));
	put_sentence(p, "why:", s->why);
	put_sentence(p, "risk:", s->risk);
	if (s->kind == STEP_RUN && s->undo.argv.n)
		put_lines(p, 5, "undo: ", plan_command_text(p->arena, &s->undo));
	put_lines(p, 5, "{handle}: ", plan_handle_text(p->arena, s));
	put_sentence(p, "", s->detail);
}

static const char *moment(struct arena *a, int64_t at)
{
	char text[40];
	const time_t t = (time_t)at;
	const struct tm *tm = gmtime(&t);
	if (!tm || !strftime(text, sizeof(text), "%Y-%m-%d %H:%M:%S UTC", tm))
		return "a time out of range";
	return arena_str(a, text);
}

static void put_head(struct page *p, const struct change *c)
{
	struct para para = {.hang = 2,
		.label = arena_printf(p->arena, "Change %s:", c->plan.id),
		.tint = TINT_BOLD,
		.text = arena_printf(p->arena, "%s%s%s%s%s", c->state,
			c->detail ? ": " : "", c->detail ? c->detail : "",
			c->confirm_by ? "; undone unless confirmed by " : "",
			c->confirm_by ? moment(p->arena, c->confirm_by) : "")};
	page_para(p, &para);
}

static void put_change(struct page *p, const struct change *c)
{
	const bool planned =
		strcmp(c->state, "planned") == 0 || strcmp(c->state, "refused") == 0;
	put_head(p, c);
	for (size_t i = 0; i < c->plan.steps.n; i++)
		put_step(p, c->plan.steps.v[i], i + 1, planned);
	for (size_t i = 0; i < c->plan.notes.n; i++)
		put_sentence(p, "note:", c->plan.notes.v[i]);
	for (size_t i = 0; planned && i < c->plan.consents.n; i++)
		put_sentence(p, "asks:", c->plan.consents.v[i]);
	for (size_t i = 0; i < c->differs.n; i++)
		put_lines(p, 2, "", c->differs.v[i]);
	page_gap(p);
}

void text_change(struct page *p, const struct change_look *look)
{
	if (look && look->all.n && look->all.v[0]->plan.steps.n)
		put_change(p, look->all.v[0]);
}

static bool text_changes(FILE *out, const struct style *s, const struct change_look *look)
{
	struct page p;
	page_begin(&p, out, s);
	if (!look->all.n)
		page_text(&p, 0, look->obs.excerpt ? look->obs.excerpt : "no change");
	for (size_t i = 0; i < look->all.n; i++)
		put_change(&p, look->all.v[i]);
	return page_end(&p);
}

/* -- for programs ------------------------------------------------------------------ */

static void write_words(struct writer *w, const char *name, const strs *words)
{
	w->start(w, name, true);
	for (size_t i = 0; i < words->n; i++)
		write_lines(w, NULL, words->v[i]);
	w->end(w);
}

static void write_command(
	struct writer *w, struct arena *a, const char *name, const struct command *c)
{
	if (!c->argv.n) {
		write_null(w, name);
		return;
	}
	w->start(w, name, false);
	write_words(w, "argv", &c->argv);
	write_lines(w, "input", c->input);
	write_lines(w, "text", plan_command_text(a, c));
	w->end(w);
}

static void write_step(struct writer *w, struct arena *a, const struct step *s)
{
	w->start(w, NULL, false);
	write_str(w, "kind", step_kind_words[s->kind]);
	write_str(w, "title", s->title);
	write_str(w, "why", s->why);
	write_str(w, "risk", s->risk);
	write_bool(w, "runtime", s->runtime);
	write_command(w, a, "redo", &s->redo);
	write_command(w, a, "undo", &s->undo);
	write_str(w, "path", s->put.path);
	write_lines(w, "diff",
		s->kind == STEP_PUT && (s->put.bytes.n || s->put.before.n)
			? plan_put_text(a, &s->put)
			: NULL);
	write_int(w, "expires", s->expires);
	write_str(w, "state", step_state_words[s->state]);
	write_str(w, "detail", s->detail);
	w->end(w);
}

static void write_refused(struct writer *w, const struct plan *p)
{
	w->start(w, "refused", true);
	for (size_t i = 0; i < p->refused.n; i++) {
		const struct refusal *r = p->refused.v[i];
		w->start(w, NULL, false);
		write_str(w, "finding", r->finding);
		write_str(w, "fix", r->fix);
		write_str(w, "why", r->why);
		write_lines(w, "guide", r->guide);
		w->end(w);
	}
	w->end(w);
}

static void write_one(
	struct writer *w, struct arena *a, const char *name, const struct change *c)
{
	const struct plan *p = &c->plan;
	w->start(w, name, false);
	write_str(w, "id", p->id);
	write_int(w, "made", p->made);
	write_str(w, "state", c->state);
	write_lines(w, "detail", c->detail);
	write_int(w, "confirm_by", c->confirm_by);
	write_words(w, "mends", &p->mends);
	w->start(w, "steps", true);
	for (size_t i = 0; i < p->steps.n; i++)
		write_step(w, a, p->steps.v[i]);
	w->end(w);
	write_refused(w, p);
	write_words(w, "notes", &p->notes);
	write_words(w, "consents", &p->consents);
	write_words(w, "differs", &c->differs);
	w->end(w);
}

void write_change(struct writer *w, const struct change_look *look)
{
	struct arena *a = arena_new();
	if (look && look->all.n)
		write_one(w, a, "change", look->all.v[0]);
	else
		write_null(w, "change");
	arena_free(a);
}

bool report_changes(FILE *out, const struct style *s, const char *command,
	const struct change_look *look)
{
	if (s->format == FORMAT_TEXT)
		return text_changes(out, s, look);
	struct writer *w = report_writer(out, s);
	struct arena *a = arena_new();
	write_head(w, command);
	w->start(w, "changes", true);
	for (size_t i = 0; i < look->all.n; i++)
		write_one(w, a, NULL, look->all.v[i]);
	w->end(w);
	w->end(w);
	arena_free(a);
	return w->finish(w);
}
