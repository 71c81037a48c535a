/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The served bytes against what the CA must find, by the profile's body rule. */
#include "diff.h"
#include "judge.h"

static struct bytes bytes_skip(struct bytes b, size_t n)
{
	return (struct bytes){b.p + n, b.n - n};
}

static bool bytes_equal(struct bytes a, struct bytes b)
{
	return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

static bool bytes_contain(struct bytes b, struct bytes what)
{
	for (; b.n >= what.n && what.n > 0; b = bytes_skip(b, 1)) {
		const unsigned char *p = memchr(b.p, what.p[0], b.n - what.n + 1);
		if (!p)
			return false;
		b = bytes_skip(b, (size_t)(p - b.p));
		if (memcmp(b.p, what.p, what.n) == 0)
			return true;
	}
	return false;
}

/* Takes the next line off, without its end; false when nothing is left. */
static bool next_line(struct bytes *rest, struct bytes *line)
{
	if (rest->n == 0)
		return false;
	const unsigned char *end = memchr(rest->p, '\n', rest->n);
	size_t n = end ? (size_t)(end - rest->p) : rest->n;
	*line = (struct bytes){rest->p, n};
	*rest = bytes_skip(*rest, end ? n + 1 : n);
	if (line->n && line->p[line->n - 1] == '\r')
		line->n--;
	return true;
}

static bool same_lines(struct bytes a, struct bytes b)
{
	struct bytes x, y;
	a = diff_trim(a, TRIM_RIGHT);
	b = diff_trim(b, TRIM_RIGHT);
	for (;;) {
		bool more = next_line(&a, &x);
		if (next_line(&b, &y) != more)
			return false;
		if (!more)
			return true;
		if (!bytes_equal(x, y))
			return false;
	}
}

/* The lines of want, whatever lines follow. */
static bool begins_with_lines(struct bytes body, struct bytes want)
{
	struct bytes x, y;
	want = diff_trim(want, TRIM_RIGHT);
	while (next_line(&want, &y)) {
		if (!next_line(&body, &x) || !bytes_equal(diff_trim(x, TRIM_RIGHT), y))
			return false;
	}
	return true;
}

static bool passes_trimmed(struct bytes body, struct bytes want, enum trim how)
{
	return bytes_equal(diff_trim(body, how), diff_trim(want, how));
}

static bool passes_by(enum body_rule rule, struct bytes body, struct bytes want)
{
	switch (rule) {
	case BODY_UNKNOWN:
	case BODY_EXACT:
		return bytes_equal(body, want);
	case BODY_TRIM_RIGHT:
		return passes_trimmed(body, want, TRIM_RIGHT);
	case BODY_TRIM_RIGHT_CRLF:
		return passes_trimmed(body, want, TRIM_RIGHT_CRLF);
	case BODY_TRIM_BOTH:
		return passes_trimmed(body, want, TRIM_BOTH);
	case BODY_CONTAINS:
		return bytes_contain(body, diff_trim(want, TRIM_BOTH));
	case BODY_LINES:
		return same_lines(body, want);
	}
	return false;
}

bool body_passes(const struct judging *j, const struct bytes *body)
{
	const struct target *t = j->target;
	if (t->expect_lines)
		return t->have_expect && begins_with_lines(*body, t->expect);
	return t->have_expect && passes_by(j->profile->body, *body, t->expect);
}

/* -- wording ------------------------------------------------------------------------ */
static void say_size(const struct judging *j, const struct hop *h, struct ending *out)
{
	int max = j->profile->body_max;
	if (max > 0)
		ending_set(j, out, VERDICT_FAIL, FINDING_HTTP_TOO_LARGE, h,
			"the answer's body is larger than the %d bytes that %s takes",
			max, judge_who(j));
	else
		ending_set(j, out, VERDICT_FAIL, FINDING_HTTP_TOO_LARGE, h,
			"the answer's body does not end: no validation file is so large");
	out->detail = judge_s(j, "%s%" PRId64 " bytes",
		h->body_truncated ? "more than " : "", h->body_bytes);
}

static void say_page(const struct judging *j, const struct hop *h, struct ending *out)
{
	const char *challenge = page_challenge(h), *moves = page_moves(h);
	if (challenge)
		ending_set(j, out, VERDICT_FAIL, FINDING_BOT_CHALLENGE, h,
			"%s answers, which a CA cannot solve (status %" PRId64 ")",
			challenge, h->status);
	else if (moves)
		ending_set(j, out, VERDICT_FAIL, FINDING_REDIRECT_NOT_HTTP, h,
			"a page answers that moves on by %s, which no CA follows", moves);
	else
		ending_set(j, out, VERDICT_FAIL, FINDING_HTML_INSTEAD, h,
			"a web page answers with status %" PRId64
			" instead of the validation file",
			h->status);
	out->detail = judge_s(j, "%" PRId64 " bytes", h->body_bytes);
}

static void say_without_expectation(
	const struct judging *j, const struct hop *h, struct ending *out)
{
	if (page_is_html(h))
		say_page(j, h, out);
	else if (j->target->random)
		ending_set(j, out, VERDICT_FAIL, FINDING_HTML_INSTEAD, h,
			"something answers %" PRId64 " for a file name made up by chance",
			h->status);
	else
		ending_set(j, out, VERDICT_UNKNOWN, FINDING_FILE_DIFFERS, h,
			"a file is served, and what must stand in it is not known");
}

static void say_difference(
	const struct judging *j, const struct hop *h, struct ending *out)
{
	struct bytes want = j->target->expect;
	const char *edits = diff_edits(judge_arena(j), h->body, want);
	bool unsure = edits && j->profile->body == BODY_UNKNOWN;
	if (unsure)
		ending_set(j, out, VERDICT_WARN, FINDING_FILE_EDITED, h,
			"the served file has %s, and no source tells whether %s minds",
			edits, judge_who(j));
	else if (edits)
		ending_set(j, out, VERDICT_FAIL, FINDING_FILE_EDITED, h,
			"the served file was edited: it has %s", edits);
	else
		ending_set(j, out, VERDICT_FAIL, FINDING_FILE_DIFFERS, h, "%s",
			diff_words(judge_arena(j), h->body, want,
				j->target->method == METHOD_HTTP01));
}

static bool is_too_large(const struct judging *j, const struct hop *h)
{
	int max = j->profile->body_max;
	return h->body_truncated || (max > 0 && h->body_bytes > max);
}

static void judge_expected(
	const struct judging *j, const struct hop *h, struct ending *out)
{
	bool fits = body_passes(j, &h->body);
	bool html = page_is_html(h);
	struct hop want = {.body = j->target->expect};
	if (fits && is_too_large(j, h))
		say_size(j, h, out);
	else if (!fits && html && !page_is_html(&want))
		say_page(j, h, out);
	else if (!fits && is_too_large(j, h) && h->body_truncated)
		say_size(j, h, out);
	else if (!fits)
		say_difference(j, h, out);
	else if (!h->body_complete)
		ending_set(j, out, VERDICT_FAIL, FINDING_CONNECT_RESET, h,
			"the connection breaks off before the answer is complete "
			"(%" PRId64 " bytes of body)",
			h->body_bytes);
	else
		*out = (struct ending){.verdict = VERDICT_PASS,
			.certainty = CERTAINTY_PROVED,
			.hop = h,
			.obs = &h->obs};
}

void body_judge(const struct judging *j, const struct hop *h, struct ending *out)
{
	if (j->target->have_expect)
		judge_expected(j, h, out);
	else if (judge_is_trace(j)) /* of redirects alone */
		*out = (struct ending){.verdict = VERDICT_PASS,
			.certainty = CERTAINTY_PROVED,
			.hop = h,
			.obs = &h->obs};
	else if (h->body_truncated && !page_is_html(h))
		say_size(j, h, out);
	else
		say_without_expectation(j, h, out);
}
