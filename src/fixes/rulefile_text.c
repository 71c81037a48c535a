/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "rulefile.h"

#include <string.h>

/* -- the same rule? ----------------------------------------------------------------- */

static bool blank(char c)
{
	return c == ' ' || c == '\t' || c == '"' || c == '\'' || c == '\r' || c == '\n';
}

struct reading {
	const char *p, *end;
};

static bool skip(struct reading *r, const char *word)
{
	const size_t n = strlen(word);
	if ((size_t)(r->end - r->p) < n || memcmp(r->p, word, n) != 0)
		return false;
	r->p += n;
	return true;
}

static bool skip_number(struct reading *r)
{
	const char *p = r->p;
	while (r->p < r->end && *r->p >= '0' && *r->p <= '9')
		r->p++;
	return r->p > p;
}

/* "packets 12 bytes 720", as a counter stands in a saved file. */
static bool skip_counts(struct reading *r)
{
	const struct reading before = *r;
	if (skip(r, "packets ") && skip_number(r) && skip(r, " bytes ") && skip_number(r))
		return true;
	*r = before;
	return false;
}

/* What iptables-save adds, and what it leaves out of what was written. */
static bool skip_added(struct reading *r)
{
	static const char *const added[] = {"-m tcp ", "-m udp ", "-m icmp ", "/32 ",
		"/128 ", "--reject-with icmp-port-unreachable",
		"--reject-with icmp6-port-unreachable"};
	for (size_t i = 0; i < sizeof(added) / sizeof(added[0]); i++)
		if (skip(r, added[i]))
			return true;
	return skip_counts(r);
}

static int next(struct reading *r)
{
	while (r->p < r->end && (blank(*r->p) || skip_added(r)))
		r->p += r->p < r->end && blank(*r->p);
	return r->p < r->end ? (unsigned char)*r->p++ : -1;
}

bool rulefile_same(const char *a, size_t a_n, const char *b, size_t b_n)
{
	struct reading x = {a, a + a_n}, y = {b, b + b_n};
	for (;;) {
		const int c = next(&x);
		if (c != next(&y))
			return false;
		if (c < 0)
			return true;
	}
}

/* -- editing ------------------------------------------------------------------------ */

struct bytes rulefile_put(
	struct arena *a, const struct bytes *file, size_t at, const char *text)
{
	const size_t n = strlen(text);
	unsigned char *p = arena_alloc(a, file->n + n + 1);
	memcpy(p, file->p, at);
	memcpy(p + at, text, n);
	if (file->n > at)
		memcpy(p + at + n, file->p + at, file->n - at);
	return (struct bytes){.p = p, .n = file->n + n};
}

const char *rulefile_indent(
	struct arena *a, const struct bytes *file, size_t at, bool *first)
{
	size_t line = at, n = 0;
	while (line > 0 && file->p[line - 1] != '\n')
		line--;
	while (line + n < at && (file->p[line + n] == ' ' || file->p[line + n] == '\t'))
		n++;
	*first = line + n == at;
	return arena_dup(a, file->p + line, n);
}
