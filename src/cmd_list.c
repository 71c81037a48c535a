/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cmd.h"

#include "fix.h"
#include "report/page.h"
#include "report/result_json.h"
#include "text.h"

#include <string.h>

static bool text_fixes(FILE *out, const struct style *s)
{
	struct page p;
	page_begin(&p, out, s);
	page_head(&p, "Fixes of --fix, in the order of the path");
	for (size_t i = 0; fixes[i]; i++) {
		const struct para title = {.margin = 2,
			.hang = 4,
			.label = arena_printf(p.arena, "%s:", fixes[i]->id),
			.tint = TINT_BOLD,
			.text = fixes[i]->title};
		struct text mends;
		text_init(&mends, p.arena, 1024);
		for (const enum finding_id *m = fixes[i]->mends; *m != FINDING__MAX; m++)
			text_printf(&mends, "%s%s",
				mends.n ? ", " : "Mends: ", finding_table[*m].id);
		page_para(&p, &title);
		page_text(&p, 4, text_str(&mends));
		page_text(&p, 4, arena_printf(p.arena, "Risk: %s", fixes[i]->risk));
	}
	return page_end(&p);
}

static bool report_fixes(FILE *out, const struct style *s)
{
	if (s->format == FORMAT_TEXT)
		return text_fixes(out, s);
	struct writer *w = report_writer(out, s);
	write_head(w, "list");
	w->start(w, "fixes", true);
	for (size_t i = 0; fixes[i]; i++) {
		w->start(w, NULL, false);
		write_str(w, "id", fixes[i]->id);
		write_str(w, "title", fixes[i]->title);
		write_str(w, "risk", fixes[i]->risk);
		w->start(w, "mends", true);
		for (const enum finding_id *m = fixes[i]->mends; *m != FINDING__MAX; m++)
			write_str(w, NULL, finding_table[*m].id);
		w->end(w);
		w->end(w);
	}
	w->end(w);
	w->end(w);
	return w->finish(w);
}

static int list(struct arena *a, const struct options *o, struct broker *b)
{
	struct style style;
	const char *what = o->args.v[0];
	(void)b;
	cmd_style(o, &style);
	if (cmd_read_profiles(a, o) != ERR_OK)
		return EXIT_USAGE;
	if (strcmp(what, "checks") == 0)
		return cmd_finish(report_checks(stdout, &style), EXIT_READY);
	if (strcmp(what, "profiles") == 0)
		return cmd_finish(report_profiles(stdout, &style), EXIT_READY);
	return cmd_finish(report_fixes(stdout, &style), EXIT_READY);
}

const struct cmd cmd_list = {.needs_host = false, .run = list};
