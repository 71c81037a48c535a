/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "bundle_hide.h"

#include <stdbool.h>
#include <string.h>

enum {
	TOKEN_MIN = 20, /* CAs' tokens are long, and mix letters and digits */
	MASK_HIDDEN = 1,
};

struct stretch { /* text that is worked on */
	unsigned char *p;
	unsigned char *mask; /* MASK_HIDDEN: done */
	size_t n;
};

/* -- characters ---------------------------------------------------------------------- */

static bool is_letter(unsigned char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_digit(unsigned char c)
{
	return c >= '0' && c <= '9';
}

static bool is_inner(unsigned char c) /* of a word */
{
	return is_letter(c) || is_digit(c) || c == '-' || c == '_' || c >= 0x80;
}

static unsigned char fold(unsigned char c)
{
	return c >= 'A' && c <= 'Z' ? (unsigned char)(c - 'A' + 'a') : c;
}

/* A dot may be a label's length, as on the wire (RFC 1035 section 3.1). */
static bool same(const unsigned char *a, const char *b, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (fold(a[i]) != fold((unsigned char)b[i]) &&
			(b[i] != '.' || a[i] == 0 || a[i] >= ' '))
			return false;
	return true;
}

/* What a letter becomes hangs on all that stands before it in its word, so that words
 * that begin alike still do, and nothing else is told of them. */
static unsigned char shifted(unsigned char c, const unsigned char *state)
{
	unsigned by = (unsigned)state[0] << 8 | state[1];
	if (is_digit(c))
		return (unsigned char)('0' + (c - '0' + by) % 10);
	if (c >= 0x80)
		return 'x';
	if (!is_letter(c))
		return c;
	unsigned char base = c >= 'a' ? 'a' : 'A';
	return (unsigned char)(base + (c - base + by) % 26);
}

static void hide_word(const struct hider *h, struct stretch *s, size_t from, size_t n)
{
	unsigned char state[SHA256_DIGEST_LENGTH + 1];
	memcpy(state, h->start, SHA256_DIGEST_LENGTH);
	for (size_t i = from; i < from + n; i++) {
		unsigned char was = s->p[i];
		s->p[i] = shifted(was, state);
		s->mask[i] = MASK_HIDDEN;
		state[SHA256_DIGEST_LENGTH] = fold(was);
		SHA256(state, sizeof(state), state);
	}
}

/* -- what the CA must find ----------------------------------------------------------- */

static void hide_expected(const struct hider *h, struct stretch *s)
{
	for (size_t k = 0; k < h->words.n; k++) {
		size_t n = strlen(h->words.v[k]);
		for (size_t i = 0; i + n <= s->n; i++)
			if (!s->mask[i] && same(s->p + i, h->words.v[k], n)) {
				hide_word(h, s, i, n);
				i += n - 1;
			}
	}
}

/* -- names --------------------------------------------------------------------------- */

static bool is_token(const unsigned char *p, size_t n)
{
	size_t digits = 0, letters = 0;
	for (size_t i = 0; i < n; i++) {
		digits += is_digit(p[i]);
		letters += is_letter(p[i]);
	}
	return n >= TOKEN_MIN && digits && letters;
}

static bool is_plain_label(const unsigned char *p, size_t n)
{
	return n == 3 && same(p, "www", 3);
}

/* "_dnsauth" says nothing; behind the underscore of another may be a token. */
static void hide_label(const struct hider *h, struct stretch *s, size_t from, size_t n)
{
	bool under = n && s->p[from] == '_';
	if (under && !is_token(s->p + from + 1, n - 1)) {
		memset(s->mask + from, MASK_HIDDEN, n);
	} else if (is_plain_label(s->p + from, n)) {
		memset(s->mask + from, MASK_HIDDEN, n);
	} else if (n && !s->mask[from + under]) {
		hide_word(h, s, from + under, n - under);
	}
}

static void hide_labels(const struct hider *h, struct stretch *s, size_t from, size_t end)
{
	while (from < end) {
		size_t n = 0;
		while (from + n < end && s->p[from + n] != '.' && s->p[from + n] >= ' ')
			n++;
		hide_label(h, s, from, n);
		from += n + 1;
	}
}

static bool is_letter_or_digit(unsigned char c)
{
	return is_letter(c) || is_digit(c) || c >= 0x80;
}

static bool is_apart(const struct stretch *s, size_t i, size_t n)
{
	return (i == 0 || !is_letter_or_digit(s->p[i - 1])) &&
	       (i + n == s->n || !is_letter_or_digit(s->p[i + n]));
}

static void hide_domain(
	const struct hider *h, struct stretch *s, const char *domain, size_t suffix)
{
	size_t n = strlen(domain);
	for (size_t i = 0; i + n <= s->n; i++) {
		if (s->mask[i] || !same(s->p + i, domain, n) || !is_apart(s, i, n))
			continue;
		size_t from = i;
		while (from > 0 && (is_inner(s->p[from - 1]) || s->p[from - 1] == '.') &&
			!s->mask[from - 1])
			from--;
		hide_labels(h, s, from, i + n - suffix);
		memset(s->mask + i, MASK_HIDDEN, n);
		i += n - 1;
	}
}

/* -- mail addresses and tokens ------------------------------------------------------- */

static bool is_mail(unsigned char c)
{
	return is_inner(c) || c == '.' || c == '+';
}

static void hide_mail(const struct hider *h, struct stretch *s, size_t at)
{
	size_t from = at, end = at + 1, last;
	while (from > 0 && is_mail(s->p[from - 1]))
		from--;
	while (end < s->n && is_mail(s->p[end]))
		end++;
	for (last = end; last > at + 1 && s->p[last - 1] != '.';)
		last--;
	if (from == at || last == at + 1)
		return;
	hide_labels(h, s, from, at);
	hide_labels(h, s, at + 1, last - 1);
	memset(s->mask + from, MASK_HIDDEN, end - from);
}

static void hide_tokens(const struct hider *h, struct stretch *s)
{
	for (size_t i = 0; i < s->n;) {
		while (i < s->n &&
			(s->mask[i] || !(is_letter(s->p[i]) || is_digit(s->p[i]))))
			i++;
		size_t from = i;
		while (i < s->n && is_inner(s->p[i]) && !s->mask[i])
			i++;
		if (is_token(s->p + from, i - from))
			hide_word(h, s, from, i - from);
	}
}

static void hide_text(const struct hider *h, struct stretch *s)
{
	hide_expected(h, s);
	for (size_t i = 0; i < h->domains.n; i++)
		hide_domain(h, s, h->domains.v[i], *h->suffixes.v[i]);
	for (size_t i = 0; i < s->n; i++)
		if (s->p[i] == '@' && !s->mask[i])
			hide_mail(h, s, i);
	hide_tokens(h, s);
}

void hide_plain(const struct hider *h, unsigned char *p, size_t n)
{
	struct stretch s = {p, arena_alloc(h->arena, n + 1), n};
	hide_text(h, &s);
}
