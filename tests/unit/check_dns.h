/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Views, zones, servers and CAA sets for the judges of the DNS, built from short text. */
#ifndef PKIREADY_TESTS_CHECK_DNS_H
#define PKIREADY_TESTS_CHECK_DNS_H

#include "world_break.h"

#include "../../src/checks/dns.h"

#include <stdlib.h>

static MAYBE void walked(struct world *w)
{
	w->e.dns.obs = seen("the walk from the root");
	w->e.recursion.obs = seen("root servers");
}

static MAYBE struct dns_record *add_record(struct world *w, struct dns_view *v,
	const char *owner, int64_t type, const char *data)
{
	struct dns_record *r = VEC_ADD(w->a, &v->records, struct dns_record);
	*r = (struct dns_record){.owner = owner,
		.type = type,
		.ttl = 300,
		.text = data,
		.data = bytes_of(data),
		.strings = 1};
	v->obs.seen = SEEN_YES;
	v->rcode = 0;
	return r;
}

/*
 * What a question got: "-" no data, "N" NXDOMAIN, "S" SERVFAIL, "R" REFUSED, "I"
 * NOTIMP, "T" no answer, "B" bogus, "?" not asked; else records, '|' between them. One
 * that begins with ">" is a CNAME that was followed. CAA: "FLAGS TAG VALUE".
 */
static MAYBE void fill_view(struct world *w, struct dns_view *v, const char *owner,
	int64_t type, const char *text)
{
	static const struct {
		const char *word;
		enum seen seen;
		int rcode;
	} words[] = {{"-", SEEN_NO, 0}, {"N", SEEN_NO, 3}, {"S", SEEN_FAILED, 2},
		{"R", SEEN_FAILED, 5}, {"I", SEEN_FAILED, 4}, {"T", SEEN_FAILED, -1},
		{"B", SEEN_FAILED, 2}, {"?", SEEN_SKIPPED, 0}};
	*v = (struct dns_view){.obs = {.seen = SEEN_NO, .source = "recursion"},
		.owner = owner,
		.end = owner,
		.type = type,
		.negative_ttl = -1};
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (strcmp(words[i].word, text) == 0) {
			v->obs.seen = words[i].seen;
			v->rcode = words[i].rcode;
			v->nxdomain = words[i].rcode == 3;
			v->dnssec = *text == 'B' ? DNSSEC_BOGUS : DNSSEC_UNKNOWN;
			return;
		}
	char *rest = arena_str(w->a, text);
	while (rest && *rest) {
		char *one = rest, *bar = strchr(rest, '|');
		rest = bar ? bar + 1 : NULL;
		if (bar)
			*bar = '\0';
		if (*one == '>') {
			struct dns_record *c =
				VEC_ADD(w->a, &v->chain, struct dns_record);
			*c = (struct dns_record){.owner = v->end,
				.type = RR_CNAME,
				.ttl = 300,
				.text = one + 1,
				.data = bytes_of(one + 1)};
			v->end = one + 1;
			continue;
		}
		struct dns_record *r = add_record(w, v, v->end, type, one);
		char *tag = type == RR_CAA ? strchr(one, ' ') : NULL;
		char *value = tag ? strchr(tag + 1, ' ') : NULL;
		if (!tag)
			continue;
		r->flags = strtol(one, NULL, 10);
		r->tag = arena_dup(w->a, tag + 1, value ? (size_t)(value - tag - 1)
							: strlen(tag + 1));
		r->data = bytes_of(value ? value + 1 : "");
	}
}

/* The climb of one name, '/' between its levels: "-/0 issue ca.example.net". */
static MAYBE struct caa_look *add_caa(
	struct world *w, const char *name, bool wildcard, const char *levels)
{
	struct caa_look *l = VEC_ADD(w->a, &w->e.dns.caa, struct caa_look);
	char *rest = arena_str(w->a, levels);
	const char *owner = name;
	l->name = name;
	l->wildcard = wildcard;
	while (rest && owner) {
		char *one = rest, *end = strstr(rest, " / ");
		rest = end ? end + 3 : NULL;
		if (end)
			*end = '\0';
		struct dns_view *v = VEC_ADD(w->a, &l->climb, struct dns_view);
		fill_view(w, v, owner, RR_CAA, one);
		owner = strchr(owner, '.') ? strchr(owner, '.') + 1 : NULL;
	}
	return l;
}

static MAYBE struct zone_look *add_zone(
	struct world *w, const char *name, const char *parent, const char *ns)
{
	struct zone_look *z = VEC_ADD(w->a, &w->e.dns.zones, struct zone_look);
	z->obs = seen("the walk from the root");
	z->name = name;
	z->parent = parent;
	fill_view(w, &z->parent_ns, name, RR_NS, ns);
	fill_view(w, &z->child_ns, name, RR_NS, ns);
	fill_view(w, &z->soa, name, RR_SOA, "soa");
	return z;
}

static MAYBE struct server_look *add_server(
	struct world *w, struct zone_look *z, const char *name, const char *ip)
{
	struct server_look *s = VEC_ADD(w->a, &z->servers, struct server_look);
	s->name = name;
	s->ip = ip_of(ip);
	s->obs = seen(ip);
	s->in_parent = s->in_child = true;
	s->serial = 7;
	return s;
}

/* What one server says; text as in fill_view, and "L" lame, "X" no route. */
static MAYBE struct server_answer *add_answer(struct world *w, struct server_look *s,
	const char *owner, int64_t type, const char *text)
{
	struct server_answer *a = VEC_ADD(w->a, &s->answers, struct server_answer);
	bool lame = strcmp(text, "L") == 0, route = strcmp(text, "X") == 0;
	fill_view(w, &a->answer, owner, type, lame ? "-" : route ? "T" : text);
	a->answer.obs.source = s->name;
	enum seen got = a->answer.obs.seen;
	a->udp = lame                     ? SERVER_LAME
		 : route                  ? SERVER_UNREACHABLE
		 : got == SEEN_SKIPPED    ? SERVER_NOT_ASKED
		 : a->answer.rcode < 0    ? SERVER_SILENT
		 : got == SEEN_FAILED     ? SERVER_RCODE
					  : SERVER_OK;
	a->tcp = a->udp == SERVER_OK ? SERVER_OK : a->udp;
	a->authoritative = a->udp == SERVER_OK;
	a->scope = -1;
	return a;
}

static MAYBE struct trust_step *add_step(
	struct world *w, const char *zone, enum dnssec state)
{
	struct trust_step *s = VEC_ADD(w->a, &w->e.dns.trust, struct trust_step);
	s->obs = seen("the chain of trust");
	s->zone = zone;
	s->dnssec = state;
	s->ds_matches = true;
	return s;
}

static MAYBE void is_text(const char *has, const char *wants)
{
	assert_non_null(has);
	assert_string_equal(has, wants);
}

#endif
