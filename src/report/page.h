/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A page of text for people: paragraphs wrapped to the terminal with a hanging indent.
 * All text that is passed in is escaped here (text.h), and shown in ASCII where the
 * locale is not UTF-8; no caller writes to the terminal by another way.
 */
#ifndef PKIREADY_PAGE_H
#define PKIREADY_PAGE_H

#include "arena.h"
#include "report/report.h"

#include <stddef.h>

enum tint { TINT_NONE, TINT_BOLD, TINT_RED, TINT_YELLOW, TINT_GREEN, TINT_DIM };

struct page {
	FILE *out;
	const struct style *style;
	struct arena *arena; /* scratch, frees with the page */
	size_t width;        /* columns to use: between PAGE_MIN and PAGE_MAX */
};
enum { PAGE_MIN = 30, PAGE_MAX = 100, PAGE_TEXT_MAX = 640, PAGE_WORD_MAX = 160 };

void page_begin(struct page *p, FILE *out, const struct style *s);
/* Flushes and frees; false when writing failed. */
bool page_end(struct page *p);

/* An empty line. */
void page_gap(struct page *p);
/* A heading on a line of its own, bold where it fits. */
void page_head(struct page *p, const char *heading);
/*
 * margin blanks, the label padded up to column hang, then text wrapped with every further
 * line at column hang. A label that reaches hang has one blank behind it; it may be NULL.
 * With lines, a line feed in text begins a new line, and a line that begins with blanks
 * is not wrapped: for words of our own; else it is escaped as any control character.
 * A word is broken only beyond PAGE_WORD_MAX columns: a long URL or command stays whole
 * to be copied.
 */
struct para {
	size_t margin, hang;
	const char *label;
	enum tint tint; /* of the label */
	const char *text;
	bool lines;
	size_t at;      /* columns that the caller already wrote on this line */
};
void page_para(struct page *p, const struct para *para);
/* page_para with label NULL and the text at column hang. */
void page_text(struct page *p, size_t hang, const char *text);
/* One line as it is, not wrapped; escaped all the same. */
void page_line(struct page *p, const char *line);
/* Writes s without a line end, escaped, in this tint; returns the columns it took. */
size_t page_put(struct page *p, enum tint tint, const char *s);
/* n blanks. */
void page_blanks(struct page *p, size_t n);
void page_newline(struct page *p);
/* The text that page_put would write, without tint. */
const char *page_shown(struct page *p, const char *s);
/* shown, with its middle replaced by "…" where it takes more than so many columns. */
const char *page_middle(struct page *p, const char *shown, size_t columns);
/* s as a part of a sentence: without its final period, and where it is longer than max
 * bytes, cut between words with "…" behind; for what is told in full elsewhere. */
const char *page_brief(struct page *p, const char *s, size_t max);
/* s, cut to PAGE_TEXT_MAX bytes with "…" behind: for what the other side sent. */
const char *page_cut(struct page *p, const char *s);

#endif
