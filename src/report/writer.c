/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/writer.h"

void write_str(struct writer *w, const char *name, const char *s)
{
	const struct value v = {.kind = s ? VALUE_STR : VALUE_NULL, .str = s};
	w->attr(w, name, &v);
}

void write_lines(struct writer *w, const char *name, const char *s)
{
	const struct value v = {.kind = s ? VALUE_LINES : VALUE_NULL, .str = s};
	w->attr(w, name, &v);
}

void write_int(struct writer *w, const char *name, int64_t n)
{
	const struct value v = {.kind = VALUE_INT, .num = n};
	w->attr(w, name, &v);
}

void write_bool(struct writer *w, const char *name, bool b)
{
	const struct value v = {.kind = VALUE_BOOL, .num = b};
	w->attr(w, name, &v);
}

void write_null(struct writer *w, const char *name)
{
	const struct value v = {.kind = VALUE_NULL};
	w->attr(w, name, &v);
}
