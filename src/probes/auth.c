/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "probes/auth.h"
#include "probes/reach.h"
#include "record_name.h"

#include <string.h>

/* Names: above, one address of each server is asked, and about one type. */
enum { MANY = 64 };

/* -- what is asked ------------------------------------------------------------------ */
static void add_question(struct auth *w, struct auth_item *item, int type)
{
	struct auth_question *q =
		VEC_ADD(w->arena, &item->questions, struct auth_question);
	*q = (struct auth_question){.name = item->name, .type = type, .dnssec = true};
}

static void add_regions(struct auth *w, struct auth_item *item, int type)
{
	for (const struct auth_region *r = auth_regions; r->name && w->regions; r++) {
		struct cidr *subnet = ARENA_NEW(w->arena, struct cidr);
		if (cidr_parse(r->prefix, subnet) != ERR_OK)
			continue;
		struct auth_question *q =
			VEC_ADD(w->arena, &item->questions, struct auth_question);
		*q = (struct auth_question){.name = item->name,
			.type = type,
			.subnet = subnet,
			.region = r->name};
	}
}

static struct auth_item *item_new(struct auth *w, const char *name)
{
	struct auth_item *item = VEC_ADD(w->arena, &w->items, struct auth_item);
	item->name = arena_str(w->arena, name);
	return item;
}

static const char *registrable(const struct target_name *n)
{
	return n->registrable ? n->registrable : n->ascii;
}

static void add_name(struct auth *w, const struct target_name *n)
{
	const struct target *t = w->look->target;
	struct auth_item *item = item_new(w, n->ascii);
	if (t->v4)
		add_question(w, item, RR_A);
	if (t->v6 && (w->few || !t->v4))
		add_question(w, item, RR_AAAA);
	if (n->role == ROLE_EXAMINED && w->few) {
		add_question(w, item, RR_CAA);
		if (t->v4)
			add_regions(w, item, RR_A);
	}
	auth_path_add(w, item, registrable(n));
}

static bool known_host(const struct auth *w, const char *host)
{
	for (size_t i = 0; i < w->items.n; i++)
		if (w->items.v[i]->wanted && strcmp(w->items.v[i]->name, host) == 0)
			return true;
	return false;
}

static void add_record(struct auth *w, const struct target_name *n)
{
	const struct target *t = w->look->target;
	struct record_name r;
	const char *why;
	if (record_name_of(w->arena, t, n, t->profile, &r, &why) != ERR_OK ||
		known_host(w, r.host))
		return;
	struct auth_item *item = item_new(w, r.host);
	item->wanted = true;
	item->type = r.type;
	item->value = r.value;
	add_question(w, item, RR_TXT);
	if (r.type == RR_CNAME)
		add_question(w, item, RR_CNAME);
	add_regions(w, item, r.type);
	auth_path_add(
		w, item, auth_within(r.host, registrable(n)) ? registrable(n) : r.host);
}

/* -- the root ----------------------------------------------------------------------- */
static void root_servers(struct auth *w)
{
	struct auth_zone *root = auth_zone_new(w, NULL, "");
	struct auth_host *h = auth_zone_host(root, "the root servers");
	for (size_t i = 0; h && i < w->s->roots.servers.n; i++) {
		const struct ip *ip = w->s->roots.servers.v[i];
		if (ip->family == 4 ? w->s->v4 : w->s->v6)
			auth_zone_server(root, h, ip, true);
	}
}

static void heard6(void *arg, const struct auth_result *r)
{
	(void)arg, (void)r;
}

/* One question that tells whether IPv6 leads anywhere from this host. */
static void try_ipv6(struct auth *w)
{
	static const struct auth_question q = {.name = "", .type = RR_NS};
	const struct auth_zone *root = w->zones.v[0];
	for (size_t i = 0; i < root->servers.n; i++)
		if (root->servers.v[i]->ip.family == 6) {
			auth_send(root->servers.v[i]->peer, &q, heard6, w);
			w->tried6 = true;
			return;
		}
}

static int lanes(const void *arg)
{
	const struct resolving *s = arg;
	return s->over ? 0 : s->authority.taken + s->authority.taken_after;
}

static void walk(void *arg)
{
	struct auth *w = arg;
	struct look *l = w->look;
	const struct target *t = l->target;
	if (l->stopped) {
		look_end(l);
		return;
	}
	w->s = dns_state(l);
	w->net = auth_net_new(l, w->s->flights, lanes, w->s);
	w->few = t->names.n <= MANY;
	w->regions = t->records_wanted && t->names.n <= AUTH_FEW;
	root_servers(w);
	for (size_t i = 0; i < t->names.n && t->records_wanted; i++)
		if (t->names.v[i]->role == ROLE_EXAMINED)
			add_record(w, t->names.v[i]);
	for (size_t i = 0; i < t->names.n; i++)
		add_name(w, t->names.v[i]);
	if (t->v6)
		try_ipv6(w);
	auth_path_start(w);
	look_end(l);
}

static void start(struct look *l)
{
	struct obs *obs = &l->evidence->dns.obs;
	if (l->target->have_resolver) {
		obs->excerpt = "replaced by --resolver: no authoritative server is asked";
		return;
	}
	struct auth *w = ARENA_NEW(l->arena, struct auth);
	l->walking = w;
	w->look = l;
	w->arena = l->arena;
	look_begin(l);
	loop_after(l->loop, 0, walk, w);
}

/* -- the end ------------------------------------------------------------------------ */
static bool family_answers(const struct auth *w, int family)
{
	for (size_t i = 0; i < w->zones.n; i++)
		for (size_t j = 0; j < w->zones.v[i]->servers.n; j++) {
			const struct auth_server *s = w->zones.v[i]->servers.v[j];
			if (s->ip.family == family && auth_peer_answered(s->peer))
				return true;
		}
	return false;
}

static void excuse(struct server_look *look)
{
	static const char words[] =
		"no name server at all, a root server neither, answers this host by IPv6";
	look->obs.seen = SEEN_SKIPPED;
	look->obs.excerpt = words;
	for (size_t i = 0; i < look->answers.n; i++) {
		struct server_answer *a = look->answers.v[i];
		a->udp = a->tcp = SERVER_NOT_ASKED;
		a->answer.obs.seen = SEEN_SKIPPED;
		a->answer.obs.excerpt = words;
	}
}

/* What this host's own IPv6 lacks is no fault of the servers. */
static void excuse_ipv6(struct auth *w)
{
	if (!w->tried6 || family_answers(w, 6) || !family_answers(w, 4))
		return;
	for (size_t i = 0; i < w->zones.n; i++)
		for (size_t j = 0; j < w->zones.v[i]->servers.n; j++) {
			const struct auth_server *s = w->zones.v[i]->servers.v[j];
			if (s->look && s->ip.family == 6)
				excuse(s->look);
		}
}

static void finish(struct look *l)
{
	struct auth *w = l->walking;
	struct obs *obs = &l->evidence->dns.obs;
	if (!w || !w->net)
		return;
	auth_net_close(w->net, reach_why_ended(l));
	excuse_ipv6(w);
	auth_trust(w);
	obs->source = "the servers of each zone, from the root down";
	obs->at = look_at(l);
	obs->seen = w->heard ? SEEN_YES : SEEN_FAILED;
	if (!w->heard)
		obs->excerpt = w->words ? w->words : "no root server answered";
	l->walking = NULL;
}

const struct probe probe_auth = {
	.id = "auth",
	.title = "authoritative name servers",
	.names = true,
	.start = start,
	.finish = finish,
};
