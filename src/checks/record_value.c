/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One value against the expected one: what slip made it what it is. */
#include "diff.h"
#include "records.h"

enum { TOKEN_MIN = 16, NEAR = 60 /* percent in common */ };

static bool is_same(struct bytes a, struct bytes b)
{
	return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

static struct bytes text_bytes(const char *s)
{
	return (struct bytes){(const unsigned char *)s, strlen(s)};
}

bool record_is_token(struct bytes b)
{
	for (size_t i = 0; i < b.n; i++) {
		unsigned char c = b.p[i];
		bool alnum = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
			     (c >= 'A' && c <= 'Z');
		if (!alnum && !memchr("-_.=+/", c, 6))
			return false;
	}
	return b.n >= TOKEN_MIN;
}

static bool is_quoted(struct bytes b)
{
	return b.n >= 2 && (b.p[0] == '"' || b.p[0] == '\'') && b.p[b.n - 1] == b.p[0];
}

static struct bytes without_quotes(struct bytes b)
{
	return is_quoted(b) ? (struct bytes){b.p + 1, b.n - 2} : b;
}

static struct bytes without_dots(struct bytes b)
{
	while (b.n > 0 && b.p[b.n - 1] == '.')
		b.n--;
	return b;
}

static bool same_without_blanks(struct bytes got, struct bytes want)
{
	size_t i = 0;
	for (size_t k = 0; k < want.n; k++) {
		if (want.p[k] == ' ')
			continue;
		if (i == got.n || got.p[i++] != want.p[k])
			return false;
	}
	return i == got.n;
}

static bool alike(unsigned char a, unsigned char b)
{
	unsigned char x = (unsigned char)(a | 0x20), y = (unsigned char)(b | 0x20);
	return a == b || (x == y && x >= 'a' && x <= 'z');
}

/* Much the same in place or at both ends, case aside: a slip, not another value. */
static bool is_near(struct bytes a, struct bytes b)
{
	size_t start = 0, end = 0, same = 0, longer = a.n > b.n ? a.n : b.n;
	for (size_t i = 0; i < a.n && a.n == b.n; i++)
		same += alike(a.p[i], b.p[i]);
	while (start < a.n && start < b.n && alike(a.p[start], b.p[start]))
		start++;
	while (end + start < a.n && end + start < b.n &&
		alike(a.p[a.n - 1 - end], b.p[b.n - 1 - end]))
		end++;
	same = same > start + end ? same : start + end;
	return longer > 0 && same * 100 >= longer * NEAR;
}

/* -- a TXT ------------------------------------------------------------------------- */
static bool is_of_kind(const struct record_case *c, struct bytes got)
{
	const struct record_form *f = c->want.form;
	if (f && f->value_prefix && *c->want.prefix == '\0') {
		size_t n = strlen(f->value_prefix);
		return got.n >= n && memcmp(got.p, f->value_prefix, n) == 0;
	}
	return record_is_token(without_dots(without_quotes(got)));
}

/* The key authorization itself where its hash belongs (RFC 8555 section 8.4). */
static bool is_key_authorization(struct bytes got, struct bytes want)
{
	const unsigned char *dot = got.n ? memchr(got.p, '.', got.n) : NULL;
	return want.n == 43 && dot && got.p + got.n - dot == 44;
}

static void fit_txt(const struct judging *j, const struct record_case *c,
	const struct dns_record *r, struct value_judged *out)
{
	struct bytes got = r->data, want = c->want.value;
	const char *edits = diff_edits(judge_arena(j), got, want);
	out->how = NULL;
	if (is_same(got, want)) {
		out->fit = VALUE_RIGHT;
	} else if (is_quoted(got) && is_same(without_quotes(got), want)) {
		out->fit = VALUE_QUOTED;
		out->how = "the quotes at its ends are part of it";
	} else if (is_same(without_dots(without_quotes(got)), want)) {
		out->fit = VALUE_DOTTED;
		out->how = "a period stands at its end";
	} else if (edits) {
		out->fit = VALUE_EDITED;
		out->how = edits;
	} else if (memchr(want.p, ' ', want.n) && same_without_blanks(got, want)) {
		out->fit = VALUE_SPLIT;
		out->how = judge_s(j,
			"it lost its blanks: without quotes around it, it became %d "
			"strings",
			(int)r->strings);
	} else if (is_key_authorization(got, want)) {
		out->fit = VALUE_MISTYPED;
		out->how = "it is the key authorization itself, and its SHA-256 in "
			   "base64url belongs there";
	} else if (dns_same(dns_value(j, got, 300), judge_s(j, "\"%s\"", c->want.host))) {
		out->fit = VALUE_MISTYPED;
		out->how = "it is the host record: host and value were swapped";
	} else if (is_near(got, want)) {
		out->fit = VALUE_MISTYPED;
		out->how = record_diff(j, got, want);
	} else
		out->fit = is_of_kind(c, got) ? VALUE_OLD : VALUE_FOREIGN;
}

static void fit_unknown(
	const struct record_case *c, const struct dns_record *r, struct value_judged *out)
{
	struct bytes got = r->data, inner = without_quotes(got);
	struct bytes trimmed = diff_trim(got, TRIM_BOTH);
	bool kind = is_of_kind(c, got);
	out->how = NULL;
	if (is_quoted(got) && is_of_kind(c, inner)) {
		out->fit = VALUE_QUOTED;
		out->how = "the quotes at its ends are part of it";
	} else if (kind && got.p[got.n - 1] == '.') {
		out->fit = VALUE_DOTTED;
		out->how = "a period stands at its end";
	} else if (trimmed.n != got.n && is_of_kind(c, trimmed)) {
		out->fit = VALUE_EDITED;
		out->how = "white space stands at its ends";
	} else
		out->fit = kind ? VALUE_PLAUSIBLE : VALUE_FOREIGN;
}

/* -- a CNAME ----------------------------------------------------------------------- */
static bool ends_in_one_of(const struct judging *j, const char *name, const char *list)
{
	while (list && *list) {
		size_t n = strcspn(list, " ");
		if (dns_under(name, judge_s(j, "%.*s", (int)n, list)))
			return true;
		list += n + (list[n] == ' ');
	}
	return false;
}

static const char *target_of(const struct judging *j, const struct dns_record *r)
{
	struct bytes b = without_dots(r->data);
	return b.n && !memchr(b.p, 0, b.n) ? arena_dup(judge_arena(j), b.p, b.n) : "";
}

/* Sectigo allows a unique value between the hash and its own name. */
static bool has_unique(
	const struct judging *j, const char *got, const char *want, const char *ends)
{
	const char *dot = strchr(want, '.');
	size_t n =
		dot && strchr(dot + 1, '.') ? (size_t)(strchr(dot + 1, '.') - want) : 0;
	return n >= 65 && strlen(got) > n && got[n] == '.' &&
	       dns_same(judge_s(j, "%.*s", (int)n, got),
		       judge_s(j, "%.*s", (int)n, want)) &&
	       ends_in_one_of(j, got, ends);
}

static void fit_cname(const struct judging *j, const struct record_case *c,
	const struct dns_record *r, struct value_judged *out)
{
	const char *got = target_of(j, r), *ends = c->want.target;
	const char *want = c->want.value.n ? arena_dup(judge_arena(j), c->want.value.p,
						     c->want.value.n)
					   : NULL;
	const char *zone = judge_s(j, ".%s", c->apex);
	size_t n = strlen(got), m = strlen(zone);
	const char *bare = n > m && dns_same(got + n - m, zone)
				   ? judge_s(j, "%.*s", (int)(n - m), got)
				   : NULL;
	out->how = NULL;
	if (want && (dns_same(got, want) || has_unique(j, got, want, ends))) {
		out->fit = VALUE_RIGHT;
	} else if (bare &&
		   (want ? dns_same(bare, want) : ends_in_one_of(j, bare, ends))) {
		out->fit = VALUE_DOTTED;
		out->how = judge_s(j,
			"the target lacks its final period, so that the zone %s was put "
			"behind it",
			c->apex);
	} else if (want) {
		out->fit = is_near(text_bytes(got), text_bytes(want)) ? VALUE_MISTYPED
								      : VALUE_OLD;
		out->how = out->fit == VALUE_MISTYPED
				   ? record_diff(j, text_bytes(got), text_bytes(want))
				   : NULL;
	} else
		out->fit = !ends || ends_in_one_of(j, got, ends) ? VALUE_PLAUSIBLE
								 : VALUE_FOREIGN;
}

void record_fit(const struct judging *j, const struct record_case *c,
	const struct dns_record *r, struct value_judged *out)
{
	if (c->want.type == RR_CNAME)
		fit_cname(j, c, r, out);
	else if (c->want.value.n)
		fit_txt(j, c, r, out);
	else
		fit_unknown(c, r, out);
}

const struct dns_record *record_best(const struct judging *j, const struct record_case *c,
	const struct dns_view *v, struct value_judged *out)
{
	const struct dns_record *best = NULL;
	*out = (struct value_judged){VALUE__MAX, NULL};
	for (size_t i = 0; i < v->records.n; i++) {
		struct value_judged one;
		record_fit(j, c, v->records.v[i], &one);
		if (one.fit < out->fit) {
			best = v->records.v[i];
			*out = one;
		}
	}
	return best;
}

bool record_has(
	const struct judging *j, const struct record_case *c, const struct dns_view *v)
{
	struct value_judged fit;
	record_best(j, c, v, &fit);
	return fit.fit == VALUE_RIGHT || fit.fit == VALUE_PLAUSIBLE;
}
