/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A growing string with a ceiling; the one place that makes hostile bytes harmless. */
#ifndef PKIREADY_TEXT_H
#define PKIREADY_TEXT_H

#include "arena.h"

#include <stdbool.h>
#include <stddef.h>

struct text {
	struct arena *arena;
	char *p;     /* always NUL-terminated once something was added; else NULL */
	size_t n;    /* bytes, without the NUL */
	size_t cap;  /* allocated */
	size_t max;  /* the ceiling for n */
	bool over;   /* sticky: something did not fit and was left out */
};

/* An empty text that never grows beyond max bytes. */
void text_init(struct text *t, struct arena *a, size_t max);
/* The string so far, "" when nothing was added. */
const char *text_str(const struct text *t);
void text_add(struct text *t, const char *s);
void text_add_n(struct text *t, const char *s, size_t n);
void text_printf(struct text *t, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

/*
 * Appends n bytes in the escaped form that every output of the tool uses for text from
 * outside: valid UTF-8 that a terminal shows and does not obey. A backslash becomes \\,
 * a control character or a byte that is not UTF-8 becomes \xHH, a character that changes
 * the direction or is invisible (Unicode Cf, Default_Ignorable_Code_Point, and U+2028,
 * U+2029) becomes \u{HHHH}; digits in lower case. The form is reversible: text_unescape
 * gives the bytes back. An escape is never cut in two by the ceiling.
 */
void text_add_escaped(struct text *t, const void *p, size_t n);
/* The escaped form of a string, in the arena. NULL gives "". */
const char *text_escaped(struct arena *a, const char *s);
/* The bytes that an escaped form stands for; false when it is not an escaped form. */
bool text_unescape(struct arena *a, const char *s, struct bytes *out);

/* Length of the UTF-8 sequence at p (1-4), 0 when the first byte begins no valid one
 * (overlong, surrogate, above U+10FFFF, cut off); *cp receives the code point. */
size_t text_utf8(const unsigned char *p, size_t n, unsigned *cp);
/* Columns that the UTF-8 string takes on a terminal (East Asian wide counts 2). */
size_t text_columns(const char *s);

#endif
