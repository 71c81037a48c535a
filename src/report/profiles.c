/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/report.h"

#include "profile.h"
#include "report/page.h"
#include "report/profiles_json.h"
#include "report/result_json.h"
#include "text.h"

#include <stdint.h>
#include <string.h>

enum { MARGIN = 2, HANG = 13, PREFIXES_SHOWN = 6, CELL_MAX = 4096 };

static void put_row(struct page *p, const char *label, const char *text)
{
	const struct para para = {.margin = MARGIN,
		.hang = HANG,
		.label = label,
		.tint = TINT_DIM,
		.text = text};
	if (*text)
		page_para(p, &para);
}

static void put_title(struct page *p, const struct profile *q)
{
	struct text t;
	text_init(&t, p->arena, CELL_MAX);
	text_add(&t, q->name);
	for (size_t i = 0; q->aliases && q->aliases[i]; i++)
		text_printf(&t, "%s%s", i ? ", " : " (also: ", q->aliases[i]);
	if (q->aliases && q->aliases[0])
		text_add(&t, ")");
	if (q->test_only)
		text_add(&t, ", for tests");
	if (q->from_file)
		text_add(&t, ", from --profile-file");
	const struct para para = {
		.hang = HANG, .label = q->id, .tint = TINT_BOLD, .text = text_str(&t)};
	page_para(p, &para);
}

static const char *file_words(struct page *p, const struct profile *q)
{
	if (q->file_name)
		return q->file_name;
	if (q->file_by_csr)
		return "<MD5 of the CSR>.txt";
	return q->method == METHOD_HTTP01 ? "<token>"
	       : q->dir                   ? "<file name as given by the CA>"
					  : arena_str(p->arena, "unknown");
}

static const char *scheme_phrase(enum scheme_rule s)
{
	switch (s) {
	case SCHEMES_HTTP:
		return "over http";
	case SCHEMES_EITHER:
		return "over http or https, one suffices";
	case SCHEMES_ORDER:
		return "over http or https, as chosen in the order";
	case SCHEMES_BOTH_OR_REFUSED:
		return "over http, and over https unless 443 is refused";
	case SCHEMES_UNKNOWN:
		break;
	}
	return "scheme not known";
}

static void put_request(struct page *p, const struct profile *q)
{
	put_row(p, method_words[q->method],
		arena_printf(p->arena, "GET %s%s, %s%s", q->dir ? q->dir : "",
			file_words(p, q), scheme_phrase(q->schemes),
			q->names == NAMES_APEX_AND_WWW ? ", of the apex and of www"
						       : ""));
}

static const char *redirect_words(struct page *p, const struct redirect_rule *r)
{
	struct text t;
	text_init(&t, p->arena, CELL_MAX);
	if (r->followed == TRI_NO)
		return "none followed";
	if (r->followed == TRI_UNKNOWN)
		return "not known";
	text_add(&t, "followed");
	for (size_t i = 0; i < sizeof(r->codes) / sizeof(*r->codes) && r->codes[i]; i++)
		text_printf(&t, "%s%d", i ? ", " : ": ", r->codes[i]);
	if (r->max != PROFILE_UNKNOWN)
		text_printf(&t, "; at most %d", r->max);
	text_add(&t, r->any_port ? "; any port" : "; ports 80 and 443");
	if (r->same_base == TRI_YES)
		text_add(&t, "; within the same registrable domain");
	return text_str(&t);
}

static void add_hours(struct text *t, const char *what, int hours)
{
	if (hours == PROFILE_UNKNOWN)
		return;
	if (hours == 0)
		text_printf(t, "; %s has no limit", what);
	else if (hours % 24 == 0 && hours > 24)
		text_printf(t, "; %s lives %d days", what, hours / 24);
	else
		text_printf(t, "; %s lives %d hours", what, hours);
}

static const char *answer_phrase(struct page *p, const struct profile *q)
{
	static const char *const body[] = {
		[BODY_UNKNOWN] = "rule for the body not known",
		[BODY_EXACT] = "body byte for byte",
		[BODY_TRIM_RIGHT] = "body without the white space at its end",
		[BODY_TRIM_RIGHT_CRLF] = "body without line ends and tabs at its end",
		[BODY_TRIM_BOTH] = "body without white space at both ends",
		[BODY_CONTAINS] = "value anywhere in the body",
		[BODY_LINES] = "same lines, line ends aside",
	};
	struct text t;
	text_init(&t, p->arena, CELL_MAX);
	text_add(&t, q->status_2xx  ? "any 2xx, "
		     : q->status[0] ? ""
				    : "status not known, ");
	for (size_t i = 0; i < sizeof(q->status) / sizeof(*q->status) && q->status[i];
		i++)
		text_printf(&t, "%d, ", q->status[i]);
	text_add(&t, body[q->body]);
	if (q->body_max > 0)
		text_printf(&t, ", at most %d bytes", q->body_max);
	add_hours(&t, "the file", q->token_hours);
	return text_str(&t);
}

static const char *list_words(struct page *p, const struct address_list *l)
{
	struct text t;
	size_t n = 0;
	text_init(&t, p->arena, CELL_MAX);
	text_printf(&t, "%s, %s%s (%s): ", l->name, l->date ? "as of " : "date unknown",
		l->date ? l->date : "", l->sources ? l->sources : "no source");
	for (; l->prefixes && l->prefixes[n]; n++)
		if (n < PREFIXES_SHOWN)
			text_printf(&t, "%s%s", n ? ", " : "", l->prefixes[n]);
	if (n > PREFIXES_SHOWN)
		text_printf(&t, " and %d more", (int)(n - PREFIXES_SHOWN));
	return text_str(&t);
}

static void put_lists(struct page *p, const struct profile *q)
{
	const struct address_list *l = q->lists;
	if (!l || !l->name)
		put_row(p, "addresses", "no list published");
	for (bool first = true; l && l->name; l++, first = false)
		put_row(p, first ? "addresses" : "", list_words(p, l));
	if (q->lists && q->lists[0].name && q->lists_complete == TRI_NO)
		put_row(p, "", "not complete: it also looks from elsewhere");
}

/* What the keys stand for, one a line, each once; told holds those that were. */
static void put_sources(struct page *p, struct text *told, const char *keys)
{
	for (const char *s = keys ? keys : ""; *s;) {
		size_t n = strcspn(s, " ");
		const char *key = arena_printf(p->arena, " %.*s ", (int)n, s);
		const char *words = profile_source(arena_dup(p->arena, s, n));
		if (words && !strstr(text_str(told), key)) {
			put_row(p, told->n ? "" : "sources",
				arena_printf(p->arena, "%.*s: %s", (int)n, s, words));
			text_add(told, key);
		}
		s += n + strspn(s + n, " ");
	}
}

static void put_waits(struct page *p, const struct profile *q)
{
	const struct profile_wait *x = q->waits;
	for (bool first = true; x && x->id; x++, first = false)
		put_row(p, first ? "waits" : "",
			arena_printf(p->arena, "%s: %s (%s)", x->what, x->wait,
				x->sources ? x->sources : "no source"));
}

static void put_more(struct page *p, const struct profile *q)
{
	struct text told;
	text_init(&told, p->arena, SIZE_MAX);
	put_waits(p, q);
	put_sources(p, &told, q->sources);
	put_sources(p, &told, q->redirects.sources);
	for (const struct address_list *l = q->lists; l && l->name; l++)
		put_sources(p, &told, l->sources);
}

static bool text_profiles_list(FILE *out, const struct style *s)
{
	struct page p;
	size_t n;
	const struct profile *rows = profile_rows(&n);
	page_begin(&p, out, s);
	for (size_t i = 0; i < n; i++) {
		const struct profile *q = &rows[i];
		if (i)
			page_gap(&p);
		put_title(&p, q);
		put_request(&p, q);
		put_row(&p, "redirects", redirect_words(&p, &q->redirects));
		put_row(&p, "answer", answer_phrase(&p, q));
		put_lists(&p, q);
		put_row(&p, "note", q->note ? q->note : "");
		put_row(&p, "not known", q->unknown ? q->unknown : "");
		if (s->verbose)
			put_more(&p, q);
	}
	page_gap(&p);
	page_text(&p, 0,
		"A provider's own rules over a CA's: --ca alibaba/digicert. Waits and "
		"sources: "
		"-v. All addresses: --format json.");
	return page_end(&p);
}

bool report_profiles(FILE *out, const struct style *s)
{
	if (s->format == FORMAT_TEXT)
		return text_profiles_list(out, s);
	size_t n;
	const struct profile *rows = profile_rows(&n);
	struct writer *w = report_writer(out, s);
	write_head(w, "list");
	w->start(w, "profiles", true);
	for (size_t i = 0; i < n; i++)
		write_profile_row(w, &rows[i]);
	w->end(w);
	w->end(w);
	return w->finish(w);
}
