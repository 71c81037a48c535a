/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "probes/auth.h"
#include "probes/dns_answer.h"
#include "probes/dns_view.h"

#include <ldns/ldns.h>
#include <string.h>

const char *auth_lower(struct arena *a, const char *name)
{
	char *s = arena_str(a, name);
	size_t n = strlen(s);
	for (char *p = s; *p; p++)
		if (*p >= 'A' && *p <= 'Z')
			*p = (char)(*p - 'A' + 'a');
	if (n > 0 && s[n - 1] == '.')
		s[n - 1] = '\0';
	return s;
}

bool auth_within(const char *name, const char *zone)
{
	size_t n = strlen(name), m = strlen(zone);
	if (m == 0)
		return true;
	if (n < m || strcmp(name + n - m, zone) != 0)
		return false;
	return n == m || name[n - m - 1] == '.';
}

const char *auth_child(struct arena *a, const char *name, const char *zone)
{
	size_t n = strlen(name), m = strlen(zone);
	if (n <= m)
		return arena_str(a, name);
	size_t at = m ? n - m - 1 : n; /* the dot before the zone, or the end */
	while (at > 0 && name[at - 1] != '.')
		at--;
	return arena_str(a, name + at);
}

struct auth_zone *auth_zone_find(const struct auth *w, const char *name)
{
	for (size_t i = 0; i < w->zones.n; i++)
		if (strcmp(w->zones.v[i]->name, name) == 0)
			return w->zones.v[i];
	return NULL;
}

static int depth(const struct auth_zone *z)
{
	int n = 0;
	for (; z; z = z->parent)
		n++;
	return n;
}

struct auth_zone *auth_zone_new(
	struct auth *w, struct auth_zone *parent, const char *name)
{
	if (w->zones.n >= AUTH_ZONES_MAX || depth(parent) >= AUTH_DEPTH_MAX)
		return NULL;
	struct auth_zone *z = VEC_ADD(w->arena, &w->zones, struct auth_zone);
	z->w = w;
	z->name = name;
	z->parent = parent;
	if (!parent)
		return z;
	struct zone_look *look =
		VEC_ADD(w->arena, &w->look->evidence->dns.zones, struct zone_look);
	z->look = look;
	look->name = name;
	look->parent = parent->name;
	look->obs.seen = SEEN_YES;
	look->obs.at = look_at(w->look);
	look->obs.source = arena_printf(
		w->arena, "the servers of %s", *parent->name ? parent->name : "the root");
	struct dns_view *const views[] = {
		&look->parent_ns, &look->child_ns, &look->ds, &look->dnskey, &look->soa};
	static const int types[] = {RR_NS, RR_NS, RR_DS, RR_DNSKEY, RR_SOA};
	for (size_t i = 0; i < 5; i++)
		*views[i] = dns_view_none(name, types[i], SEEN_SKIPPED, NULL);
	return z;
}

struct auth_host *auth_zone_host(struct auth_zone *z, const char *name)
{
	const char *low = auth_lower(z->w->arena, name);
	for (size_t i = 0; i < z->hosts.n; i++)
		if (strcmp(z->hosts.v[i]->name, low) == 0)
			return z->hosts.v[i];
	if (z->hosts.n >= AUTH_HOSTS_MAX)
		return NULL;
	struct auth_host *h = VEC_ADD(z->w->arena, &z->hosts, struct auth_host);
	h->zone = z;
	h->name = low;
	return h;
}

static struct server_look *show(struct auth_server *s)
{
	struct auth_zone *z = s->zone;
	struct server_look *look =
		VEC_ADD(z->w->arena, &z->look->servers, struct server_look);
	char text[IP_TEXT_MAX];
	look->name = s->host->name;
	look->ip = s->ip;
	look->glue = s->glue;
	look->serial = -1;
	look->in_parent = s->host->in_parent;
	look->in_child = s->host->in_child;
	look->not_delegated = s->host->other;
	look->obs.source = arena_printf(
		z->w->arena, "%s (%s) port 53", s->host->name, ip_format(&s->ip, text));
	return look;
}

static void put_to_work(struct auth_server *s)
{
	struct auth_zone *z = s->zone;
	if ((!z->full && !z->denied) || s->look)
		return;
	s->look = show(s);
	if (!s->host->other)
		verdicts_server(z->w->look, &s->ip);
	for (size_t i = 0; i < z->servers.n; i++) {
		const struct auth_server *other = z->servers.v[i];
		if (other == s || !other->look || !ip_equal(&other->ip, &s->ip))
			continue;
		s->look->obs.excerpt = arena_printf(z->w->arena,
			"the same address as %s's: asked once", other->host->name);
		return;
	}
	auth_ask_server(s);
}

void auth_zone_server(
	struct auth_zone *z, struct auth_host *h, const struct ip *ip, bool glue)
{
	for (size_t i = 0; i < z->servers.n; i++)
		if (z->servers.v[i]->host == h && ip_equal(&z->servers.v[i]->ip, ip))
			return;
	if (z->servers.n >= AUTH_SERVERS_MAX)
		return;
	struct auth_server *s = VEC_ADD(z->w->arena, &z->servers, struct auth_server);
	s->zone = z;
	s->host = h;
	s->ip = *ip;
	s->glue = glue;
	s->first = h->found++ == 0;
	for (size_t i = 0; i < z->servers.n; i++)
		z->servers.v[i]->peer =
			auth_peer_get(z->w->net, &z->servers.v[i]->ip, z->servers.n);
	put_to_work(s);
}

/* -- addresses that the delegation does not hold ------------------------------------ */
static struct ip address_of(const struct dns_record *r)
{
	if (r->type == RR_A && r->data.n == 4)
		return ip_from4(r->data.p);
	if (r->type == RR_AAAA && r->data.n == 16)
		return ip_from6(r->data.p);
	return (struct ip){0};
}

void auth_zone_addresses(
	struct auth_zone *z, struct auth_host *h, const struct dns_view *view)
{
	for (size_t i = 0; i < view->records.n; i++) {
		struct ip ip = address_of(view->records.v[i]);
		if (ip.family)
			auth_zone_server(z, h, &ip, false);
	}
}

static void resolved(void *arg, const struct dns_view *view)
{
	struct auth_host *h = arg;
	struct auth_zone *z = h->zone;
	h->open--;
	z->resolving--;
	if (z->w->look->stopped)
		return;
	auth_zone_addresses(z, h, view);
	auth_zone_settle(z);
	auth_fetch_kick(z);
}

static bool has_family(const struct auth_zone *z, const struct auth_host *h, int family)
{
	for (size_t i = 0; i < z->servers.n; i++)
		if (z->servers.v[i]->host == h && z->servers.v[i]->ip.family == family)
			return true;
	return false;
}

static void resolve(struct auth_zone *z, struct auth_host *h, int type)
{
	h->open++;
	z->resolving++;
	dns_ask_view(&z->w->s->authority, h->name, type, resolved, h);
}

void auth_zone_resolve(struct auth_zone *z, struct auth_host *h)
{
	const struct target *t = z->w->look->target;
	if (h->asked || z->w->look->stopped)
		return;
	h->asked = true;
	if (t->v4 && !has_family(z, h, 4))
		resolve(z, h, RR_A);
	if (t->v6 && !has_family(z, h, 6))
		resolve(z, h, RR_AAAA);
}

void auth_zone_settle(struct auth_zone *z)
{
	for (size_t i = 0; i < z->hosts.n && z->look; i++) {
		const struct auth_host *h = z->hosts.v[i];
		bool told = false;
		for (size_t j = 0; j < z->look->unresolved.n; j++)
			told = told || strcmp(z->look->unresolved.v[j], h->name) == 0;
		if (h->asked && !h->open && !h->found && !h->other && !told)
			VEC_PUSH(z->w->arena, &z->look->unresolved, h->name);
	}
}

/* -- the delegation ----------------------------------------------------------------- */
static void take_glue(struct auth_zone *z, const ldns_rr *rr)
{
	struct arena *a = z->w->arena;
	struct dns_record record = {0};
	if (ldns_rr_get_type(rr) != LDNS_RR_TYPE_A &&
		ldns_rr_get_type(rr) != LDNS_RR_TYPE_AAAA)
		return;
	dns_view_record(a, rr, &record);
	const char *owner = auth_lower(a, record.owner);
	struct ip ip = address_of(&record);
	for (size_t i = 0; i < z->hosts.n && ip.family; i++) {
		if (strcmp(z->hosts.v[i]->name, owner) != 0)
			continue;
		if (z->look->glue.n < AUTH_SERVERS_MAX)
			*VEC_ADD(a, &z->look->glue, struct dns_record) = record;
		auth_zone_server(z, z->hosts.v[i], &ip, true);
	}
}

static void observed(struct auth_zone *z, struct dns_view *v)
{
	v->obs.source = z->look->obs.source;
	v->obs.at = look_at(z->w->look);
}

void auth_zone_refer(struct auth_zone *z, const ldns_pkt *pkt, struct bytes packet)
{
	struct zone_look *look = z->look;
	struct arena *a = z->w->arena;
	z->referral.p = arena_dup(a, packet.p, packet.n);
	z->referral.n = packet.n;
	dns_view_referral(a, z->name, RR_NS, pkt, &look->parent_ns);
	dns_view_referral(a, z->name, RR_DS, pkt, &look->ds);
	observed(z, &look->parent_ns);
	observed(z, &look->ds);
	for (size_t i = 0; i < look->parent_ns.records.n; i++) {
		const struct bytes *target = &look->parent_ns.records.v[i]->data;
		struct auth_host *h = auth_zone_host(z, (const char *)target->p);
		if (h)
			h->in_parent = true;
	}
	const ldns_rr_list *more = ldns_pkt_additional(pkt);
	for (size_t i = 0; i < ldns_rr_list_rr_count(more); i++)
		take_glue(z, ldns_rr_list_rr(more, i));
	for (size_t i = 0; i < z->hosts.n && z->servers.n == 0; i++)
		auth_zone_resolve(z, z->hosts.v[i]);
}

void auth_zone_fill(struct auth_zone *z)
{
	if (z->full || !z->look)
		return;
	z->full = true;
	auth_path_keys(z);
	for (size_t i = 0; i < z->items.n && z->w->few; i++)
		auth_path_probe(z, z->items.v[i]);
	for (size_t i = 0; i < z->hosts.n; i++)
		auth_zone_resolve(z, z->hosts.v[i]);
	for (size_t i = 0; i < z->servers.n; i++)
		put_to_work(z->servers.v[i]);
	auth_zone_settle(z);
}
