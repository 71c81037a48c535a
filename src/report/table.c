/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/table.h"

#include "text.h"

#include <stdarg.h>

enum { GAP = 2, LAST_CELL_MIN = 24, NARROW_HANG = 2 };

void table_add(struct table *t, enum tint tint, ...)
{
	struct table_row *row = VEC_ADD(t->page->arena, &t->rows, struct table_row);
	va_list ap;
	va_start(ap, tint);
	row->tint = tint;
	for (int i = 0; i < TABLE_CELLS; i++) {
		const char *cell = va_arg(ap, const char *);
		if (!cell)
			break;
		row->cells[i] = page_cut(t->page, cell);
	}
	va_end(ap);
}

/* The last cell does not count: it takes what is left. */
static size_t measure(const struct table *t, size_t width[TABLE_CELLS])
{
	size_t all = 0;
	for (int c = 0; c < TABLE_CELLS; c++) {
		width[c] = 0;
		for (size_t i = 0; i < t->rows.n; i++) {
			const char *const *cells = t->rows.v[i]->cells;
			bool inner = c + 1 < TABLE_CELLS && cells[c] && cells[c + 1];
			size_t n =
				inner ? text_columns(page_shown(t->page, cells[c])) : 0;
			width[c] = n > width[c] ? n : width[c];
		}
		all += width[c] ? width[c] + GAP : 0;
	}
	return all;
}

static void draw_row(const struct table *t, const struct table_row *row, size_t margin,
	const size_t width[TABLE_CELLS])
{
	struct page *p = t->page;
	size_t column = margin, at = 0;
	int c = 0;
	for (; c + 1 < TABLE_CELLS && row->cells[c + 1]; c++) {
		if (*row->cells[c]) {
			page_blanks(p, column - at);
			at = column;
			at += page_put(p, c ? TINT_NONE : row->tint, row->cells[c]);
		}
		column += width[c] ? width[c] + GAP : 0;
	}
	const struct para para = {
		.margin = column, .hang = column, .at = at, .text = row->cells[c]};
	page_para(p, &para);
}

/* The first cell as the label, the others behind it. */
static void draw_narrow(const struct table *t, const struct table_row *row, size_t margin)
{
	struct page *p = t->page;
	struct text s;
	text_init(&s, p->arena, TABLE_CELLS * 2 * PAGE_TEXT_MAX);
	for (int c = 1; c < TABLE_CELLS && row->cells[c]; c++)
		if (*row->cells[c])
			text_printf(&s, "%s%s", s.n ? ", " : "", row->cells[c]);
	const struct para para = {.margin = margin,
		.hang = margin + NARROW_HANG,
		.label = row->cells[0],
		.tint = row->tint,
		.text = text_str(&s)};
	page_para(p, &para);
}

void table_draw(const struct table *t, size_t margin, size_t max)
{
	size_t width[TABLE_CELLS];
	size_t inner = measure(t, width);
	bool narrow = margin + inner + LAST_CELL_MIN > t->page->width;
	for (size_t i = 0; i < t->rows.n && i < max; i++) {
		if (narrow)
			draw_narrow(t, t->rows.v[i], margin);
		else
			draw_row(t, t->rows.v[i], margin, width);
	}
	if (t->rows.n > max)
		page_text(t->page, margin,
			arena_printf(t->page->arena, "and %d more; --format json has all",
				(int)(t->rows.n - max)));
}
