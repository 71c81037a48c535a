/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/report.h"

#include "profile.h"
#include "report/picture.h"
#include "report/result_json.h"
#include "report/table.h"
#include "report/text_findings.h"
#include "report/text_looks.h"
#include "report/text_verdict.h"

#include <string.h>

enum { PROFILES_MAX = 64, REASON_MAX = 80 };

static void put_fetch(
	struct page *p, const struct result *r, const struct fetch *f, bool gap)
{
	char buf[IP_TEXT_MAX];
	if (gap)
		page_gap(p);
	page_head(p, arena_printf(p->arena, "%s over %s at %s",
			     f->name ? picture_name(p, r->target, f->name) : "?",
			     scheme_words[f->scheme], ip_format(&f->ip, buf)));
	text_hops(p, f);
}

static bool is_same(const struct finding *a, const struct finding *b)
{
	return a && b && a->id == b->id && strcmp(a->message, b->message) == 0;
}

/* The reason; told in full only where the row above does not have it. */
static const char *reason(
	struct page *p, const struct profile_answer *a, const struct finding **last)
{
	const struct finding *x = a->answer == ANSWER_READY ? NULL : a->first;
	bool same = is_same(x, *last);
	*last = x;
	if (!x)
		return "";
	if (x->outside_only)
		return "no fault in this chain";
	const char *id = finding_table[x->id].id;
	return same ? id
		    : arena_printf(p->arena, "%s: %s", id,
			      page_brief(p, x->message, REASON_MAX));
}

static void add_profile(
	struct table *t, const struct profile_answer *a, const struct finding **last)
{
	static const char *const words[ANSWER__MAX] = {
		"passes", "fails", "can't be told"};
	static const enum mark marks[ANSWER__MAX] = {MARK_OK, MARK_FAIL, MARK_UNKNOWN};
	table_add(t, mark_tint(marks[a->answer]), mark_str(marks[a->answer]),
		a->profile->id, words[a->answer], reason(t->page, a, last), NULL);
}

static void put_profiles(struct page *p, const struct result *r)
{
	struct table t = {.page = p};
	const struct finding *last = NULL;
	for (size_t i = 0; i < r->profiles.n; i++) {
		const struct profile_answer *a = r->profiles.v[i];
		if (!a->profile->test_only || a->profile == r->target->profile)
			add_profile(&t, a, &last);
	}
	if (t.rows.n == 0)
		return;
	page_gap(p);
	page_head(p, "By profile");
	table_draw(&t, 2, PROFILES_MAX);
}

static bool text_trace(FILE *out, const struct style *s, const struct result *r)
{
	struct page p;
	page_begin(&p, out, s);
	for (size_t i = 0; i < r->evidence->fetches.n; i++)
		put_fetch(&p, r, r->evidence->fetches.v[i], i > 0);
	if (r->evidence->fetches.n == 0)
		page_line(&p, "Nothing was asked.");
	page_gap(&p);
	text_verdict(&p, r);
	if (s->verbose) {
		text_causes(&p, r);
		text_passes(&p, r);
	} else if (r->evidence->fetches.n == 0) {
		text_causes(&p, r);
	}
	put_profiles(&p, r);
	return page_end(&p);
}

bool report_trace(FILE *out, const struct style *s, const struct result *r)
{
	if (s->format == FORMAT_TEXT)
		return text_trace(out, s, r);
	return write_result(report_writer(out, s), "trace", r);
}
