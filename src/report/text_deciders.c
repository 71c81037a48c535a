/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/text_deciders.h"

#include "text.h"

#include <inttypes.h>
#include <string.h>

enum { HANG = 6, LINE_MAX = 2048, DECIDERS_MAX = 64 };

static bool same_reasons(const strs *a, const strs *b)
{
	if (a->n != b->n)
		return false;
	for (size_t i = 0; i < a->n; i++)
		if (strcmp(a->v[i], b->v[i]) != 0)
			return false;
	return true;
}

int deciders_add(
	struct deciders *d, enum fate f, const struct decider *by, const strs *reasons)
{
	for (size_t i = 0; i < d->all.n; i++) {
		const struct decided *x = d->all.v[i];
		if (x->fate == f && decider_equal(x->by, by) &&
			same_reasons(x->reasons, reasons))
			return (int)i + 1;
	}
	*VEC_ADD(d->page->arena, &d->all, struct decided) =
		(struct decided){f, by, reasons};
	return (int)d->all.n;
}

static const char *path_of(struct page *p, const strs *path)
{
	struct text t;
	text_init(&t, p->arena, LINE_MAX);
	for (size_t i = 0; i < path->n; i++)
		text_printf(&t, "%s%s", i ? " > " : "", path->v[i]);
	return text_str(&t);
}

/* Place and text: "inet filter input handle 7: tcp dport 443 drop". */
static const char *rule_of(struct page *p, const struct decider *d)
{
	const char *what = d->rule ? d->rule : d->detail;
	const char *place = decider_place(p->arena, d);
	return what ? arena_printf(p->arena, "%s: %s", place, page_cut(p, what)) : place;
}

static const char *rest_of(struct page *p, const struct decider *d)
{
	char buf[IP_TEXT_MAX];
	struct text t;
	text_init(&t, p->arena, LINE_MAX);
	if (d->owner)
		text_printf(&t, "%s", d->owner);
	if (d->hook && d->chain)
		text_printf(&t, "%son the %s hook", t.n ? ", " : "", d->hook);
	if (d->path.n > 1)
		text_printf(&t, "%sby %s", t.n ? ", " : "", path_of(p, &d->path));
	if (d->comment)
		text_printf(
			&t, "%scomment \"%s\"", t.n ? ", " : "", page_cut(p, d->comment));
	if (d->sent_to.family)
		text_printf(&t, "%srewritten to %s port %" PRId64, t.n ? ", " : "",
			ip_format(&d->sent_to, buf), d->sent_port);
	return text_str(&t);
}

static void put_one(struct page *p, int n, const struct decided *x)
{
	static const char *const marks[FATE__MAX] = {"accepted by", "dropped by",
		"rejected by", "maybe, else dropped by", "unknown at"};
	const char *label = arena_printf(p->arena, "  [%d]", n);
	const struct para para = {.hang = HANG,
		.label = label,
		.tint = TINT_BOLD,
		.text = arena_printf(
			p->arena, "%s %s", marks[x->fate], rule_of(p, x->by))};
	const char *rest = rest_of(p, x->by);
	page_para(p, &para);
	if (*rest)
		page_text(p, HANG + 2, rest);
	for (size_t i = 0; i < x->reasons->n; i++)
		page_text(p, HANG + 2,
			arena_printf(p->arena, "because of: %s", x->reasons->v[i]));
}

void deciders_put(const struct deciders *d)
{
	size_t n = d->all.n;
	if (n == 0)
		return;
	page_gap(d->page);
	page_head(d->page, "What decides");
	for (size_t i = 0; i < n && i < DECIDERS_MAX; i++)
		put_one(d->page, (int)i + 1, d->all.v[i]);
	if (n > DECIDERS_MAX)
		page_text(d->page, 2,
			arena_printf(d->page->arena, "and %d more; --format json has all",
				(int)(n - DECIDERS_MAX)));
}
