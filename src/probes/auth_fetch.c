/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "probes/auth.h"

#include <ldns/ldns.h>

enum { SERVERS_TRIED = 8 };

struct auth_fetch {
	struct auth_zone *zone;
	const struct auth_question *q;
	auth_fetch_fn fn;
	void *arg;
	size_t next, open, tried;
	bool begun, done;
	const char *words;
	struct loop_timer *hedge;
};

static void step(struct auth_fetch *f);

static void finish(
	struct auth_fetch *f, const ldns_pkt *pkt, struct bytes packet, const char *words)
{
	f->done = true;
	loop_cancel(f->hedge);
	f->hedge = NULL;
	if (pkt && f->zone->name[0] == '\0')
		f->zone->w->heard = true;
	f->fn(f->arg, pkt, packet, words);
	look_end(f->zone->w->look);
}

/* It speaks for the zone, or refers to one below it when the way is asked. */
static bool usable(const struct auth_fetch *f, const ldns_pkt *pkt)
{
	ldns_pkt_rcode rcode = ldns_pkt_get_rcode(pkt);
	if (rcode != LDNS_RCODE_NOERROR && rcode != LDNS_RCODE_NXDOMAIN)
		return false;
	if (ldns_pkt_aa(pkt))
		return true;
	if (f->q->type != RR_NS)
		return false;
	const ldns_rr_list *authority = ldns_pkt_authority(pkt);
	for (size_t i = 0; i < ldns_rr_list_rr_count(authority); i++)
		if (ldns_rr_get_type(ldns_rr_list_rr(authority, i)) == LDNS_RR_TYPE_NS)
			return rcode == LDNS_RCODE_NOERROR;
	return false;
}

static void answered(void *arg, const struct auth_result *r)
{
	struct auth_fetch *f = arg;
	ldns_pkt *pkt = NULL;
	f->open--;
	if (f->done)
		return;
	if (!r->packet.n)
		f->words = r->words;
	else if (ldns_wire2pkt(&pkt, r->packet.p, r->packet.n) != LDNS_STATUS_OK)
		f->words = "no DNS message";
	else if (usable(f, pkt))
		finish(f, pkt, r->packet, NULL);
	else
		f->words = ldns_pkt_get_rcode(pkt) ? "an error code" : "no authority";
	if (pkt)
		ldns_pkt_free(pkt);
	if (!f->done)
		step(f);
}

static void hedge_time(void *arg)
{
	struct auth_fetch *f = arg;
	f->hedge = NULL;
	step(f);
}

/* IPv4 first: a route for IPv6 is often there and leads nowhere. */
static struct auth_server *next_server(struct auth_fetch *f)
{
	const struct auth_zone *z = f->zone;
	while (f->next < 2 * z->servers.n && f->tried < SERVERS_TRIED) {
		int family = f->next < z->servers.n ? 4 : 6;
		struct auth_server *server = z->servers.v[f->next++ % z->servers.n];
		if (server->ip.family != family)
			continue;
		f->tried++;
		return server;
	}
	return NULL;
}

static void step(struct auth_fetch *f)
{
	struct auth_zone *z = f->zone;
	struct auth_server *server = next_server(f);
	if (server) {
		f->begun = true;
		f->open++;
		loop_cancel(f->hedge);
		f->hedge = loop_after(z->w->look->loop, AUTH_HEDGE_MS, hedge_time, f);
		auth_send(server->peer, f->q, answered, f);
		return;
	}
	if (f->open == 0 && (z->resolving == 0 || f->tried >= SERVERS_TRIED))
		finish(f, NULL, (struct bytes){0},
			f->words ? f->words : "none of its servers has an address");
}

void auth_fetch(
	struct auth_zone *z, const struct auth_question *q, auth_fetch_fn fn, void *arg)
{
	struct auth_fetch *f = VEC_ADD(z->w->arena, &z->fetches, struct auth_fetch);
	f->zone = z;
	f->q = q;
	f->fn = fn;
	f->arg = arg;
	look_begin(z->w->look);
	step(f);
}

void auth_fetch_kick(struct auth_zone *z)
{
	for (size_t i = 0; i < z->fetches.n; i++) {
		struct auth_fetch *f = z->fetches.v[i];
		if (!f->done && f->open == 0)
			step(f);
	}
}
