/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How a file changes, line by line, as `diff -u` tells it. */
#include "plan.h"

#include "text.h"

#include <stdint.h>
#include <string.h>

enum {
	CONTEXT = 2,         /* lines around a change */
	TABLE_MAX = 4000000, /* cells of the table of common lines */
	TEXT_MAX = 256 * 1024,
	SHOWN_MAX = TEXT_MAX / 2 /* of one that does not fit */
};

struct lines {
	const struct bytes *v;
	size_t n;
};

struct diffing {
	struct arena *arena;
	struct text out;
	struct lines a, b;
	bool *cut, *add; /* of each line of a and of b: it is in one alone */
};

/* With its line end; the last may have none. */
static struct lines split(struct arena *a, struct bytes file)
{
	size_t n = 0;
	for (size_t i = 0; i < file.n; i++)
		n += file.p[i] == '\n' || i + 1 == file.n;
	struct bytes *v = arena_array(a, n, sizeof(*v));
	if (!n)
		return (struct lines){v, 0};
	const unsigned char *p = file.p, *end = file.p + file.n;
	for (size_t i = 0; i < n; i++) {
		const unsigned char *nl = memchr(p, '\n', (size_t)(end - p));
		v[i] = (struct bytes){p, (size_t)((nl ? nl + 1 : end) - p)};
		p += v[i].n;
	}
	return (struct lines){v, n};
}

static bool same(const struct bytes *x, const struct bytes *y)
{
	return x->n == y->n && memcmp(x->p, y->p, x->n) == 0;
}

/* Marks what is not in the longest common sequence of a[a0..a1) and b[b0..b1). */
static void mark_middle(struct diffing *d, size_t a0, size_t a1, size_t b0, size_t b1)
{
	size_t rows = a1 - a0, columns = b1 - b0, width = columns + 1;
	memset(d->cut + a0, true, rows);
	memset(d->add + b0, true, columns);
	if (!rows || !columns || (rows + 1) > TABLE_MAX / width)
		return;
	uint32_t *t = arena_array(d->arena, (rows + 1) * width, sizeof(*t));
	for (size_t i = rows; i-- > 0;)
		for (size_t j = columns; j-- > 0;) {
			uint32_t down = t[(i + 1) * width + j],
				 right = t[i * width + j + 1];
			t[i * width + j] = same(&d->a.v[a0 + i], &d->b.v[b0 + j])
						   ? t[(i + 1) * width + j + 1] + 1
					   : down > right ? down
							  : right;
		}
	for (size_t i = 0, j = 0; i < rows && j < columns;) {
		if (same(&d->a.v[a0 + i], &d->b.v[b0 + j]))
			d->cut[a0 + i++] = d->add[b0 + j++] = false;
		else if (t[(i + 1) * width + j] >= t[i * width + j + 1])
			i++;
		else
			j++;
	}
}

static void mark(struct diffing *d)
{
	size_t front = 0, back = 0;
	size_t least = d->a.n < d->b.n ? d->a.n : d->b.n;
	while (front < least && same(&d->a.v[front], &d->b.v[front]))
		front++;
	while (back < least - front &&
		same(&d->a.v[d->a.n - 1 - back], &d->b.v[d->b.n - 1 - back]))
		back++;
	mark_middle(d, front, d->a.n - back, front, d->b.n - back);
}

static void add_line(struct diffing *d, const char *sign, const struct bytes *line)
{
	text_add(&d->out, sign);
	text_add_n(&d->out, (const char *)line->p, line->n);
	if (!line->n || line->p[line->n - 1] != '\n')
		text_add(&d->out, "\n\\ No newline at end of file\n");
}

/* The end of the hunk that begins at (i, j): both behind its last change and context. */
static void hunk_end(const struct diffing *d, size_t *i, size_t *j)
{
	for (size_t quiet = 0; quiet < CONTEXT * 2 && (*i < d->a.n || *j < d->b.n);) {
		bool cut = *i < d->a.n && d->cut[*i], add = *j < d->b.n && d->add[*j];
		quiet = cut || add ? 0 : quiet + 1;
		*i += cut || !add;
		*j += add && !cut ? 1 : !cut;
	}
}

static void add_hunk(struct diffing *d, size_t i, size_t j, size_t i1, size_t j1)
{
	text_printf(&d->out, "@@ -%d,%d +%d,%d @@\n", (int)(i1 > i ? i + 1 : i),
		(int)(i1 - i), (int)(j1 > j ? j + 1 : j), (int)(j1 - j));
	while (i < i1 || j < j1) {
		if (i < i1 && d->cut[i])
			add_line(d, "-", &d->a.v[i++]);
		else if (j < j1 && d->add[j])
			add_line(d, "+", &d->b.v[j++]);
		else
			add_line(d, " ", &d->a.v[i++]), j++;
	}
}

/* Unchanged lines at the end of the hunk i0..i, j0..j. */
static size_t quiet_end(const struct diffing *d, size_t i0, size_t i, size_t j0, size_t j)
{
	size_t n = 0;
	while (i - n > i0 && j - n > j0 && !d->cut[i - n - 1] && !d->add[j - n - 1])
		n++;
	return n;
}

static void add_hunks(struct diffing *d)
{
	for (size_t i = 0, j = 0; i < d->a.n || j < d->b.n;) {
		if (!(i < d->a.n && d->cut[i]) && !(j < d->b.n && d->add[j])) {
			i++, j++;
			continue;
		}
		size_t back = i < j ? i : j;
		back = back < CONTEXT ? back : CONTEXT;
		size_t i1 = i, j1 = j;
		hunk_end(d, &i1, &j1);
		size_t quiet = quiet_end(d, i, i1, j, j1);
		quiet = quiet > CONTEXT ? quiet - CONTEXT : 0;
		add_hunk(d, i - back, j - back, i1 - quiet, j1 - quiet);
		i = i1 - quiet, j = j1 - quiet;
	}
}

const char *plan_diff_text(struct arena *a, const char *from, struct bytes before,
	const char *to, struct bytes after)
{
	struct diffing d = {.arena = a};
	text_init(&d.out, a, TEXT_MAX);
	d.a = split(a, before);
	d.b = split(a, after);
	d.cut = arena_alloc(a, d.a.n + 1);
	d.add = arena_alloc(a, d.b.n + 1);
	mark(&d);
	text_printf(&d.out, "--- %s\n+++ %s\n", from ? from : "/dev/null",
		to ? to : "/dev/null");
	add_hunks(&d);
	if (d.out.over)
		return arena_printf(a, "%.*s\n\\ More lines change than are shown\n",
			SHOWN_MAX, text_str(&d.out));
	return text_str(&d.out);
}
