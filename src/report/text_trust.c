/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/text_dns.h"

#include "profile.h"
#include "record_state.h"
#include "report/picture.h"
#include "report/text_host.h"
#include "text.h"

#include <inttypes.h>
#include <string.h>

enum { CAA_SHOWN = 4, SENTENCE_MAX = 2048 };

static void put_line(struct page *p, const char *label, enum mark m, const char *text)
{
	const struct para para = {.margin = DNS_MARGIN,
		.hang = DNS_HANG,
		.label = arena_printf(p->arena, "%s %s", mark_str(m), label),
		.tint = mark_tint(m),
		.text = text};
	page_para(p, &para);
}

/* -- CAA --------------------------------------------------------------------------- */

static const struct caa_look *caa_of(const struct result *r, const struct target_name *n)
{
	for (size_t i = 0; i < r->evidence->dns.caa.n; i++) {
		const struct caa_look *c = r->evidence->dns.caa.v[i];
		if (c->wildcard == n->wildcard && strcmp(c->name, n->ascii) == 0)
			return c;
	}
	return NULL;
}

static void add_set(struct page *p, struct text *t, const struct dns_view *v)
{
	for (size_t i = 0; i < v->records.n && i < CAA_SHOWN; i++) {
		const struct dns_record *x = v->records.v[i];
		text_printf(t, "%s%" PRId64 " %s ", i ? ", " : "", x->flags,
			x->tag ? x->tag : "?");
		struct dns_record quoted = *x;
		quoted.type = RR_TXT;
		text_add(t, text_value(p, &quoted));
	}
	if (v->records.n > CAA_SHOWN)
		text_printf(t, " and %d more", (int)(v->records.n - CAA_SHOWN));
}

/* The first of the climb that ends it: a set, or a failed lookup; NULL: none. */
static const struct dns_view *caa_end(const struct caa_look *c)
{
	for (size_t i = 0; i < c->climb.n; i++)
		if (c->climb.v[i]->obs.seen != SEEN_NO)
			return c->climb.v[i];
	return NULL;
}

/* The worst of the findings about CAA that concern this name. */
static enum mark caa_mark(const struct result *r, const char *name)
{
	enum mark worst = MARK_OK;
	for (size_t i = 0; i < r->findings.all.n; i++) {
		const struct finding *x = r->findings.all.v[i];
		enum mark m = mark_of_verdict(x->verdict);
		bool about = !x->subject.name || strcmp(x->subject.name, name) == 0;
		for (size_t k = 0; k < x->names.n; k++)
			about = about || strcmp(x->names.v[k], name) == 0;
		if (about && strcmp(finding_table[x->id].section, "CAA") == 0 &&
			m > worst)
			worst = m;
	}
	return worst;
}

void text_caa(struct page *p, const struct result *r, const struct target_name *n)
{
	const struct caa_look *c = caa_of(r, n);
	const struct dns_view *v = c ? caa_end(c) : NULL;
	struct text t;
	text_init(&t, p->arena, SENTENCE_MAX);
	if (!c)
		return;
	if (!v) {
		put_line(p, "CAA", caa_mark(r, n->ascii),
			"none on the way up to the top-level domain: any CA may issue");
		return;
	}
	const char *unseen = text_unseen(p, &v->obs);
	text_printf(&t, "%s: ", *v->owner ? v->owner : "the root");
	if (v->end && !record_same_name(v->end, v->owner))
		text_printf(&t, "(by its alias to %s) ", v->end);
	if (unseen)
		text_add(&t, unseen);
	else
		add_set(p, &t, v);
	enum mark m = caa_mark(r, n->ascii);
	put_line(p, "CAA", unseen && m == MARK_OK ? MARK_UNKNOWN : m, text_str(&t));
}

static void add_who(struct text *t, const struct result *r, enum answer a,
	const char *words, bool *any)
{
	size_t n = 0;
	for (size_t i = 0; i < r->profiles.n; i++) {
		const struct profile_answer *x = r->profiles.v[i];
		if (x->caa != a || x->profile->test_only || x->profile->documents ||
			!x->profile->caa)
			continue;
		text_printf(t, "%s%s%s",
			n      ? ", "
			: *any ? "; "
			       : "",
			n ? "" : words, x->profile->id);
		n++;
	}
	*any = *any || n;
}

/* The rows that stand for a CA: a provider's documents alone name none. */
void text_may_issue(struct page *p, const struct result *r)
{
	struct text t;
	bool any = false;
	text_init(&t, p->arena, SENTENCE_MAX);
	if (r->evidence->dns.caa.n == 0)
		return;
	add_who(&t, r, ANSWER_READY, "", &any);
	if (any)
		text_add(&t, " may");
	add_who(&t, r, ANSWER_NOT_READY, "may not: ", &any);
	add_who(&t, r, ANSWER_UNKNOWN, "not known: ", &any);
	text_add(&t, ".");
	const struct para para = {
		.hang = DNS_MARGIN, .label = "By CAA today:", .text = text_str(&t)};
	if (any)
		page_para(p, &para);
}

/* -- DNSSEC ------------------------------------------------------------------------ */

static bool is_on_way(const char *host, const char *zone)
{
	size_t h = strlen(host), z = strlen(zone);
	return z == 0 || (h >= z && record_same_name(host + h - z, zone) &&
				 (h == z || host[h - z - 1] == '.'));
}

static const char *zone_str(const char *zone)
{
	return *zone ? zone : ".";
}

void text_trust(struct page *p, const struct result *r, const char *host)
{
	const struct dns_looks *d = &r->evidence->dns;
	const struct trust_step *last = NULL;
	struct text t;
	text_init(&t, p->arena, SENTENCE_MAX);
	for (size_t i = 0; i < d->trust.n; i++) {
		const struct trust_step *s = d->trust.v[i];
		if (!is_on_way(host, s->zone) || (last && last->dnssec != DNSSEC_SECURE))
			continue;
		text_printf(&t, "%s%s", last ? " → " : "", zone_str(s->zone));
		last = s;
	}
	if (!last)
		return;
	switch (last->dnssec) {
	case DNSSEC_SECURE:
		text_add(&t, ": signed all the way");
		put_line(p, "DNSSEC", MARK_OK, text_str(&t));
		break;
	case DNSSEC_INSECURE:
		text_printf(&t, ": %s is not signed", zone_str(last->zone));
		put_line(p, "DNSSEC", MARK_OK, text_str(&t));
		break;
	case DNSSEC_BOGUS:
		text_printf(&t, ": broken at %s: %s", zone_str(last->zone),
			last->why ? last->why : "bogus");
		put_line(p, "DNSSEC", MARK_FAIL, text_str(&t));
		break;
	case DNSSEC_UNKNOWN:
	case DNSSEC__MAX:
		text_printf(&t, ": not known%s%s", text_unseen(p, &last->obs) ? ": " : "",
			text_unseen(p, &last->obs) ? text_unseen(p, &last->obs) : "");
		put_line(p, "DNSSEC", MARK_UNKNOWN, text_str(&t));
		break;
	}
}
