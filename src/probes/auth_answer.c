/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "probes/auth.h"
#include "probes/dns_answer.h"
#include "probes/dns_view.h"
#include "probes/reach.h"
#include "record_state.h"

#include <ldns/ldns.h>
#include <string.h>

struct asking { /* one question to one server, and where its answer goes */
	struct auth_server *server;
	struct auth_item *item; /* NULL: about the zone */
	const struct auth_question *q;
	struct server_answer *answer;
};

void auth_forget(struct server_look *look, const struct auth_item *item)
{
	size_t kept = 0;
	for (size_t i = 0; i < look->answers.n; i++)
		if (look->answers.v[i]->answer.owner != item->name)
			look->answers.v[kept++] = look->answers.v[i];
	look->answers.n = kept;
}

/* -- what answers about the zone itself lead to ------------------------------------- */
static void also_in_child(struct auth_host *h)
{
	const struct auth_zone *z = h->zone;
	h->in_child = true;
	h->other = NULL;
	for (size_t i = 0; i < z->servers.n; i++)
		if (z->servers.v[i]->host == h && z->servers.v[i]->look) {
			z->servers.v[i]->look->in_child = true;
			z->servers.v[i]->look->not_delegated = NULL;
		}
}

static void heard_ns(struct auth_zone *z, const struct dns_view *v)
{
	if (!z->child_ns_known)
		z->look->child_ns = *v;
	z->child_ns_known = true;
	for (size_t i = 0; i < v->records.n; i++) {
		struct auth_host *h =
			auth_zone_host(z, (const char *)v->records.v[i]->data.p);
		if (!h)
			return;
		also_in_child(h);
		auth_zone_resolve(z, h);
	}
}

struct auth_host *auth_ask_other(struct auth_zone *z, const char *name, const char *why)
{
	size_t before = z->hosts.n;
	struct auth_host *h = auth_zone_host(z, name);
	if (!h || z->hosts.n == before || *h->name == '\0')
		return NULL;
	h->other = why;
	auth_zone_resolve(z, h);
	return h;
}

/* Servers that may hold the zone as somebody edits it, without being delegated to. */
void auth_ask_others(struct auth_zone *z)
{
	if (!z->w->look->target->records_wanted || z->others_asked)
		return;
	z->others_asked = true;
	for (const struct auth_provider *p = auth_providers; p->name; p++)
		(void)auth_ask_other(z, p->server, p->name);
}

static void ask_primary(struct auth_zone *z, const struct dns_record *soa)
{
	const char *end = strchr(soa->text, ' ');
	if (!z->w->look->target->records_wanted || !end)
		return;
	(void)auth_ask_other(z,
		arena_dup(z->w->arena, soa->text, (size_t)(end - soa->text)),
		"the primary that the zone's SOA record names");
}

/* SERIAL is the first of the five numbers at the end (RFC 1035 section 3.3.13). */
static int64_t serial_of(const struct dns_record *soa)
{
	if (soa->data.n < 22)
		return -1;
	const unsigned char *p = soa->data.p + soa->data.n - 20;
	return (int64_t)p[0] << 24 | (int64_t)p[1] << 16 | (int64_t)p[2] << 8 | p[3];
}

static void heard_soa(struct auth_server *s, const struct dns_view *v)
{
	struct auth_zone *z = s->zone;
	s->look->serial = serial_of(v->records.v[0]);
	if (z->soa_known || s->host->other)
		return;
	z->soa_known = true;
	z->look->soa = *v;
	ask_primary(z, v->records.v[0]);
}

static void heard_zone(const struct asking *x)
{
	const struct dns_view *v = &x->answer->answer;
	if (!x->answer->authoritative || v->records.n == 0 || v->chain.n)
		return;
	if (x->q->type == RR_NS && !x->server->host->other)
		heard_ns(x->server->zone, v);
	else if (x->q->type == RR_SOA)
		heard_soa(x->server, v);
}

/* -- one answer --------------------------------------------------------------------- */
static void keep_for_trust(const struct asking *x, struct bytes packet)
{
	struct auth_zone *z = x->server->zone;
	if (!x->q->dnssec || !x->answer->authoritative || x->server->host->other)
		return;
	for (size_t i = 0; i < z->kept.n; i++)
		if (z->kept.v[i]->type == x->q->type &&
			strcmp(z->kept.v[i]->owner, x->q->name) == 0)
			return;
	struct auth_kept *k = VEC_ADD(z->w->arena, &z->kept, struct auth_kept);
	k->owner = x->q->name;
	k->type = x->q->type;
	k->packet.p = arena_dup(z->w->arena, packet.p, packet.n);
	k->packet.n = packet.n;
}

static bool descended(const struct asking *x, struct bytes packet)
{
	ldns_pkt *pkt = NULL;
	if (!x->answer->referral || x->server->host->other ||
		ldns_wire2pkt(&pkt, packet.p, packet.n) != LDNS_STATUS_OK)
		return false;
	bool yes = auth_path_descend(x->item, pkt, packet);
	ldns_pkt_free(pkt);
	return yes;
}

/* Not at a server that is delegated to: then somebody may have put it elsewhere. */
static void missed(const struct asking *x)
{
	const struct auth_item *item = x->item;
	if (!item->wanted || x->q->type != item->type || x->q->subnet ||
		x->server->host->other)
		return;
	enum record_state s =
		record_state_of(&x->answer->answer, item->type, &item->value);
	if (s == RECORD_ABSENT || s == RECORD_OTHER)
		auth_ask_others(x->server->zone);
}

static void observe(struct server_look *look, const struct dns_view *v, bool fits)
{
	if (fits)
		look->obs.seen = SEEN_YES;
	if (look->obs.seen == SEEN_YES) {
		look->obs.excerpt = NULL;
	} else if (look->obs.seen == SEEN_SKIPPED) {
		look->obs.seen = v->obs.seen;
		look->obs.excerpt = v->obs.excerpt;
	}
}

static void answered(void *arg, const struct auth_result *r)
{
	struct asking *x = arg;
	struct auth_server *s = x->server;
	struct auth *w = s->zone->w;
	if (x->item && x->item->zone != s->zone)
		return;
	bool fits = auth_read(w->arena, x->q, r, x->answer);
	x->answer->answer.obs.source = s->look->obs.source;
	x->answer->answer.obs.at = look_at(w->look);
	observe(s->look, &x->answer->answer, fits);
	if (!fits && !w->look->stopped)
		reach_egress(w->look, &s->ip, true);
	if (!fits || w->look->stopped)
		return;
	if (!x->item) {
		heard_zone(x);
	} else if (!descended(x, r->packet)) {
		keep_for_trust(x, r->packet);
		missed(x);
	}
}

static void ask(
	struct auth_server *s, struct auth_item *item, const struct auth_question *q)
{
	struct arena *a = s->zone->w->arena;
	struct asking *x = ARENA_NEW(a, struct asking);
	*x = (struct asking){.server = s,
		.item = item,
		.q = q,
		.answer = VEC_ADD(a, &s->look->answers, struct server_answer)};
	auth_answer_init(q, x->answer);
	auth_send(s->peer, q, answered, x);
}

/* -- what is asked where ------------------------------------------------------------ */
static void ask_about(struct auth_server *s, struct auth_item *item)
{
	const struct auth *w = s->zone->w;
	if (!w->few && !s->first)
		return;
	for (size_t i = 0; i < item->questions.n; i++) {
		const struct auth_question *q = item->questions.v[i];
		/* a region's answer does not change with the address of the server */
		if (q->subnet && !s->first)
			continue;
		if (s->host->other && (!item->wanted || q->subnet))
			continue;
		ask(s, item, q);
	}
}

void auth_ask_item(struct auth_zone *z, struct auth_item *item)
{
	if (z->w->few)
		auth_path_probe(z, item);
	for (size_t i = 0; i < z->servers.n; i++)
		if (z->servers.v[i]->look)
			ask_about(z->servers.v[i], item);
}

void auth_ask_server(struct auth_server *s)
{
	struct auth_zone *z = s->zone;
	struct auth_question *q =
		arena_array(z->w->arena, 3, sizeof(struct auth_question));
	q[0] = (struct auth_question){.name = z->name, .type = RR_SOA, .tcp = true};
	q[1] = (struct auth_question){.name = z->name, .type = RR_SOA};
	q[2] = (struct auth_question){.name = z->name, .type = RR_NS};
	ask(s, NULL, &q[1]);
	if (!s->host->other) {
		ask(s, NULL, &q[0]); /* CAs' resolvers need TCP, too: it takes longer */
		ask(s, NULL, &q[2]);
	}
	for (size_t i = 0; i < z->items.n; i++)
		ask_about(s, z->items.v[i]);
}
