/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How two short values differ, character by character. */
#include "diff.h"
#include "records.h"

enum { SHOWN = 24, SINGLES_MAX = 3 };

static bool is_ascii(struct bytes b)
{
	for (size_t i = 0; i < b.n; i++)
		if (b.p[i] >= 0x80)
			return false;
	return true;
}

static unsigned char lower(unsigned char c)
{
	return (unsigned char)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
}

static bool same_but_case(struct bytes a, struct bytes b)
{
	for (size_t i = 0; i < a.n && i < b.n; i++)
		if (lower(a.p[i]) != lower(b.p[i]))
			return false;
	return a.n == b.n;
}

static size_t common_start(struct bytes a, struct bytes b)
{
	size_t i = 0;
	while (i < a.n && i < b.n && a.p[i] == b.p[i])
		i++;
	return i;
}

/* Of what is behind the first at bytes. */
static size_t common_end(struct bytes a, struct bytes b, size_t at)
{
	size_t i = 0;
	while (i + at < a.n && i + at < b.n && a.p[a.n - 1 - i] == b.p[b.n - 1 - i])
		i++;
	return i;
}

static const char *part(const struct judging *j, struct bytes b, size_t from, size_t to)
{
	return to > from ? dns_value(j, (struct bytes){b.p + from, to - from}, SHOWN)
			 : "nothing";
}

/* "character 5 is "O", not "0"" for each of a few; NULL when there are more. */
static const char *singles(const struct judging *j, struct bytes got, struct bytes want)
{
	struct text t;
	int n = 0;
	if (got.n != want.n || !is_ascii(got) || !is_ascii(want))
		return NULL;
	text_init(&t, judge_arena(j), 300);
	for (size_t i = 0; i < got.n; i++) {
		if (got.p[i] == want.p[i])
			continue;
		if (++n > SINGLES_MAX)
			return NULL;
		text_printf(&t, "%scharacter %d is %s, not %s", n > 1 ? "; " : "",
			(int)i + 1, part(j, got, i, i + 1), part(j, want, i, i + 1));
	}
	return text_str(&t);
}

const char *record_diff(const struct judging *j, struct bytes got, struct bytes want)
{
	size_t at = common_start(got, want), end = common_end(got, want, at);
	const char *unit = is_ascii(got) && is_ascii(want) ? "character" : "byte";
	if (got.n == 0)
		return "it is empty";
	if (at == got.n)
		return judge_s(j, "it is cut off behind %s %d of %d", unit, (int)at,
			(int)want.n);
	if (at == want.n)
		return judge_s(j, "%s stands behind it", part(j, got, at, got.n));
	if (same_but_case(got, want))
		return judge_s(j,
			"upper and lower case differ, first at %s %d: %s, not %s", unit,
			(int)at + 1, part(j, got, at, at + 1), part(j, want, at, at + 1));
	const char *few = singles(j, got, want);
	if (few)
		return few;
	return judge_s(j, "from %s %d on it has %s, not %s", unit, (int)at + 1,
		part(j, got, at, got.n - end), part(j, want, at, want.n - end));
}
