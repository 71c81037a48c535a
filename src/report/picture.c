/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/picture.h"

#include "profile.h"
#include "text.h"

#include <string.h>

enum { NAMES_MAX = 12, NAME_COLUMNS_MIN = 12, NAME_GAP = 1 };

struct drawing {
	struct page *page;
	const struct result *result;
	VEC(const struct target_name) names;
	size_t name_columns;
	const char *join; /* between two stages of the heading */
	bool used[MARK__MAX];
};

const char *mark_str(enum mark m)
{
	static const char *const marks[MARK__MAX] = {
		[MARK_NONE] = "·",
		[MARK_OK] = "✓",
		[MARK_WARN] = "!",
		[MARK_UNKNOWN] = "?",
		[MARK_FAIL] = "✗",
	};
	return marks[m];
}

enum tint mark_tint(enum mark m)
{
	static const enum tint tints[MARK__MAX] = {
		[MARK_NONE] = TINT_DIM,
		[MARK_OK] = TINT_GREEN,
		[MARK_WARN] = TINT_YELLOW,
		[MARK_UNKNOWN] = TINT_YELLOW,
		[MARK_FAIL] = TINT_RED,
	};
	return tints[m];
}

enum mark mark_of_verdict(enum verdict v)
{
	static const enum mark marks[VERDICT__MAX] = {
		[VERDICT_PASS] = MARK_OK,
		[VERDICT_WARN] = MARK_WARN,
		[VERDICT_UNKNOWN] = MARK_UNKNOWN,
		[VERDICT_FAIL] = MARK_FAIL,
	};
	return marks[v];
}

const char *picture_name(const struct page *p, const struct target *t, const char *ascii)
{
	for (size_t i = 0; p->style->utf8 && i < t->names.n; i++) {
		const struct target_name *n = t->names.v[i];
		if (n->unicode && strcmp(n->ascii, ascii) == 0)
			return n->unicode;
	}
	return ascii;
}

static const char *name_at(const struct drawing *d, size_t i)
{
	const char *ascii = d->names.v[i]->ascii;
	return page_shown(d->page, picture_name(d->page, d->result->target, ascii));
}

static size_t heading_columns(struct page *p, const char *join)
{
	size_t n = text_columns(page_shown(p, join)) * (STAGE__MAX - 1);
	for (int s = 0; s < STAGE__MAX; s++)
		n += strlen(stage_names[s]);
	return n;
}

static size_t longest_name(const struct drawing *d)
{
	size_t longest = 0;
	for (size_t i = 0; i < d->names.n; i++) {
		size_t n = text_columns(name_at(d, i));
		longest = n > longest ? n : longest;
	}
	return longest;
}

/* The roomiest heading that leaves space for the names; false: none does. */
static bool lay_out(struct drawing *d)
{
	static const char *const joins[2][3] = {{" -> ", "->", ">"}, {" → ", "→", "→"}};
	const char *const *fit = joins[d->page->style->utf8];
	size_t longest = longest_name(d), left = 0;
	for (int i = 0; i < 3; i++) {
		size_t taken = heading_columns(d->page, fit[i]) + NAME_GAP;
		left = d->page->width > taken ? d->page->width - taken : 0;
		d->join = fit[i];
		d->name_columns = longest;
		if (longest <= left)
			return true;
	}
	d->name_columns = left;
	return left >= NAME_COLUMNS_MIN;
}

static void draw_name(struct drawing *d, size_t i)
{
	const char *name = page_middle(d->page, name_at(d, i), d->name_columns);
	fputs(name, d->page->out);
	page_blanks(d->page, d->name_columns - text_columns(name) + NAME_GAP);
}

static void draw_heading(struct drawing *d)
{
	page_blanks(d->page, d->name_columns + NAME_GAP);
	for (int s = 0; s < STAGE__MAX; s++) {
		page_put(d->page, TINT_NONE, stage_names[s]);
		if (s + 1 < STAGE__MAX)
			page_put(d->page, TINT_DIM, d->join);
	}
	page_newline(d->page);
}

static void draw_row(struct drawing *d, size_t i, const enum mark marks[STAGE__MAX])
{
	size_t join = text_columns(page_shown(d->page, d->join)), owed = 0;
	draw_name(d, i);
	for (int s = 0; s < STAGE__MAX; s++) {
		size_t width = strlen(stage_names[s]), before = (width - 1) / 2;
		page_blanks(d->page, owed + before);
		page_put(d->page, mark_tint(marks[s]), mark_str(marks[s]));
		owed = width - 1 - before + join;
	}
	page_newline(d->page);
}

/* Room for a unit of so many columns that must stay whole: one blank behind what stands
 * on the line, or a new line. *column is where the line ends; 0: nothing stands yet. */
static void make_room(struct page *p, size_t *column, size_t margin, size_t columns)
{
	if (*column > 0 && *column + 1 + columns <= p->width) {
		page_blanks(p, 1);
		*column += 1 + columns;
		return;
	}
	if (*column > 0)
		page_newline(p);
	page_blanks(p, margin);
	*column = margin + columns;
}

/* Narrow terminals: "DNS ✓ → address ✓ → …" below the name. */
static void draw_paragraph(struct drawing *d, size_t i, const enum mark marks[STAGE__MAX])
{
	struct page *p = d->page;
	const char *join = page_shown(p, " →");
	size_t column = 0;
	fputs(name_at(d, i), p->out);
	page_newline(p);
	for (int s = 0; s < STAGE__MAX; s++) {
		bool last = s + 1 == STAGE__MAX;
		make_room(p, &column, 2,
			strlen(stage_names[s]) + 2 + (last ? 0 : text_columns(join)));
		page_put(p, TINT_NONE, stage_names[s]);
		page_blanks(p, 1);
		page_put(p, mark_tint(marks[s]), mark_str(marks[s]));
		page_put(p, TINT_DIM, last ? "" : join);
	}
	page_newline(p);
}

static enum mark worst_of(const enum mark marks[STAGE__MAX])
{
	enum mark worst = MARK_NONE;
	for (int s = 0; s < STAGE__MAX; s++)
		worst = marks[s] > worst ? marks[s] : worst;
	return worst;
}

static void draw_one(struct drawing *d, size_t i)
{
	enum mark marks[STAGE__MAX];
	stage_marks(d->result, d->names.v[i]->ascii, marks);
	for (int s = 0; s < STAGE__MAX; s++)
		d->used[marks[s]] = true;
	if (d->join)
		draw_row(d, i, marks);
	else
		draw_paragraph(d, i, marks);
}

/* More names than are drawn: those with the worst marks, in their order. */
static void draw_worst(struct drawing *d)
{
	enum mark *worst = arena_array(d->page->arena, d->names.n, sizeof(*worst));
	size_t drawn = 0;
	for (size_t i = 0; i < d->names.n; i++) {
		enum mark marks[STAGE__MAX];
		stage_marks(d->result, d->names.v[i]->ascii, marks);
		worst[i] = worst_of(marks);
	}
	for (int m = MARK_FAIL; m >= MARK_NONE; m--)
		for (size_t i = 0; i < d->names.n && drawn < NAMES_MAX; i++)
			if (worst[i] == (enum mark)m) {
				draw_one(d, i);
				drawn++;
			}
	page_text(d->page, 0,
		arena_printf(d->page->arena, "and %d more names; --format json has all",
			(int)(d->names.n - drawn)));
}

static void draw_legend(struct drawing *d)
{
	static const char *const words[MARK__MAX] = {
		[MARK_NONE] = "not needed or not reached",
		[MARK_OK] = "ok",
		[MARK_WARN] = "warning",
		[MARK_UNKNOWN] = "not known",
		[MARK_FAIL] = "fails",
	};
	static const enum mark order[] = {
		MARK_OK, MARK_FAIL, MARK_WARN, MARK_UNKNOWN, MARK_NONE};
	size_t column = 0, left = 0;
	for (int m = 0; m < MARK__MAX; m++)
		left += d->used[m];
	for (size_t i = 0; i < MARK__MAX; i++) {
		enum mark m = order[i];
		if (!d->used[m])
			continue;
		const char *unit = arena_printf(d->page->arena, "%s %s%s", mark_str(m),
			words[m], --left ? "," : "");
		make_room(d->page, &column, 0, text_columns(page_shown(d->page, unit)));
		page_put(d->page, TINT_NONE, unit);
	}
	page_newline(d->page);
}

/* A sibling that this CA does not ask is left out. */
static void choose_names(struct drawing *d)
{
	const struct target *t = d->result->target;
	for (size_t i = 0; i < t->names.n; i++) {
		const struct target_name *n = t->names.v[i];
		if (n->role != ROLE_SIBLING || t->profile->names != NAMES_EXACT)
			VEC_PUSH(d->page->arena, &d->names, n);
	}
}

void picture_draw(struct page *p, const struct result *r)
{
	struct drawing d = {.page = p, .result = r};
	choose_names(&d);
	if (lay_out(&d))
		draw_heading(&d);
	else
		d.join = NULL;
	for (size_t i = 0; d.names.n <= NAMES_MAX && i < d.names.n; i++)
		draw_one(&d, i);
	if (d.names.n > NAMES_MAX)
		draw_worst(&d);
	draw_legend(&d);
}
