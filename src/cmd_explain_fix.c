/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What --fix does for a finding, and a fix by its id. */
#include "cmd_explain.h"

#include "report/page.h"
#include "report/result_json.h"

static bool mends(const struct fix *fix, enum finding_id id)
{
	for (const enum finding_id *m = fix->mends; *m != FINDING__MAX; m++)
		if (*m == id)
			return true;
	return false;
}

/* A finding that says what was done, or what comes next, is nothing to mend. */
static bool is_a_fault(enum finding_id id)
{
	return id < FINDING_CONSOLE_LAGS;
}

const char *explain_fixes(struct arena *a, enum finding_id id, strs *ids)
{
	const char *text = "";
	for (size_t i = 0; fixes[i]; i++) {
		if (!mends(fixes[i], id))
			continue;
		VEC_PUSH(a, ids, fixes[i]->id);
		text = arena_printf(a, "%s%s%s: %s.", text, *text ? " " : "",
			fixes[i]->id, fixes[i]->title);
	}
	if (*text)
		return arena_printf(a,
			"by diagnose --fix, where that is safe on this host; --fix "
			"--dry-run shows it beforehand. %s",
			text);
	return is_a_fault(id) ? "by hand: diagnose --fix changes nothing for it" : "";
}

/* -- a fix by its id --------------------------------------------------------------- */

static void put_part(struct page *p, const char *label, const char *text)
{
	const struct para para = {
		.hang = 10, .label = label, .tint = TINT_BOLD, .text = text};
	page_gap(p);
	page_para(p, &para);
}

static bool text_fix(FILE *out, const struct style *s, const struct fix *fix)
{
	struct page p;
	const char *ids = "";
	page_begin(&p, out, s);
	for (const enum finding_id *m = fix->mends; *m != FINDING__MAX; m++)
		ids = arena_printf(
			p.arena, "%s%s%s", ids, *ids ? ", " : "", finding_table[*m].id);
	page_put(&p, TINT_BOLD, fix->id);
	page_put(&p, TINT_NONE, " · a fix of diagnose --fix");
	page_newline(&p);
	put_part(&p, "What", fix->title);
	put_part(&p, "Mends", ids);
	put_part(&p, "Risk", fix->risk);
	put_part(&p, "See",
		"pkiready diagnose NAME --fix --dry-run shows each step and "
		"its way back; pkiready undo takes it back.");
	return page_end(&p);
}

bool explain_fix(FILE *out, const struct style *s, const struct fix *fix)
{
	if (s->format == FORMAT_TEXT)
		return text_fix(out, s, fix);
	struct writer *w = report_writer(out, s);
	write_head(w, "explain");
	w->start(w, "fix", false);
	write_str(w, "id", fix->id);
	write_str(w, "title", fix->title);
	write_str(w, "risk", fix->risk);
	w->start(w, "mends", true);
	for (const enum finding_id *m = fix->mends; *m != FINDING__MAX; m++)
		write_str(w, NULL, finding_table[*m].id);
	w->end(w);
	w->end(w);
	w->end(w);
	return w->finish(w);
}
