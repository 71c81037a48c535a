/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/report.h"

#include "report/changes.h"
#include "report/page.h"
#include "report/picture.h"
#include "report/result_json.h"
#include "report/text_arrivals.h"
#include "report/text_findings.h"
#include "report/text_host.h"
#include "report/text_looks.h"
#include "report/text_rehearsal.h"
#include "report/text_verdict.h"

#include <inttypes.h>

static void put_asked(struct page *p, const struct target *t, bool verbose)
{
	struct para para = {.hang = 2, .label = "GET"};
	if (!t->path)
		return;
	if (t->have_expect)
		para.text =
			arena_printf(p->arena, "%s; %d bytes are expected%s%s", t->path,
				(int)t->expect.n, verbose && t->expect_source ? ": " : "",
				verbose && t->expect_source ? t->expect_source : "");
	else
		para.text = arena_printf(p->arena,
			"%s; what it must hold is not known (--file, --expect): only the "
			"way "
			"to it is judged",
			t->path);
	page_para(p, &para);
}

static void put_answer(struct page *p, const struct result *r)
{
	page_gap(p);
	text_interrupted(p, r);
	text_verdict(p, r);
	text_profiles(p, r);
}

static bool text_result(FILE *out, const struct style *s, const struct result *r)
{
	struct page p;
	bool names = r->target->names.n > 0;
	page_begin(&p, out, s);
	text_change(&p, r->evidence->change);
	if (names) {
		picture_draw(&p, r);
		put_asked(&p, r->target, s->verbose > 0);
	} else {
		text_host(&p, r->evidence);
	}
	put_answer(&p, r);
	text_causes(&p, r);
	text_unproved(&p, r);
	text_rehearsed(&p, r);
	text_arrivals(&p, r->evidence);
	text_closing(&p, r);
	if (s->verbose) {
		text_passes(&p, r);
		if (names) {
			page_gap(&p);
			text_host(&p, r->evidence);
		}
		text_looks(&p, r);
		page_gap(&p);
		text_rehearsal(&p, r);
	}
	return page_end(&p);
}

bool report_result(FILE *out, const struct style *s, const struct result *r)
{
	if (s->format == FORMAT_TEXT)
		return text_result(out, s, r);
	return write_result(report_writer(out, s), "diagnose", r);
}
