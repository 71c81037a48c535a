/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/text_matrix.h"

#include "text.h"

#include <inttypes.h>
#include <string.h>

enum { MARGIN = 2, GAP = 2, ROWS_MAX = 40, LINE_MAX = 4096 };

const char *sheet_str(const struct sheet *s, const char *fmt, ...)
{
	va_list ap;
	va_start(ap, fmt);
	const char *out = arena_vprintf(s->page->arena, fmt, ap);
	va_end(ap);
	return out;
}

/* -- cells ------------------------------------------------------------------------ */

const char *const fate_said[FATE__MAX] = {
	[FATE_ACCEPT] = "accepted",
	[FATE_DROP] = "dropped",
	[FATE_REJECT] = "rejected",
	[FATE_MAYBE] = "maybe",
	[FATE_UNKNOWN] = "unknown",
};

enum tint fate_tint(enum fate f)
{
	static const enum tint tints[FATE__MAX] = {
		[FATE_ACCEPT] = TINT_GREEN,
		[FATE_DROP] = TINT_RED,
		[FATE_REJECT] = TINT_RED,
		[FATE_MAYBE] = TINT_YELLOW,
		[FATE_UNKNOWN] = TINT_YELLOW,
	};
	return tints[f];
}

struct cell {
	const char *text;
	enum tint tint;
};
struct row {
	const char *who;
	const char *list; /* of the CA's; NULL none */
	struct ip from;
	struct cell *cells; /* one a port */
	size_t others;      /* further sources that fare the same */
};
struct matrix {
	struct ip to;
	const char *interface;
	VEC(struct row) rows;
};

static struct cell cell_of(
	struct sheet *s, enum fate f, const struct decider *by, const strs *reasons)
{
	int n = deciders_add(&s->deciders, f, by, reasons);
	return (struct cell){sheet_str(s, "%s [%d]", fate_said[f], n), fate_tint(f)};
}

static bool same_cells(const struct row *a, const struct row *b, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!a->cells[i].text != !b->cells[i].text ||
			(a->cells[i].text &&
				strcmp(a->cells[i].text, b->cells[i].text) != 0))
			return false;
	return true;
}

/* -- rows ------------------------------------------------------------------------- */

static size_t port_index(const struct sheet *s, int64_t port, const char *proto)
{
	const struct ask_verdicts *q = s->report->ask;
	size_t i = 0;
	for (; i < q->ports.n; i++) {
		bool udp = q->ports.v[i]->proto == 17;
		if (q->ports.v[i]->port == port && udp == (strcmp(proto, "udp") == 0))
			break;
	}
	return i;
}

static struct row *row_add(struct sheet *s, struct matrix *m, const char *who)
{
	struct row *r = VEC_ADD(s->page->arena, &m->rows, struct row);
	r->who = who;
	r->cells = arena_array(
		s->page->arena, s->report->ask->ports.n + 1, sizeof(*r->cells));
	return r;
}

static struct cell space_cell(struct sheet *s, const struct space_look *l)
{
	const struct space_range *only = NULL;
	bool mixed = false;
	enum fate f = FATE_ACCEPT;
	for (size_t i = 0; i < l->ranges.n; i++) {
		const struct space_range *x = l->ranges.v[i];
		if (!firewall_counts(s->report->verdicts, l, x))
			continue;
		mixed = mixed || (only && x->verdict != f);
		if (!only || space_public(&x->from, &x->to) >
				     space_public(&only->from, &only->to))
			only = x;
		f = only->verdict;
	}
	if (mixed)
		return (struct cell){"in part, see below", TINT_YELLOW};
	if (!only)
		return (struct cell){"unknown", TINT_YELLOW};
	return cell_of(s, f, space_by(l, only), &only->reasons);
}

static bool of_matrix(const struct matrix *m, const struct ip *to, const char *interface)
{
	return ip_equal(&m->to, to) && strcmp(m->interface, interface) == 0;
}

static void add_anyone(struct sheet *s, struct matrix *m)
{
	const struct verdicts *v = s->report->verdicts;
	struct row *row = NULL;
	for (size_t i = 0; i < v->spaces.n; i++) {
		const struct space_look *l = v->spaces.v[i];
		if (!of_matrix(m, &l->to, l->interface))
			continue;
		if (!row)
			row = row_add(
				s, m, sheet_str(s, "anyone (IPv%d)", (int)l->family));
		row->cells[port_index(s, l->port, l->proto)] = space_cell(s, l);
	}
}

static struct row *row_of(
	struct sheet *s, struct matrix *m, const struct packet_verdict *v)
{
	const char *who = space_range_str(s->page->arena, &v->from, &v->last);
	for (size_t i = m->rows.n; i-- > 0;)
		if (strcmp(m->rows.v[i]->who, who) == 0)
			return m->rows.v[i];
	struct row *r = row_add(s, m, who);
	r->list = v->list;
	r->from = v->from;
	return r;
}

static void add_sources(struct sheet *s, struct matrix *m)
{
	const struct verdicts *v = s->report->verdicts;
	for (size_t i = 0; i < v->all.n; i++) {
		const struct packet_verdict *x = v->all.v[i];
		if (of_matrix(m, &x->to, x->interface))
			row_of(s, m, x)->cells[port_index(s, x->port, x->proto)] =
				cell_of(s, x->verdict, &x->by, &x->reasons);
	}
}

static bool same_list(const struct row *a, const struct row *b)
{
	return a->list && b->list && strcmp(a->list, b->list) == 0;
}

/* Addresses of one list that fare alike stand in one row, unless all is asked for. */
static void join_rows(const struct sheet *s, struct matrix *m)
{
	size_t n = 0, ports = s->report->ask->ports.n;
	for (size_t i = 0; i < m->rows.n; i++) {
		struct row *r = m->rows.v[i];
		size_t k = 0;
		while (k < n && !(same_list(m->rows.v[k], r) &&
					same_cells(m->rows.v[k], r, ports)))
			k++;
		if (k == n || s->page->style->verbose)
			m->rows.v[n++] = r;
		else
			m->rows.v[k]->others++;
	}
	m->rows.n = n;
}

/* -- drawing ---------------------------------------------------------------------- */

static size_t put_cell(
	struct page *p, size_t at, size_t column, enum tint t, const char *s)
{
	page_blanks(p, column > at ? column - at : 0);
	at = column > at ? column : at;
	return at + page_put(p, t, s);
}

static const char *row_name(const struct sheet *s, const struct row *r)
{
	return r->others ? sheet_str(s, "%s and %d more", r->who, (int)r->others)
			 : r->who;
}

static void put_row(const struct sheet *s, const struct row *r, const size_t *column)
{
	struct page *p = s->page;
	size_t at = put_cell(p, 0, MARGIN, TINT_NONE, row_name(s, r));
	for (size_t i = 0; i < s->report->ask->ports.n; i++)
		if (r->cells[i].text)
			at = put_cell(
				p, at, column[i], r->cells[i].tint, r->cells[i].text);
	page_newline(p);
}

static const char *port_name(const struct sheet *s, size_t i)
{
	const struct ask_port *p = s->report->ask->ports.v[i];
	return sheet_str(s, "%" PRId64 "/%s", p->port, p->proto == 17 ? "udp" : "tcp");
}

static void measure(const struct sheet *s, const struct matrix *m, size_t *column)
{
	size_t ports = s->report->ask->ports.n, at = 0;
	for (size_t i = 0; i < m->rows.n; i++) {
		size_t n = text_columns(row_name(s, m->rows.v[i]));
		at = n > at ? n : at;
	}
	at += MARGIN + GAP;
	for (size_t i = 0; i < ports; i++) {
		size_t wide = strlen(port_name(s, i));
		for (size_t k = 0; k < m->rows.n; k++) {
			const char *text = m->rows.v[k]->cells[i].text;
			wide = text && strlen(text) > wide ? strlen(text) : wide;
		}
		column[i] = at;
		at += wide + GAP;
	}
}

/* More ports than a line takes: a paragraph a row. */
static void put_narrow(const struct sheet *s, const struct matrix *m)
{
	for (size_t i = 0; i < m->rows.n && i < ROWS_MAX; i++) {
		const struct row *r = m->rows.v[i];
		struct text t;
		text_init(&t, s->page->arena, LINE_MAX);
		for (size_t k = 0; k < s->report->ask->ports.n; k++)
			if (r->cells[k].text)
				text_printf(&t, "%s%s %s", t.n ? ", " : "",
					port_name(s, k), r->cells[k].text);
		const struct para para = {.margin = MARGIN,
			.hang = MARGIN + 2,
			.label = sheet_str(s, "%s:", row_name(s, r)),
			.text = text_str(&t)};
		page_para(s->page, &para);
	}
}

static void put_wide(const struct sheet *s, const struct matrix *m, const size_t *column)
{
	const char *list = NULL;
	size_t at = 0, limit = s->page->style->verbose ? (size_t)-1 : ROWS_MAX;
	for (size_t i = 0; i < s->report->ask->ports.n; i++)
		at = put_cell(s->page, at, column[i], TINT_BOLD, port_name(s, i));
	page_newline(s->page);
	for (size_t i = 0; i < m->rows.n && i < limit; i++) {
		const struct row *r = m->rows.v[i];
		if (r->list && (!list || strcmp(list, r->list) != 0))
			page_text(s->page, MARGIN,
				sheet_str(
					s, "%s: %s", s->report->profile->name, r->list));
		list = r->list;
		put_row(s, r, column);
	}
	if (m->rows.n > limit)
		page_text(s->page, MARGIN,
			sheet_str(s, "and %d more; --format json has all",
				(int)(m->rows.n - limit)));
}

static void put_matrix(struct sheet *s, struct matrix *m)
{
	char buf[IP_TEXT_MAX];
	struct page *p = s->page;
	size_t n = s->report->ask->ports.n;
	size_t *column = arena_array(p->arena, n, sizeof(*column));
	add_anyone(s, m);
	add_sources(s, m);
	join_rows(s, m);
	if (m->rows.n == 0)
		return;
	page_gap(p);
	page_head(p, sheet_str(s, "A new connection to %s on %s", ip_format(&m->to, buf),
			     m->interface));
	measure(s, m, column);
	if (column[n - 1] + 16 > p->width)
		put_narrow(s, m);
	else
		put_wide(s, m, column);
}

static void add_matrix(
	struct sheet *s, void *matrices, const struct ip *to, const char *interface)
{
	VEC(struct matrix) *all = matrices;
	for (size_t i = 0; i < all->n; i++)
		if (of_matrix(all->v[i], to, interface))
			return;
	struct matrix *m = VEC_ADD(s->page->arena, all, struct matrix);
	m->to = *to;
	m->interface = interface ? interface : "?";
}

void matrices_put(struct sheet *s)
{
	const struct verdicts *v = s->report->verdicts;
	VEC(struct matrix) all = {0};
	for (size_t i = 0; i < v->spaces.n; i++)
		add_matrix(s, &all, &v->spaces.v[i]->to, v->spaces.v[i]->interface);
	for (size_t i = 0; i < v->all.n; i++)
		add_matrix(s, &all, &v->all.v[i]->to, v->all.v[i]->interface);
	for (size_t i = 0; i < all.n; i++)
		put_matrix(s, all.v[i]);
	if (all.n == 0 && v->obs.seen == SEEN_YES) {
		page_gap(s->page);
		page_line(s->page, "This host has no address to ask for: nothing was "
				   "judged.");
	}
}
