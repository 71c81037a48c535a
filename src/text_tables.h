/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Sorted ranges of code points with a property that text.c asks for. */
#ifndef PKIREADY_TEXT_TABLES_H
#define PKIREADY_TEXT_TABLES_H

#include <stddef.h>
#include <stdint.h>

struct text_range {
	uint32_t first, last; /* both belong to it */
};

extern const struct text_range text_hidden[]; /* never sent to a terminal as it is */
extern const struct text_range text_marks[];  /* combining: no column of its own */
extern const struct text_range text_wide[];   /* two columns */
extern const size_t text_hidden_n, text_marks_n, text_wide_n;

#endif
