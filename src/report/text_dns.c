/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/text_dns.h"

#include "profile.h"
#include "record_name.h"
#include "record_state.h"
#include "report/picture.h"
#include "report/table.h"
#include "text.h"

#include <inttypes.h>
#include <string.h>

enum { IN_FULL = 2, FAILING_IN_FULL = 6, LINES_MAX = 40 };

/* -- which record ------------------------------------------------------------------ */

static bool find_sought(struct page *p, const struct result *r,
	const struct target_name *n, struct sought *out)
{
	const struct dns_looks *d = &r->evidence->dns;
	const struct target *t = r->target;
	struct record_name name;
	const char *why;
	if (record_name_of(p->arena, t, n, t->profile, &name, &why) != ERR_OK)
		return false;
	for (size_t i = 0; i < d->records.n; i++) {
		const struct record_look *x = d->records.v[i];
		if (x->place != PLACE_WANTED || strcmp(x->name, n->ascii) != 0 ||
			!record_same_name(x->host, name.host))
			continue;
		*out = (struct sought){.look = x,
			.type = name.type ? name.type : RR_TXT,
			.value = name.value};
		return true;
	}
	return false;
}

static const struct dns_view *view_of(const struct sought *s)
{
	return s->type == RR_CNAME ? &s->look->cname : &s->look->txt;
}

static enum mark mark_view(const struct sought *s, const struct dns_view *v)
{
	static const enum mark marks[] = {
		[RECORD_UNSEEN] = MARK_UNKNOWN,
		[RECORD_ABSENT] = MARK_FAIL,
		[RECORD_ANY] = MARK_OK,
		[RECORD_OTHER] = MARK_FAIL,
		[RECORD_BESIDE] = MARK_WARN,
		[RECORD_HELD] = MARK_OK,
	};
	return marks[record_state_of(v, s->type, &s->value)];
}

/* -- one name in full -------------------------------------------------------------- */

static void put_view(struct page *p, const struct sought *s, const char *label,
	const struct dns_view *v)
{
	enum mark m = mark_view(s, v);
	struct text t;
	text_init(&t, p->arena, PAGE_TEXT_MAX);
	text_add(&t, text_view(p, s, v));
	if (v->obs.seen == SEEN_YES && v->records.n)
		text_printf(&t, "; TTL %" PRId64 " s", v->records.v[0]->ttl);
	if (v->obs.seen == SEEN_NO && v->negative_ttl >= 0)
		text_printf(&t, "; caches keep that for %" PRId64 " s", v->negative_ttl);
	if ((v->obs.seen == SEEN_YES || v->obs.seen == SEEN_NO) && v->ms >= 0)
		text_printf(&t, "; %" PRId64 " ms", v->ms);
	const struct para para = {.margin = DNS_MARGIN,
		.hang = 2 * DNS_MARGIN + 17,
		.label = arena_printf(p->arena, "%s %s", mark_str(m), label),
		.tint = mark_tint(m),
		.text = text_str(&t)};
	page_para(p, &para);
}

static const char *chain_str(struct page *p, const struct dns_view *v)
{
	struct text t;
	text_init(&t, p->arena, PAGE_TEXT_MAX);
	for (size_t i = 0; i < v->chain.n; i++) {
		const struct dns_record *c = v->chain.v[i];
		text_printf(&t, "%s %s ", i ? "," : " by",
			c->type == RR_DNAME ? "DNAME" : "CNAME");
		text_add_n(&t, (const char *)c->data.p, c->data.n);
	}
	return text_str(&t);
}

static void put_in_full(
	struct page *p, const struct result *r, const struct target_name *n)
{
	struct sought s;
	const char *shown = picture_name(p, r->target, n->ascii);
	page_head(p, n->wildcard ? arena_printf(p->arena, "*.%s", shown) : shown);
	bool found = find_sought(p, r, n, &s);
	if (found) {
		const struct dns_view *v = view_of(&s);
		page_text(p, DNS_MARGIN,
			arena_printf(p->arena, "%s %s%s", s.look->host,
				record_type_str(s.type), chain_str(p, v)));
		put_view(p, &s, "the CA sees", v);
		if (s.type == RR_TXT && s.look->host_txt.obs.seen != SEEN_SKIPPED)
			put_view(p, &s, "this host sees", &s.look->host_txt);
		text_servers(p, r, &s);
	}
	text_caa(p, r, n);
	text_trust(p, r, found ? s.look->host : n->ascii);
}

/* -- many names -------------------------------------------------------------------- */

static enum mark worst_mark(const struct result *r, const char *name)
{
	enum mark worst = MARK_OK;
	for (size_t i = 0; i < r->findings.all.n; i++) {
		const struct finding *x = r->findings.all.v[i];
		bool about = x->subject.name && strcmp(x->subject.name, name) == 0;
		for (size_t k = 0; k < x->names.n; k++)
			about = about || strcmp(x->names.v[k], name) == 0;
		if (about && mark_of_verdict(x->verdict) > worst)
			worst = mark_of_verdict(x->verdict);
	}
	return worst;
}

static const char *short_record(
	struct page *p, const struct result *r, const struct target_name *n)
{
	struct sought s;
	size_t held, all;
	if (!find_sought(p, r, n, &s))
		return "";
	text_servers_count(r, &s, &held, &all);
	return arena_printf(p->arena, "%s %s: %s; at %d of %d servers", s.look->host,
		record_type_str(s.type), text_view(p, &s, view_of(&s)), (int)held,
		(int)all);
}

void text_dns_names(struct page *p, const struct result *r)
{
	const struct target *t = r->target;
	struct table rest = {.page = p};
	size_t full = 0;
	for (size_t i = 0; i < t->names.n; i++) {
		const struct target_name *n = t->names.v[i];
		enum mark m = worst_mark(r, n->ascii);
		size_t room = m == MARK_OK ? IN_FULL : FAILING_IN_FULL;
		if (n->role != ROLE_EXAMINED)
			continue;
		if (full < room || p->style->verbose) {
			if (full++)
				page_gap(p);
			put_in_full(p, r, n);
			continue;
		}
		table_add(&rest, mark_tint(m), mark_str(m), picture_name(p, t, n->ascii),
			short_record(p, r, n), NULL);
	}
	if (rest.rows.n) {
		page_gap(p);
		table_draw(&rest, 0, LINES_MAX);
	}
}
