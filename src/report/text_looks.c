/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/text_looks.h"

#include "report/picture.h"
#include "report/table.h"
#include "report/text_host.h"
#include "text.h"

#include <inttypes.h>
#include <string.h>

enum { MARGIN = 2, ROWS_MAX = 64, CELL_MAX = 2048, ADDRESSES_SHOWN = 8 };

static void add_addresses(struct text *t, const struct dns_answer *d)
{
	char buf[IP_TEXT_MAX];
	for (size_t i = 0; i < d->chain.n && i < ADDRESSES_SHOWN; i++)
		text_printf(t, "CNAME %s, ", d->chain.v[i]);
	for (size_t i = 0; i < d->addresses.n && i < ADDRESSES_SHOWN; i++)
		text_printf(t, "%s%s", i ? ", " : "", ip_format(d->addresses.v[i], buf));
	if (d->addresses.n > ADDRESSES_SHOWN)
		text_printf(t, " and %d more", (int)(d->addresses.n - ADDRESSES_SHOWN));
}

static void add_answer(struct table *t, const char *what, const struct dns_answer *d)
{
	struct text s;
	text_init(&s, t->page->arena, CELL_MAX);
	const char *unseen = text_unseen(t->page, &d->obs);
	add_addresses(&s, d);
	if (d->obs.seen == SEEN_NO)
		text_add(&s, d->nxdomain ? "no such name" : "none");
	if (unseen)
		text_add(&s, unseen);
	else
		text_printf(&s, "; %" PRId64 " ms", d->ms);
	if (d->ttl >= 0 && d->obs.seen == SEEN_YES)
		text_printf(&s, ", TTL %" PRId64 " s", d->ttl);
	if (d->dnssec != DNSSEC_UNKNOWN)
		text_printf(&s, ", DNSSEC %s", dnssec_words[d->dnssec]);
	if (d->why_bogus)
		text_printf(&s, " (%s)", page_cut(t->page, d->why_bogus));
	table_add(t, TINT_NONE, what, text_str(&s), NULL);
}

static void put_name(struct page *p, const struct result *r, const struct name_look *n)
{
	struct table t = {.page = p};
	char buf[IP_TEXT_MAX];
	page_gap(p);
	page_head(p, picture_name(p, r->target, n->ascii));
	add_answer(&t, "A", &n->a);
	add_answer(&t, "AAAA", &n->aaaa);
	if (n->host_a.obs.seen != SEEN_SKIPPED || n->host_aaaa.obs.seen != SEEN_SKIPPED) {
		add_answer(&t, "A by this host's resolver", &n->host_a);
		add_answer(&t, "AAAA by this host's resolver", &n->host_aaaa);
	}
	for (size_t i = 0; i < n->addresses.n; i++) {
		const struct name_address *x = n->addresses.v[i];
		table_add(&t, TINT_NONE, arena_str(p->arena, ip_format(&x->ip, buf)),
			arena_printf(p->arena, "%s%s%s, from %s", where_words[x->where],
				x->reserved_as ? ": " : "",
				x->reserved_as ? x->reserved_as : "",
				address_origin_words[x->origin]),
			NULL);
	}
	table_draw(&t, MARGIN, ROWS_MAX);
}

static void put_connects(struct page *p, const struct result *r)
{
	const struct evidence *e = r->evidence;
	struct table t = {.page = p};
	char buf[IP_TEXT_MAX];
	for (size_t i = 0; i < e->reach.n; i++) {
		const struct reach *c = e->reach.v[i];
		table_add(&t, TINT_NONE,
			c->name ? picture_name(p, r->target, c->name) : "",
			arena_printf(p->arena, "%s port %" PRId64, ip_format(&c->ip, buf),
				c->port),
			connect_words[c->result],
			arena_printf(p->arena, "%" PRId64 " ms, path: %s", c->ms,
				path_words[c->path]),
			NULL);
	}
	if (t.rows.n) {
		page_gap(p);
		page_head(p, "Connects from this host");
		table_draw(&t, MARGIN, ROWS_MAX);
	}
}

static void put_fetch(struct page *p, const struct result *r, const struct fetch *f)
{
	char buf[IP_TEXT_MAX];
	page_gap(p);
	page_head(p, arena_printf(p->arena, "Fetch (%s) of %s over %s at %s",
			     fetch_purpose_words[f->purpose],
			     f->name ? picture_name(p, r->target, f->name) : "?",
			     scheme_words[f->scheme], ip_format(&f->ip, buf)));
	text_hops(p, f);
}

void text_looks(struct page *p, const struct result *r)
{
	const struct evidence *e = r->evidence;
	for (size_t i = 0; i < e->names.n && i < ROWS_MAX; i++)
		put_name(p, r, e->names.v[i]);
	put_connects(p, r);
	for (size_t i = 0; i < e->fetches.n && i < ROWS_MAX; i++)
		put_fetch(p, r, e->fetches.v[i]);
}
