/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Rows whose cells stand below one another; the last cell of a row wraps. */
#ifndef PKIREADY_TABLE_H
#define PKIREADY_TABLE_H

#include "report/page.h"

enum { TABLE_CELLS = 6 };

struct table_row {
	const char *cells[TABLE_CELLS]; /* escaped when drawn; NULL behind the last */
	enum tint tint;                 /* of the first cell */
};

struct table {
	struct page *page;
	VEC(struct table_row) rows;
};

/* A row of at most TABLE_CELLS cells (const char *, "" for none), NULL behind them. */
void table_add(struct table *t, enum tint tint, ...) __attribute__((sentinel));
/* Draws at most max rows, counts the rest. On a narrow terminal a row is a paragraph. */
void table_draw(const struct table *t, size_t margin, size_t max);

#endif
