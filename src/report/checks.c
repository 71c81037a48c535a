/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/report.h"

#include "check.h"
#include "probe.h"
#include "report/page.h"
#include "report/result_json.h"
#include "report/table.h"
#include "text.h"

#include <stdint.h>
#include <string.h>

/* "looks: host, dns" */
static const char *needs(struct page *p, const struct check *c)
{
	struct text t;
	text_init(&t, p->arena, 1024);
	for (size_t i = 0; c->needs && c->needs[i]; i++)
		text_printf(&t, "%s%s", i ? ", " : "", c->needs[i]->id);
	return text_str(&t);
}

static void put_checks(struct page *p)
{
	page_head(p, "Checks, in the order of the path");
	for (size_t i = 0; checks[i]; i++) {
		const struct check *c = checks[i];
		const struct para para = {.margin = 2,
			.hang = 19,
			.label = c->id,
			.tint = TINT_BOLD,
			.text = arena_printf(p->arena, "%s. %s%s%s%s", c->title, c->why,
				*needs(p, c) ? " (judges: " : "", needs(p, c),
				*needs(p, c) ? ")" : "")};
		page_para(p, &para);
	}
}

/* The ids of one section, as one paragraph; returns the first id of the next. */
static int put_section(struct page *p, int from)
{
	const char *section = finding_table[from].section;
	struct text t;
	text_init(&t, p->arena, SIZE_MAX);
	int i = from;
	for (; i < FINDING__MAX && strcmp(finding_table[i].section, section) == 0; i++)
		text_printf(&t, "%s%s", i > from ? ", " : "", finding_table[i].id);
	const struct para para = {.margin = 2,
		.hang = 4,
		.label = arena_printf(p->arena, "%s:", section),
		.text = text_str(&t)};
	page_para(p, &para);
	return i;
}

static bool text_checks(FILE *out, const struct style *s)
{
	struct page p;
	page_begin(&p, out, s);
	put_checks(&p);
	page_gap(&p);
	page_head(&p, "Findings (pkiready explain ID tells more of one)");
	for (int i = 0; i < FINDING__MAX;)
		i = put_section(&p, i);
	return page_end(&p);
}

static void write_checks(struct writer *w)
{
	w->start(w, "checks", true);
	for (size_t i = 0; checks[i]; i++) {
		const struct check *c = checks[i];
		w->start(w, NULL, false);
		write_str(w, "id", c->id);
		write_str(w, "title", c->title);
		write_str(w, "why", c->why);
		w->start(w, "needs", true);
		for (size_t k = 0; c->needs && c->needs[k]; k++)
			write_str(w, NULL, c->needs[k]->id);
		w->end(w);
		w->end(w);
	}
	w->end(w);
}

static void write_findings(struct writer *w)
{
	w->start(w, "findings", true);
	for (int i = 0; i < FINDING__MAX; i++) {
		w->start(w, NULL, false);
		write_str(w, "id", finding_table[i].id);
		write_str(w, "section", finding_table[i].section);
		write_str(w, "title", finding_table[i].title);
		write_str(w, "proof", certainty_words[finding_table[i].proof]);
		w->end(w);
	}
	w->end(w);
}

bool report_checks(FILE *out, const struct style *s)
{
	if (s->format == FORMAT_TEXT)
		return text_checks(out, s);
	struct writer *w = report_writer(out, s);
	write_head(w, "list");
	write_checks(w);
	write_findings(w);
	w->end(w);
	return w->finish(w);
}
