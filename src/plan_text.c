/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "plan.h"

#include "text.h"

#include <string.h>

enum { TEXT_MAX = 1024 * 1024 };

const char *plan_shown(struct arena *a, const char *s)
{
	enum { STOP = 8 };
	struct text t;
	if (!s || !strchr(s, '\t'))
		return s;
	text_init(&t, a, TEXT_MAX);
	for (size_t column = 0; *s; s++) {
		size_t blanks = *s == '\t' ? STOP - column % STOP : 0;
		if (blanks)
			text_printf(&t, "%*s", (int)blanks, "");
		else
			text_add_n(&t, s, 1);
		column = *s == '\n' ? 0 : column + (blanks ? blanks : 1);
	}
	return text_str(&t);
}

/* Each line with a blank margin and a head before the first; the bytes made harmless. */
static void add_lines(struct text *t, const char *head, const char *s)
{
	const size_t margin = strlen(head);
	s = plan_shown(t->arena, s);
	for (bool first = true; s && *s; first = false) {
		size_t n = strcspn(s, "\n");
		if (first)
			text_add(t, head);
		else
			text_printf(t, "%*s", (int)margin, "");
		text_add_escaped(t, s, n);
		text_add(t, "\n");
		s += n + (s[n] == '\n');
	}
}

const char *plan_handle_text(struct arena *a, const struct step *s)
{
	const struct rule_mark *m = &s->mark;
	for (size_t i = 0; m->table && m->comment && i < s->undo.argv.n; i++)
		if (strcmp(s->undo.argv.v[i], "{handle}") == 0)
			return arena_printf(a, "nft -a list chain %s %s %s | grep '%s'",
				m->family, m->table, m->chain, m->comment);
	return NULL;
}

static void add_file_words(struct arena *a, struct text *t, const struct put *p)
{
	add_lines(t, "     undo: ",
		p->absent ? arena_printf(a, "%s is taken away", p->path)
			  : arena_printf(a, "%s is put back as it was", p->path));
}

static void add_step(struct arena *a, struct text *t, const struct step *s, size_t n)
{
	text_printf(t, "%3d. ", (int)n);
	add_lines(t, "", s->title ? s->title : "");
	add_lines(t, "     why: ", s->why);
	if (s->kind == STEP_PUT)
		add_lines(t, "     ", plan_put_text(a, &s->put));
	else
		add_lines(t, "     # ", plan_command_text(a, &s->redo));
	add_lines(t, "     risk: ", s->risk);
	if (s->kind == STEP_PUT)
		add_file_words(a, t, &s->put);
	else if (s->undo.argv.n)
		add_lines(t, "     undo: ", plan_command_text(a, &s->undo));
	add_lines(t, "     {handle}: ", plan_handle_text(a, s));
}

static const char *joined(struct arena *a, const strs *words)
{
	struct text t;
	text_init(&t, a, 4096);
	for (size_t i = 0; i < words->n; i++)
		text_printf(&t, "%s%s", i ? ", " : "", words->v[i]);
	return text_str(&t);
}

const char *plan_text(struct arena *a, const struct plan *p)
{
	struct text t;
	text_init(&t, a, TEXT_MAX);
	text_add(&t, "Change ");
	add_lines(&t, "",
		arena_printf(a, "%s: %d step%s for %s", p->id, (int)p->steps.n,
			p->steps.n == 1 ? "" : "s", joined(a, &p->mends)));
	for (size_t i = 0; i < p->steps.n; i++)
		add_step(a, &t, p->steps.v[i], i + 1);
	for (size_t i = 0; i < p->notes.n; i++)
		add_lines(&t, "note: ", p->notes.v[i]);
	for (size_t i = 0; i < p->refused.n; i++) {
		const struct refusal *r = p->refused.v[i];
		add_lines(&t, "not mended: ",
			arena_printf(a, "%s: %s", r->finding, r->why ? r->why : ""));
		add_lines(&t, "            ", r->guide);
	}
	return t.over ? NULL : text_str(&t);
}
