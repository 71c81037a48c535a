/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "text.h"
#include "text_tables.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

enum { UTF8_MAX = 4, CODE_POINT_MAX = 0x10FFFF };

void text_init(struct text *t, struct arena *a, size_t max)
{
	*t = (struct text){.arena = a, .max = max < SIZE_MAX / 2 ? max : SIZE_MAX / 2};
}

const char *text_str(const struct text *t)
{
	return t->p ? t->p : "";
}

static void reserve(struct text *t, size_t n)
{
	if (n < t->cap)
		return;
	size_t cap = t->cap ? t->cap : 64;
	while (cap <= n)
		cap *= 2;
	if (cap > t->max + 1)
		cap = t->max + 1;
	char *p = arena_alloc(t->arena, cap);
	if (t->n)
		memcpy(p, t->p, t->n);
	t->p = p;
	t->cap = cap;
}

/* Where to cut s so that at most max bytes stay and no character is torn. */
static size_t cut(const char *s, size_t n, size_t max)
{
	const unsigned char *p = (const unsigned char *)s;
	for (size_t back = 1; back < UTF8_MAX && back <= max; back++) {
		unsigned cp;
		size_t start = max - back;
		size_t len = text_utf8(p + start, n - start, &cp);
		if (len > back)
			return start;
		if (len)
			break;
	}
	return max;
}

void text_add_n(struct text *t, const char *s, size_t n)
{
	if (t->over)
		return;
	if (n > t->max - t->n) {
		n = cut(s, n, t->max - t->n);
		t->over = true;
	}
	reserve(t, t->n + n);
	if (n)
		memcpy(t->p + t->n, s, n);
	t->n += n;
	t->p[t->n] = '\0';
}

void text_add(struct text *t, const char *s)
{
	text_add_n(t, s, strlen(s));
}

void text_printf(struct text *t, const char *fmt, ...)
{
	char small[256];
	va_list ap, again;
	va_start(ap, fmt);
	va_copy(again, ap);
	int n = vsnprintf(small, sizeof(small), fmt, ap);
	if (n >= 0 && (size_t)n < sizeof(small))
		text_add_n(t, small, (size_t)n);
	else
		text_add(t, arena_vprintf(t->arena, fmt, again));
	va_end(again);
	va_end(ap);
}

/* Appends all of it or nothing: an escape that is cut off would read as another one. */
static void add_whole(struct text *t, const char *s, size_t n)
{
	if (n > t->max - t->n)
		t->over = true;
	text_add_n(t, s, n);
}

static bool in_ranges(const struct text_range *r, size_t n, unsigned cp)
{
	size_t low = 0, high = n;
	while (low < high) {
		size_t mid = low + (high - low) / 2;
		if (cp < r[mid].first)
			high = mid;
		else if (cp > r[mid].last)
			low = mid + 1;
		else
			return true;
	}
	return false;
}

static bool is_control(unsigned cp)
{
	return cp < 0x20 || (cp >= 0x7F && cp < 0xA0);
}

static bool is_hidden(unsigned cp)
{
	return cp >= 0xA0 && in_ranges(text_hidden, text_hidden_n, cp);
}

static void add_hex(struct text *t, const unsigned char *p, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		char hex[8];
		int len = snprintf(hex, sizeof(hex), "\\x%02x", p[i]);
		add_whole(t, hex, (size_t)len);
	}
}

/* One character or one stray byte; returns how many bytes it took. */
static size_t add_escaped_one(struct text *t, const unsigned char *p, size_t n)
{
	unsigned cp = 0;
	size_t len = text_utf8(p, n, &cp);
	if (len == 0 || is_control(cp)) {
		len = len ? len : 1;
		add_hex(t, p, len);
	} else if (cp == '\\') {
		add_whole(t, "\\\\", 2);
	} else if (is_hidden(cp)) {
		char esc[16];
		int k = snprintf(esc, sizeof(esc), "\\u{%04x}", cp);
		add_whole(t, esc, (size_t)k);
	} else {
		add_whole(t, (const char *)p, len);
	}
	return len;
}

void text_add_escaped(struct text *t, const void *p, size_t n)
{
	const unsigned char *s = p;
	for (size_t i = 0; i < n && !t->over;) {
		size_t plain = i;
		while (plain < n && s[plain] >= 0x20 && s[plain] < 0x7F &&
			s[plain] != '\\' && plain - i < t->max - t->n)
			plain++;
		if (plain > i) {
			text_add_n(t, (const char *)s + i, plain - i);
			i = plain;
		} else {
			i += add_escaped_one(t, s + i, n - i);
		}
	}
}

const char *text_escaped(struct arena *a, const char *s)
{
	struct text t;
	text_init(&t, a, SIZE_MAX);
	if (s)
		text_add_escaped(&t, s, strlen(s));
	return text_str(&t);
}

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

static size_t utf8_put(unsigned cp, unsigned char *out)
{
	if (cp < 0x80) {
		out[0] = (unsigned char)cp;
		return 1;
	}
	size_t len = cp < 0x800 ? 2 : cp < 0x10000 ? 3 : 4;
	static const unsigned char lead[] = {0, 0, 0xC0, 0xE0, 0xF0};
	for (size_t i = len - 1; i > 0; i--) {
		out[i] = (unsigned char)(0x80 | (cp & 0x3F));
		cp >>= 6;
	}
	out[0] = (unsigned char)(lead[len] | cp);
	return len;
}

/* "{HHHH}" behind "\u": characters read, 0 when it is none; *len bytes go to out. */
static size_t unescape_code_point(const char *s, unsigned char *out, size_t *len)
{
	unsigned cp = 0;
	size_t i = 1;
	if (s[0] != '{')
		return 0;
	for (; hex_digit(s[i]) >= 0 && i <= 6; i++)
		cp = cp * 16 + (unsigned)hex_digit(s[i]);
	if (i == 1 || s[i] != '}' || cp > CODE_POINT_MAX || (cp >= 0xD800 && cp < 0xE000))
		return 0;
	*len = utf8_put(cp, out);
	return i + 1;
}

/* What stands behind a backslash; as unescape_code_point. */
static size_t unescape_one(const char *s, unsigned char *out, size_t *len)
{
	*len = 1;
	if (s[0] == '\\') {
		out[0] = '\\';
		return 1;
	}
	if (s[0] == 'x' && hex_digit(s[1]) >= 0 && hex_digit(s[2]) >= 0) {
		out[0] = (unsigned char)(hex_digit(s[1]) * 16 + hex_digit(s[2]));
		return 3;
	}
	size_t k = s[0] == 'u' ? unescape_code_point(s + 1, out, len) : 0;
	return k ? k + 1 : 0;
}

bool text_unescape(struct arena *a, const char *s, struct bytes *out)
{
	size_t n = strlen(s), used = 0;
	unsigned char *p = arena_alloc(a, n + 1);
	for (size_t i = 0; i < n;) {
		unsigned cp;
		size_t len = text_utf8((const unsigned char *)s + i, n - i, &cp);
		if (len == 0 || is_control(cp) || is_hidden(cp))
			return false;
		if (cp == '\\') {
			size_t took = unescape_one(s + i + 1, p + used, &len);
			if (took == 0)
				return false;
			i += took + 1;
		} else {
			memcpy(p + used, s + i, len);
			i += len;
		}
		used += len;
	}
	*out = (struct bytes){.p = p, .n = used};
	return true;
}

size_t text_utf8(const unsigned char *p, size_t n, unsigned *cp)
{
	static const unsigned least[] = {0, 0, 0x80, 0x800, 0x10000};
	if (n == 0)
		return 0;
	if (p[0] < 0x80) {
		*cp = p[0];
		return 1;
	}
	size_t len = p[0] >= 0xF0 ? 4 : p[0] >= 0xE0 ? 3 : 2;
	if (p[0] < 0xC2 || p[0] > 0xF4 || len > n)
		return 0;
	unsigned v = p[0] & (0x7Fu >> len);
	for (size_t i = 1; i < len; i++) {
		if ((p[i] & 0xC0) != 0x80)
			return 0;
		v = v << 6 | (p[i] & 0x3F);
	}
	if (v < least[len] || v > CODE_POINT_MAX || (v >= 0xD800 && v < 0xE000))
		return 0;
	*cp = v;
	return len;
}

static size_t columns_of(unsigned cp)
{
	if (is_control(cp) || is_hidden(cp) || in_ranges(text_marks, text_marks_n, cp))
		return 0;
	return in_ranges(text_wide, text_wide_n, cp) ? 2 : 1;
}

size_t text_columns(const char *s)
{
	const unsigned char *p = (const unsigned char *)s;
	size_t n = strlen(s), columns = 0;
	for (size_t i = 0; i < n;) {
		unsigned cp;
		size_t len = text_utf8(p + i, n - i, &cp);
		columns += len ? columns_of(cp) : 1;
		i += len ? len : 1;
	}
	return columns;
}
