/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/page.h"

#include "text.h"

#include <stdint.h>
#include <string.h>

static const char *const tint_codes[] = {
	[TINT_BOLD] = "1",
	[TINT_RED] = "1;31",
	[TINT_YELLOW] = "33",
	[TINT_GREEN] = "32",
	[TINT_DIM] = "2",
};

void page_begin(struct page *p, FILE *out, const struct style *s)
{
	size_t columns = s->columns > 0 ? (size_t)s->columns : 80;
	*p = (struct page){.out = out, .style = s, .arena = arena_new()};
	p->width = columns < PAGE_MIN   ? PAGE_MIN
		   : columns > PAGE_MAX ? PAGE_MAX
					: columns;
}

bool page_end(struct page *p)
{
	arena_free(p->arena);
	p->arena = NULL;
	return fflush(p->out) == 0 && !ferror(p->out);
}

/* What stands for a character where the locale has only ASCII; NULL: its escape. */
static const char *ascii_of(unsigned cp)
{
	switch (cp) {
	case 0x2713: /* check mark */
		return "+";
	case 0x2717: /* ballot x */
	case 0x00D7: /* multiplication sign */
		return "x";
	case 0x00B7: /* middle dot */
		return ".";
	case 0x2192: /* arrow */
		return "->";
	case 0x2013: /* dashes */
	case 0x2014:
		return "-";
	case 0x2026: /* ellipsis */
		return "...";
	case 0x2018: /* quotation marks */
	case 0x2019:
		return "'";
	case 0x201C:
	case 0x201D:
		return "\"";
	case 0x2264: /* less, greater or equal */
		return "<=";
	case 0x2265:
		return ">=";
	default:
		return NULL;
	}
}

static void add_ascii(struct text *t, unsigned cp)
{
	const char *ascii = ascii_of(cp);
	if (ascii)
		text_add(t, ascii);
	else
		text_printf(t, "\\u{%04x}", cp);
}

static const char *in_ascii(struct page *p, const char *s)
{
	const unsigned char *u = (const unsigned char *)s;
	size_t n = strlen(s);
	struct text t;
	text_init(&t, p->arena, SIZE_MAX);
	for (size_t i = 0; i < n;) {
		unsigned cp = 0;
		size_t len = text_utf8(u + i, n - i, &cp);
		if (cp < 0x80)
			text_add_n(&t, s + i, len);
		else
			add_ascii(&t, cp);
		i += len;
	}
	return text_str(&t);
}

const char *page_shown(struct page *p, const char *s)
{
	const char *escaped = text_escaped(p->arena, s);
	return p->style->utf8 ? escaped : in_ascii(p, escaped);
}

const char *page_cut(struct page *p, const char *s)
{
	if (!s || strlen(s) <= PAGE_TEXT_MAX)
		return s;
	struct text t;
	text_init(&t, p->arena, PAGE_TEXT_MAX);
	text_add(&t, s);
	return arena_printf(p->arena, "%s…", text_str(&t));
}

/* Where to cut s at max or before: at the last part of the sentence, else at a word. */
static size_t cut_at(const char *s, size_t max)
{
	size_t word = 0;
	for (size_t n = max; n > max / 3; n--) {
		if (strchr(",;:(", s[n]) && strchr(" (", s[s[n] == '(' ? n : n + 1]))
			return n;
		word = word == 0 && s[n] == ' ' ? n : word;
	}
	return word ? word : max;
}

const char *page_brief(struct page *p, const char *s, size_t max)
{
	size_t n = strlen(s);
	bool cut = n > max;
	n = cut ? cut_at(s, max) : n;
	while (n && strchr(" .,:;(", s[n - 1]))
		n--;
	struct text t;
	text_init(&t, p->arena, n);
	text_add(&t, s);
	return cut ? arena_printf(p->arena, "%s …", text_str(&t)) : text_str(&t);
}

/* How many bytes the first so many columns of s take, whole characters only. */
static size_t columns_bytes(const char *s, size_t columns)
{
	size_t n = 0, len = strlen(s), used = 0;
	while (n < len) {
		char one[8] = {0};
		unsigned cp;
		size_t k = text_utf8((const unsigned char *)s + n, len - n, &cp);
		memcpy(one, s + n, k);
		used += text_columns(one);
		if (k == 0 || used > columns)
			break;
		n += k;
	}
	return n;
}

const char *page_middle(struct page *p, const char *shown, size_t columns)
{
	const char *dots = page_shown(p, "…");
	size_t all = text_columns(shown), gap = text_columns(dots);
	if (all <= columns || columns < gap)
		return shown;
	size_t room = columns - gap, behind = room / 3;
	size_t head = columns_bytes(shown, room - behind);
	const char *tail = shown + head;
	while (text_columns(tail) > behind) {
		size_t one = columns_bytes(tail, 1);
		tail += one ? one : columns_bytes(tail, 2);
	}
	return arena_printf(p->arena, "%.*s%s%s", (int)head, shown, dots, tail);
}

void page_blanks(struct page *p, size_t n)
{
	for (size_t i = 0; i < n; i++)
		fputc(' ', p->out);
}

void page_newline(struct page *p)
{
	fputc('\n', p->out);
}

void page_gap(struct page *p)
{
	page_newline(p);
}

static void put_tinted(struct page *p, enum tint tint, const char *shown)
{
	bool colour = p->style->color && tint != TINT_NONE && *shown;
	if (colour)
		fprintf(p->out, "\033[%sm", tint_codes[tint]);
	fputs(shown, p->out);
	if (colour)
		fputs("\033[0m", p->out);
}

size_t page_put(struct page *p, enum tint tint, const char *s)
{
	const char *shown = page_shown(p, s);
	put_tinted(p, tint, shown);
	return text_columns(shown);
}

void page_line(struct page *p, const char *line)
{
	page_put(p, TINT_NONE, line);
	page_newline(p);
}

struct wrapping { /* one paragraph in the making */
	struct page *page;
	size_t hang;   /* column of every further line */
	size_t column; /* where the next word would begin */
	size_t owed;   /* blanks to write before it: never at the end of a line */
	bool fresh;    /* nothing of the text stands on this line yet */
};

static void next_line(struct wrapping *w)
{
	page_newline(w->page);
	w->column = w->owed = w->hang;
	w->fresh = true;
}

static void add_piece(struct wrapping *w, const char *piece, size_t columns)
{
	page_blanks(w->page, w->owed);
	fputs(piece, w->page->out);
	w->owed = 0;
	w->column += columns;
	w->fresh = false;
}

/* A word without end, as only a hostile server sends it. */
static void add_broken(struct wrapping *w, const char *word)
{
	size_t room = w->page->width > w->hang + 8 ? w->page->width - w->hang : 8;
	while (*word) {
		size_t n = columns_bytes(word, room);
		if (!w->fresh)
			next_line(w);
		add_piece(w, arena_dup(w->page->arena, word, n), room);
		word += n;
	}
}

static void add_word(struct wrapping *w, const char *word, size_t n)
{
	const char *copy = arena_dup(w->page->arena, word, n);
	size_t columns = text_columns(copy);
	if (!w->fresh && w->column + 1 + columns > w->page->width)
		next_line(w);
	if (columns > PAGE_WORD_MAX) {
		add_broken(w, copy);
		return;
	}
	if (!w->fresh) {
		w->owed++;
		w->column++;
	}
	add_piece(w, copy, columns);
}

/* One line of the text. Its leading blanks are kept, and with them it is not wrapped: a
 * command or a line of configuration, to be copied. */
static void add_line(struct wrapping *w, const char *shown)
{
	size_t blanks = strspn(shown, " ");
	w->owed += blanks;
	w->column += blanks;
	if (blanks && text_columns(shown) <= PAGE_WORD_MAX) {
		add_piece(w, shown + blanks, text_columns(shown + blanks));
		return;
	}
	for (const char *s = shown + blanks; *s;) {
		size_t n = strcspn(s, " ");
		if (n)
			add_word(w, s, n);
		s += n + strspn(s + n, " ");
	}
}

static void add_label(struct wrapping *w, const struct para *para)
{
	struct page *p = w->page;
	w->column = para->margin > para->at ? para->margin : para->at;
	w->owed = w->column - para->at;
	if (para->label) {
		page_blanks(p, w->owed);
		w->owed = 0;
		w->column += page_put(p, para->tint, para->label);
	}
	size_t gap = w->column < para->hang ? para->hang - w->column
		     : para->label          ? 1
					    : 0;
	w->owed += gap;
	w->column += gap;
}

void page_para(struct page *p, const struct para *para)
{
	struct wrapping w = {.page = p, .hang = para->hang, .fresh = true};
	add_label(&w, para);
	for (const char *s = para->text ? para->text : "";;) {
		size_t n = para->lines ? strcspn(s, "\n") : strlen(s);
		add_line(&w, page_shown(p, arena_dup(p->arena, s, n)));
		if (s[n] == '\0' || s[n + 1] == '\0')
			break;
		s += n + 1;
		next_line(&w);
	}
	page_newline(p);
}

void page_text(struct page *p, size_t hang, const char *text)
{
	const struct para para = {.margin = hang, .hang = hang, .text = text};
	page_para(p, &para);
}

void page_head(struct page *p, const char *heading)
{
	if (text_columns(page_shown(p, heading)) <= p->width) {
		page_put(p, TINT_BOLD, heading);
		page_newline(p);
	} else {
		page_text(p, 0, heading);
	}
}
