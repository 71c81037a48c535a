/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "diff.h"

#include "text.h"

#include <string.h>

enum { SHOWN = 24, WORDS_MAX = 512 };

/* -- white space as Go sees it (unicode.IsSpace) ----------------------------------- */
static bool is_space(unsigned cp)
{
	return (cp >= 9 && cp <= 13) || cp == ' ' || cp == 0x85 || cp == 0xA0 ||
	       cp == 0x1680 || (cp >= 0x2000 && cp <= 0x200A) || cp == 0x2028 ||
	       cp == 0x2029 || cp == 0x202F || cp == 0x205F || cp == 0x3000;
}

/* Bytes of the white space character that ends b, 0 when there is none. */
static size_t space_at_end(struct bytes b)
{
	for (size_t n = 1; n <= 3 && n <= b.n; n++) {
		unsigned cp;
		const unsigned char *p = b.p + b.n - n;
		if (text_utf8(p, n, &cp) == n)
			return is_space(cp) ? n : 0;
	}
	return 0;
}

static size_t space_at_start(struct bytes b)
{
	unsigned cp;
	size_t n = b.n ? text_utf8(b.p, b.n, &cp) : 0;
	return n && is_space(cp) ? n : 0;
}

struct bytes diff_trim(struct bytes b, enum trim how)
{
	size_t n;
	if (how == TRIM_RIGHT_CRLF) {
		while (b.n && memchr("\n\r\t", b.p[b.n - 1], 3))
			b.n--;
		return b;
	}
	while ((n = space_at_end(b)) > 0)
		b.n -= n;
	while (how == TRIM_BOTH && (n = space_at_start(b)) > 0) {
		b.p += n;
		b.n -= n;
	}
	return b;
}

/* -- what an editor does ----------------------------------------------------------- */
struct plain { /* a file as its writer meant it */
	struct bytes text;
	bool mark;    /* a UTF-8 byte order mark was in front */
	bool wide;    /* it was UTF-16 */
	bool returns; /* it had carriage returns */
};

static bool begins(struct bytes b, const char *s, size_t n)
{
	return b.n >= n && memcmp(b.p, s, n) == 0;
}

/* UTF-16 of ASCII text becomes bytes; anything else stays a '?'. */
static struct bytes narrowed(struct arena *a, struct bytes b, bool big)
{
	unsigned char *out = arena_alloc(a, b.n / 2 + 1);
	for (size_t i = 0; i + 1 < b.n; i += 2) {
		unsigned char high = b.p[big ? i : i + 1], low = b.p[big ? i + 1 : i];
		out[i / 2] = high == 0 ? low : '?';
	}
	return (struct bytes){out, b.n / 2};
}

static struct bytes without_returns(struct arena *a, struct bytes b)
{
	unsigned char *out = arena_alloc(a, b.n + 1);
	size_t n = 0;
	for (size_t i = 0; i < b.n; i++) {
		if (b.p[i] != '\r')
			out[n++] = b.p[i];
		else if (i + 1 == b.n || b.p[i + 1] != '\n')
			out[n++] = '\n';
	}
	return (struct bytes){out, n};
}

static struct plain plain_of(struct arena *a, struct bytes b)
{
	struct plain p = {0};
	if (begins(b, "\xFF\xFE", 2) || begins(b, "\xFE\xFF", 2)) {
		p.wide = true;
		b = narrowed(a, (struct bytes){b.p + 2, b.n - 2}, b.p[0] == 0xFE);
	} else if (b.n >= 4 && b.n % 2 == 0 && b.p[1] == 0 && b.p[3] == 0) {
		p.wide = true;
		b = narrowed(a, b, false);
	} else if (b.n >= 4 && b.n % 2 == 0 && b.p[0] == 0 && b.p[2] == 0) {
		p.wide = true;
		b = narrowed(a, b, true);
	}
	if (begins(b, "\xEF\xBB\xBF", 3)) {
		p.mark = true;
		b = (struct bytes){b.p + 3, b.n - 3};
	}
	p.returns = b.n && memchr(b.p, '\r', b.n);
	p.text = p.returns ? without_returns(a, b) : b;
	return p;
}

static void add_edit(struct text *t, const char *what)
{
	text_printf(t, "%s%s", t->n ? ", " : "", what);
}

/* White space in words: "CR LF", "space". */
static void add_space(struct text *t, struct bytes b)
{
	static const char *const names[] = {['\t'] = "TAB",
		['\n'] = "LF",
		['\v'] = "VT",
		['\f'] = "FF",
		['\r'] = "CR"};
	for (size_t i = 0; i < b.n && i < SHOWN; i++) {
		unsigned char c = b.p[i];
		if (c >= '\t' && c <= '\r')
			text_add(t, names[c]);
		else if (c == ' ')
			text_add(t, "space");
		else
			text_printf(t, "%02x", c);
		if (i + 1 < b.n)
			text_add(t, " ");
	}
}

static void add_ends(struct text *t, struct bytes body, struct bytes want)
{
	struct bytes b = diff_trim(body, TRIM_RIGHT), w = diff_trim(want, TRIM_RIGHT);
	struct bytes tail = {body.p + b.n, body.n - b.n};
	size_t had = want.n - w.n;
	if (tail.n == had && (had == 0 || memcmp(tail.p, want.p + w.n, had) == 0)) {
		if (body.n && space_at_start(body) && !space_at_start(want))
			add_edit(t, "white space in front");
		return;
	}
	if (tail.n == 0) {
		add_edit(t, "lost the line end at its end");
		return;
	}
	add_edit(t, tail.n > had ? "white space added at the end ("
				 : "other white space at the end (");
	add_space(t, tail);
	text_add(t, ")");
	if (body.n && space_at_start(body) && !space_at_start(want))
		add_edit(t, "white space in front");
}

const char *diff_edits(struct arena *a, struct bytes body, struct bytes want)
{
	struct plain b = plain_of(a, body), w = plain_of(a, want);
	struct bytes x = diff_trim(b.text, TRIM_BOTH), y = diff_trim(w.text, TRIM_BOTH);
	struct text t;
	if (y.n == 0 || x.n != y.n || memcmp(x.p, y.p, x.n) != 0)
		return NULL;
	text_init(&t, a, WORDS_MAX);
	if (b.wide != w.wide)
		add_edit(&t, b.wide ? "the encoding UTF-16" : "lost the encoding UTF-16");
	if (b.mark != w.mark)
		add_edit(&t, b.mark ? "a byte order mark in front"
				    : "lost the byte order mark in front");
	if (b.returns != w.returns)
		add_edit(&t,
			b.returns ? "CRLF line ends" : "LF line ends instead of CRLF");
	add_ends(&t, b.text, w.text);
	return t.n ? text_str(&t) : "other line ends";
}

/* -- where they differ ------------------------------------------------------------- */
static void add_shown(struct text *t, struct bytes b, size_t from)
{
	size_t n = b.n > from ? b.n - from : 0;
	if (n == 0) {
		text_add(t, "its end");
		return;
	}
	n = n < SHOWN ? n : SHOWN;
	if (memchr(b.p + from, 0, n)) { /* no C string can hold it */
		text_add(t, "the bytes");
		for (size_t i = 0; i < n; i++)
			text_printf(t, " %02x", b.p[from + i]);
		return;
	}
	text_add(t, "\"");
	text_add_n(t, (const char *)b.p + from, n);
	text_add(t, b.n - from > n ? "…\"" : "\"");
}

static size_t first_difference(struct bytes a, struct bytes b)
{
	size_t n = a.n < b.n ? a.n : b.n, i = 0;
	while (i < n && a.p[i] == b.p[i])
		i++;
	return i;
}

static bool is_token(struct bytes b)
{
	if (b.n < 16)
		return false;
	for (size_t i = 0; i < b.n; i++) {
		unsigned char c = b.p[i];
		bool alnum = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
			     (c >= 'A' && c <= 'Z');
		if (!alnum && !memchr("-_.=+/", c, 6))
			return false;
	}
	return true;
}

/* "token.thumbprint": the token is right, so another account key made it. */
static bool same_acme_token(struct bytes a, struct bytes b)
{
	const unsigned char *dot = a.n ? memchr(a.p, '.', a.n) : NULL;
	size_t n = dot ? (size_t)(dot - a.p) + 1 : 0;
	return n > 1 && b.n > n && memcmp(a.p, b.p, n) == 0;
}

static const char *kind_of(struct bytes body, struct bytes want, size_t at, bool acme)
{
	if (body.n == 0)
		return "the served file is empty";
	if (at == body.n)
		return "the served file is cut off";
	if (at == want.n)
		return "the served file goes on behind the expected bytes";
	if (acme && same_acme_token(body, want))
		return "the served file has the right token, but was made with another "
		       "account's key";
	if (at < 8 && is_token(diff_trim(body, TRIM_BOTH)) &&
		is_token(diff_trim(want, TRIM_BOTH)))
		return "the served file holds another token, maybe of an earlier request";
	return "the served file differs";
}

const char *diff_words(struct arena *a, struct bytes body, struct bytes want, bool acme)
{
	struct text t;
	size_t at = first_difference(body, want);
	text_init(&t, a, WORDS_MAX);
	text_printf(&t, "%s (at byte %d of %d): expected ", kind_of(body, want, at, acme),
		(int)at, (int)want.n);
	add_shown(&t, want, at);
	text_add(&t, ", served ");
	add_shown(&t, body, at);
	return text_str(&t);
}
