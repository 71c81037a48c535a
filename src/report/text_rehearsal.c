/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/text_rehearsal.h"

#include "profile.h"
#include "report/table.h"

#include <inttypes.h>
#include <string.h>

enum { ROWS_MAX = 400, MARGIN = 2 };

static const char *who(const struct rehearsed *x)
{
	switch (x->as) {
	case REHEARSED_CA:
		return x->list ? x->list : "the CA";
	case REHEARSED_ANYONE:
		return "anyone";
	case REHEARSED_BROWSER:
		return "a browser";
	case REHEARSED__MAX:
		break;
	}
	return "";
}

static const char *ended(struct page *p, const struct fetch *f)
{
	const struct hop *h = fetch_last(f);
	if (!h)
		return "not asked";
	if (h->end == HOP_ANSWERED)
		return f->hops.n > 1
			       ? arena_printf(p->arena, "%" PRId64 " after %d redirect%s",
					 h->status, (int)f->hops.n - 1,
					 f->hops.n > 2 ? "s" : "")
			       : arena_printf(p->arena, "%" PRId64, h->status);
	if (h->end == HOP_CONNECT)
		return connect_words[h->connect];
	if (h->end == HOP_NONE)
		return h->obs.excerpt ? h->obs.excerpt : "not asked";
	return hop_end_words[h->end];
}

static bool same(const struct rehearsed *a, const struct rehearsed *b)
{
	return ip_equal(&a->from, &b->from) && a->as == b->as;
}

static bool is_new(const struct rehearsal *r, size_t at)
{
	for (size_t i = 0; i < at; i++)
		if (same(r->all.v[i], r->all.v[at]))
			return false;
	return true;
}

/* The places that were asked, in order: name, scheme and address of this host. */
static bool same_place(const struct fetch *a, const struct fetch *b)
{
	return a->scheme == b->scheme && ip_equal(&a->ip, &b->ip) &&
	       strcmp(a->name, b->name) == 0;
}

/* What the address got: equal answers of several names are told once. */
static const char *answers(
	struct page *p, const struct rehearsal *r, size_t at, enum scheme scheme)
{
	const char *all = NULL;
	bool mixed = false;
	for (size_t i = 0; i < r->all.n; i++) {
		const struct rehearsed *x = r->all.v[i];
		if (!same(x, r->all.v[at]) || x->fetch.scheme != scheme)
			continue;
		const char *one = ended(p, &x->fetch);
		if (!all)
			all = one;
		else if (strcmp(all, one) != 0)
			mixed = true;
	}
	if (!mixed)
		return all ? all : "-";
	all = "";
	for (size_t i = 0; i < r->all.n; i++) {
		const struct rehearsed *x = r->all.v[i];
		if (same(x, r->all.v[at]) && x->fetch.scheme == scheme)
			all = arena_printf(p->arena, "%s%s%s: %s", all, *all ? ", " : "",
				x->fetch.name, ended(p, &x->fetch));
	}
	return all;
}

static void put_places(struct page *p, const struct rehearsal *r)
{
	char buf[IP_TEXT_MAX];
	for (size_t i = 0; i < r->all.n; i++) {
		const struct fetch *f = &r->all.v[i]->fetch;
		bool seen = false;
		for (size_t k = 0; k < i && !seen; k++)
			seen = same_place(&r->all.v[k]->fetch, f);
		if (!seen && f->hops.n)
			page_text(p, MARGIN,
				arena_printf(p->arena, "%s at %s", f->hops.v[0]->url,
					ip_format(&f->ip, buf)));
	}
}

void text_rehearsal(struct page *p, const struct result *r)
{
	char buf[IP_TEXT_MAX];
	const struct rehearsal *x = &r->evidence->rehearsal;
	struct table t = {.page = p};
	if (x->obs.seen == SEEN_SKIPPED)
		return;
	page_head(p, "Rehearsed inside this host; no packet left");
	put_places(p, x);
	if (x->all.n)
		table_add(&t, TINT_DIM, "from", "", "http", "https", NULL);
	for (size_t i = 0; i < x->all.n; i++)
		if (is_new(x, i))
			table_add(&t, TINT_NONE,
				arena_str(p->arena, ip_format(&x->all.v[i]->from, buf)),
				who(x->all.v[i]), answers(p, x, i, SCHEME_HTTP),
				answers(p, x, i, SCHEME_HTTPS), NULL);
	table_draw(&t, MARGIN, ROWS_MAX);
	if (x->obs.seen != SEEN_YES)
		page_text(p, MARGIN,
			arena_printf(p->arena, "not rehearsed: %s",
				x->obs.excerpt ? x->obs.excerpt : "no reason given"));
	for (size_t i = 0; i < x->aside.n; i++)
		page_text(
			p, MARGIN, arena_printf(p->arena, "left out: %s", x->aside.v[i]));
	page_gap(p);
}

void text_rehearsal_verdict(struct page *p, const struct result *r)
{
	static const char *const words[ANSWER__MAX] = {"PASSES", "FAILS", "CANNOT TELL"};
	static const enum tint tints[ANSWER__MAX] = {TINT_GREEN, TINT_RED, TINT_YELLOW};
	const struct profile *q = r->target->profile;
	struct para para = {
		.hang = 13, .label = words[r->answer], .tint = tints[r->answer]};
	const char *by = q->documents ? q->documents : q->name;
	if (r->answer == ANSWER_READY)
		para.text = arena_printf(p->arena,
			"the whole request, rehearsed from %s, is answered as %s needs "
			"it. "
			"What stands before this host (the cloud's security group, a "
			"router) "
			"was not asked.",
			r->target->as.family ? "that address" : "its own addresses", by);
	else if (r->answer == ANSWER_NOT_READY)
		para.text = arena_printf(
			p->arena, "the request of %s does not get what it needs.", by);
	else
		para.text = "it could not all be rehearsed.";
	page_para(p, &para);
}

static const struct finding *passed(const struct result *r)
{
	for (size_t i = 0; i < r->findings.all.n; i++) {
		const struct finding *x = r->findings.all.v[i];
		if (x->id == FINDING_REHEARSAL_FAILS && x->verdict == VERDICT_PASS)
			return x;
	}
	return NULL;
}

void text_rehearsed(struct page *p, const struct result *r)
{
	const struct rehearsal *x = &r->evidence->rehearsal;
	const struct finding *good = passed(r);
	struct para para = {.hang = 11, .label = "Rehearsed", .tint = TINT_BOLD};
	if (x->obs.seen == SEEN_SKIPPED)
		return;
	if (good)
		para.text = good->message;
	else if (x->obs.seen != SEEN_YES)
		para.text = arena_printf(p->arena, "nothing: %s",
			x->obs.excerpt ? x->obs.excerpt : "no reason given");
	else
		return;
	page_gap(p);
	page_para(p, &para);
}
