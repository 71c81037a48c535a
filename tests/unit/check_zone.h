/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A zone at two name servers that answer well, to break. */
#ifndef PKIREADY_TESTS_CHECK_ZONE_H
#define PKIREADY_TESTS_CHECK_ZONE_H

#include "check_dns.h"

#define X "example.com"
#define NS1 "ns1.example.net"
#define NS2 "ns2.example.net"

static MAYBE struct zone_look *zone_world(struct world *w)
{
	world_open4(w, "digicert");
	walked(w);
	struct zone_look *z = add_zone(w, X, "com", NS1 "|" NS2);
	for (int i = 0; i < 2; i++) {
		struct server_look *s =
			add_server(w, z, i ? NS2 : NS1, i ? "192.0.2.2" : "192.0.2.1");
		add_answer(w, s, X, RR_SOA, "soa");
		add_answer(w, s, X, RR_A, HERE4);
		add_answer(w, s, X, RR_CAA, "-");
	}
	return z;
}

/* The second server answers every question so. */
static MAYBE void second_says(struct world *w, const char *text)
{
	struct server_look *s = w->e.dns.zones.v[0]->servers.v[1];
	s->answers.n = 0;
	s->serial = -1;
	s->obs.seen = SEEN_FAILED;
	add_answer(w, s, X, RR_SOA, text);
	add_answer(w, s, X, RR_A, text);
}

static MAYBE const char *message(struct world *w, enum finding_id id, enum verdict v)
{
	const struct finding *x = find(w, id, v);
	if (!x)
		fail_msg("no %s:%s but \"%s\"", verdict_words[v], finding_table[id].id,
			bad(w));
	return x->message;
}

#endif
