/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/report.h"

#include "report/page.h"
#include "report/result_json.h"
#include "report/stage.h"

static void put_part(struct page *p, const char *label, const char *text)
{
	const struct para para = {
		.hang = 10, .label = label, .tint = TINT_BOLD, .text = text};
	if (*text) {
		page_gap(p);
		page_para(p, &para);
	}
}

static bool text_explain(
	FILE *out, const struct style *s, const struct finding_info *i, const char *fixed)
{
	struct page p;
	page_begin(&p, out, s);
	enum stage stage = stage_of((enum finding_id)(i - finding_table));
	page_put(&p, TINT_BOLD, i->id);
	page_put(&p, TINT_NONE, " · ");
	page_put(&p, TINT_NONE, i->section);
	page_newline(&p);
	put_part(&p, "When", i->title);
	put_part(&p, "Why", i->why);
	put_part(&p, "Do", i->advice);
	put_part(&p, "Fix", fixed);
	put_part(&p, "Proof",
		arena_printf(p.arena, "at best %s%s%s", certainty_words[i->proof],
			stage < STAGE__MAX ? "; on the path at: " : "",
			stage < STAGE__MAX ? stage_names[stage] : ""));
	return page_end(&p);
}

bool report_explain(FILE *out, const struct style *s, const struct finding_info *info,
	const char *fixed, const strs *fixes)
{
	if (s->format == FORMAT_TEXT)
		return text_explain(out, s, info, fixed);
	struct writer *w = report_writer(out, s);
	write_head(w, "explain");
	w->start(w, "finding", false);
	write_str(w, "id", info->id);
	write_str(w, "section", info->section);
	write_str(w, "title", info->title);
	write_str(w, "why", info->why);
	write_lines(w, "advice", info->advice);
	w->start(w, "fixes", true);
	for (size_t i = 0; i < fixes->n; i++)
		write_str(w, NULL, fixes->v[i]);
	w->end(w);
	write_str(w, "proof", certainty_words[info->proof]);
	w->end(w);
	w->end(w);
	return w->finish(w);
}
