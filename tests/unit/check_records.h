/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A world in which the validation record of example.com is looked for. */
#ifndef PKIREADY_TESTS_CHECK_RECORDS_H
#define PKIREADY_TESTS_CHECK_RECORDS_H

#include "check_dns.h"

#define X "example.com"
#define HOST "_dnsauth.example.com"
#define NS1 "ns1.example.net"
#define NS2 "ns2.example.net"

/* Looked at from the CA's view and the host's, text as in fill_view. */
static MAYBE struct record_look *add_look(struct world *w, enum record_place place,
	const char *host, const char *txt, const char *cname)
{
	struct record_look *l = VEC_ADD(w->a, &w->e.dns.records, struct record_look);
	*l = (struct record_look){.name = w->t.names.v[0]->ascii,
		.host = host,
		.place = place};
	fill_view(w, &l->txt, host, RR_TXT, txt);
	fill_view(w, &l->cname, host, RR_CNAME, cname);
	fill_view(w, &l->host_txt, host, RR_TXT, txt);
	l->txt.negative_ttl = l->cname.negative_ttl = 300;
	return l;
}

/* One examined name, the zone at two servers that say the same, no CAA. */
static MAYBE struct record_look *dns_world(
	struct world *w, const char *profile, const char *txt)
{
	world_open4(w, profile);
	walked(w);
	w->t.method = METHOD_DNS;
	w->t.records_wanted = true;
	w->t.names.n = 1;
	w->t.issued = 0;
	struct zone_look *z = add_zone(w, X, "com", NS1 "|" NS2);
	for (int i = 0; i < 2; i++) {
		struct server_look *s = add_server(
			w, z, i ? NS2 : NS1, i ? "192.0.2.2" : "192.0.2.1");
		add_answer(w, s, HOST, RR_TXT, txt);
	}
	return add_look(w, PLACE_WANTED, HOST, txt, "-");
}

static MAYBE struct server_look *server_of(struct world *w, size_t i)
{
	return w->e.dns.zones.v[0]->servers.v[i];
}

static MAYBE void server_says(struct world *w, size_t i, const char *text)
{
	struct server_look *s = server_of(w, i);
	s->answers.n = 0;
	add_answer(w, s, HOST, RR_TXT, text);
}

static MAYBE const char *message_of(
	struct world *w, enum finding_id id, enum verdict v)
{
	const struct finding *x = find(w, id, v);
	if (!x)
		fail_msg("no %s:%s but \"%s\"", verdict_words[v], finding_table[id].id,
			bad(w));
	return x->message;
}

static MAYBE const char *advice_of(struct world *w, enum finding_id id)
{
	for (size_t i = 0; i < w->f.all.n; i++)
		if (w->f.all.v[i]->id == id && w->f.all.v[i]->verdict != VERDICT_PASS)
			return w->f.all.v[i]->advice;
	fail_msg("no advice of %s", finding_table[id].id);
	return NULL;
}

#endif
