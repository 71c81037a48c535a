/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "messages_words.h"

#include "text.h"

#include <stdint.h>
#include <string.h>

enum { PAIRS_MAX = 4096, PART_WORDS = 2, PART_BYTES = 8 };

static bool is_word_char(unsigned cp)
{
	return (cp >= 'a' && cp <= 'z') || (cp >= '0' && cp <= '9');
}

/* Full-width forms (U+FF01 to U+FF5E) are ASCII in other clothes; upper case is lower. */
static unsigned fold(unsigned cp)
{
	if (cp >= 0xff01 && cp <= 0xff5e)
		cp -= 0xff01 - 0x21;
	return cp >= 'A' && cp <= 'Z' ? cp - 'A' + 'a' : cp;
}

/* Letters beyond ASCII: all that is not punctuation, symbols or blanks of General
 * Punctuation, CJK Symbols and Punctuation, and Latin-1. */
static bool is_other_letter(unsigned cp)
{
	if (cp < 0xc0 || (cp >= 0xd800 && cp < 0xe000) || (cp >= 0x2000 && cp < 0x2e80) ||
		(cp >= 0x3000 && cp < 0x3040))
		return false;
	return !(cp >= 0xfe30 && cp <= 0xfe4f) && !(cp >= 0xff00 && cp <= 0xffef);
}

/* The value of four hexadecimal digits; 0 when they are none. */
static unsigned hex4(const char *p)
{
	unsigned v = 0;
	for (int i = 0; i < 4; i++) {
		unsigned c = (unsigned char)p[i];
		if (c >= '0' && c <= '9')
			v = v * 16 + c - '0';
		else if ((c | 32) >= 'a' && (c | 32) <= 'f')
			v = v * 16 + (c | 32) - 'a' + 10;
		else
			return 0;
	}
	return v;
}

/* The next character and how many bytes it took; logs are full of JSON's escapes, so
 * these are read as what they stand for. 0 for what is no character. */
static size_t next_char(const char *p, size_t n, unsigned *cp)
{
	if (n >= 6 && p[0] == '\\' && p[1] == 'u') {
		*cp = hex4(p + 2);
		return 6;
	}
	if (n >= 2 && p[0] == '\\' && strchr("nrtbf\"/\\", p[1])) {
		*cp = ' ';
		return 2;
	}
	size_t step = text_utf8((const unsigned char *)p, n, cp);
	if (!step)
		*cp = 0;
	return step ? step : 1;
}

/* The UTF-8 form, never longer than the text that the character came from. */
static size_t put_char(char *out, unsigned cp)
{
	if (cp < 0x800) {
		out[0] = (char)(0xc0 | cp >> 6);
		out[1] = (char)(0x80 | (cp & 0x3f));
		return 2;
	}
	size_t n = cp < 0x10000 ? 3 : 4;
	for (size_t i = n; --i; cp >>= 6)
		out[i] = (char)(0x80 | (cp & 0x3f));
	out[0] = (char)((n == 3 ? 0xe0 : 0xf0) | cp);
	return n;
}

static void add_word(struct words *w, const char *p, size_t n)
{
	w->v[w->n].p = p;
	w->v[w->n].n = n;
	w->n++;
	w->bytes += n;
}

static bool is_ascii_word(char c)
{
	return is_word_char(fold((unsigned char)c));
}

/* A star that touches no word: "to *:443", "(got *)". */
static bool is_wildcard(const char *text, size_t i, size_t n)
{
	return text[i] == '*' && (i == 0 || !is_ascii_word(text[i - 1])) &&
	       (i + 1 == n || !is_ascii_word(text[i + 1]));
}

void words_split(
	struct arena *a, const char *text, size_t max, bool wildcards, struct words *out)
{
	size_t n = strnlen(text, max), used = 0, run = 0;
	char *copy = arena_alloc(a, n + 1); /* folding never lengthens */
	*out = (struct words){.wildcards = wildcards};
	out->v = arena_array(a, n + 1, sizeof(*out->v));
	for (size_t i = 0, step; i < n; i += step) {
		unsigned cp;
		step = next_char(text + i, n - i, &cp);
		cp = fold(cp);
		if (is_word_char(cp)) {
			copy[used++] = (char)cp;
			run++;
			continue;
		}
		if (run)
			add_word(out, copy + used - run, run);
		run = 0;
		if (is_other_letter(cp)) {
			size_t bytes = put_char(copy + used, cp);
			add_word(out, copy + used, bytes);
			used += bytes;
		} else if (wildcards && is_wildcard(text, i, n)) {
			add_word(out, copy, 0);
		}
	}
	if (run)
		add_word(out, copy + used - run, run);
}

bool word_equal(const struct word *a, const struct word *b)
{
	return a->n == b->n && memcmp(a->p, b->p, a->n) == 0;
}

/* How many words of v stand at text[at], up to a wildcard or the end; all or nothing. */
static bool segment_at(const struct words *text, size_t at, const struct words *phrase,
	size_t from, size_t *length)
{
	size_t k = 0;
	for (; from + k < phrase->n && phrase->v[from + k].n; k++) {
		if (at + k >= text->n ||
			!word_equal(&text->v[at + k], &phrase->v[from + k]))
			return false;
	}
	*length = k;
	return true;
}

static bool hold_from(
	const struct words *text, size_t start, const struct words *phrase, size_t *end)
{
	size_t at = start, from = 0, length;
	if (!segment_at(text, at, phrase, from, &length))
		return false;
	for (;;) {
		at += length;
		from += length;
		if (from >= phrase->n)
			break;
		from++; /* the wildcard */
		size_t gap = 0;
		while (!segment_at(text, at + gap, phrase, from, &length)) {
			if (++gap > WORDS_GAP || at + gap > text->n)
				return false;
		}
		at += gap;
	}
	*end = at;
	return true;
}

bool words_hold(const struct words *text, const struct words *phrase, struct span *out)
{
	if (!phrase->n)
		return false;
	for (size_t i = 0; i < text->n; i++) {
		size_t end;
		if (hold_from(text, i, phrase, &end)) {
			*out = (struct span){i, end};
			return true;
		}
	}
	return false;
}

bool words_tell(const struct words *text)
{
	return text->n >= PART_WORDS && text->bytes >= PART_BYTES;
}

bool words_are_part(const struct words *text, const struct words *phrase)
{
	size_t length;
	if (!words_tell(text) || text->n > phrase->n)
		return false;
	for (size_t i = 0; i + text->n <= phrase->n; i++) {
		if (segment_at(phrase, i, text, 0, &length) && length == text->n)
			return true;
	}
	return false;
}

/* The words as one line with single blanks; wildcards are left out. */
static size_t line_of(const struct words *w, unsigned char *line, size_t max)
{
	size_t n = 0;
	for (size_t i = 0; i < w->n; i++) {
		if (!w->v[i].n || n + w->v[i].n + 1 > max)
			continue;
		if (n)
			line[n++] = ' ';
		memcpy(line + n, w->v[i].p, w->v[i].n);
		n += w->v[i].n;
	}
	return n;
}

int words_likeness(const struct words *text, const struct words *phrase)
{
	unsigned char a[PAIRS_MAX], b[PAIRS_MAX];
	size_t an = line_of(text, a, sizeof(a)), bn = line_of(phrase, b, sizeof(b));
	if (an < 2 || bn < 2 || an > 4 * bn || bn > 4 * an)
		return 0;
	static uint16_t seen[65536];
	size_t common = 0;
	for (size_t i = 0; i + 1 < an; i++)
		seen[a[i] << 8 | a[i + 1]]++;
	for (size_t i = 0; i + 1 < bn; i++) {
		uint16_t *s = &seen[b[i] << 8 | b[i + 1]];
		if (*s) {
			(*s)--;
			common++;
		}
	}
	for (size_t i = 0; i + 1 < an; i++)
		seen[a[i] << 8 | a[i + 1]] = 0;
	return (int)(200 * common / (an + bn - 2));
}
