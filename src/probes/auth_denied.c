/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A zone that its parent denies: who serves it all the same? Those that may are the
 * servers that this host's resolver still has in its cache, this host itself, and the
 * well-known servers of providers. What they say is no validation's business: it only
 * tells a name that is on hold from one that never was.
 */
#include "probes/auth.h"
#include "probes/reach.h"

struct asked_own { /* an address of a server's name, at this host's resolver */
	struct auth_zone *zone;
	struct auth_host *host;
};

static void addressed(void *arg, const struct dns_view *view)
{
	struct asked_own *x = arg;
	if (!x->zone->w->look->stopped)
		auth_zone_addresses(x->zone, x->host, view);
}

static void resolve_own(struct auth_zone *z, struct auth_host *h, int type)
{
	struct asked_own *x = ARENA_NEW(z->w->arena, struct asked_own);
	*x = (struct asked_own){.zone = z, .host = h};
	dns_ask_view(&z->w->s->own, h->name, type, addressed, x);
}

static void named(void *arg, const struct dns_view *view)
{
	struct auth_zone *z = arg;
	const struct target *t = z->w->look->target;
	for (size_t i = 0; i < view->records.n && !z->w->look->stopped; i++) {
		const char *name = (const char *)view->records.v[i]->data.p;
		struct auth_host *h =
			auth_ask_other(z, name, "this host's resolver still names it");
		if (h && t->v4)
			resolve_own(z, h, RR_A);
		if (h && t->v6)
			resolve_own(z, h, RR_AAAA);
	}
}

static bool is_link_local(const struct ip *ip)
{
	return ip->family == 6 && ip->addr[0] == 0xfe && (ip->addr[1] & 0xc0) == 0x80;
}

static void at_home(void *arg)
{
	struct auth_zone *z = arg;
	struct look *l = z->w->look;
	const struct addresses *local = l->stopped ? NULL : reach_local(l);
	struct auth_host *h = local ? auth_zone_host(z, "this host") : NULL;
	if (!h)
		return;
	h->other = "a name server on this host";
	h->asked = true;
	for (size_t i = 0; i < local->all.n; i++) {
		const struct local_address *a = local->all.v[i];
		bool wanted = a->ip.family == 4 ? l->target->v4 : l->target->v6;
		if (wanted && a->up && !a->loopback && !is_link_local(&a->ip))
			auth_zone_server(z, h, &a->ip, false);
	}
}

void auth_denied(struct auth_zone *z)
{
	if (z->denied || z->full)
		return;
	z->denied = true;
	auth_ask_others(z);
	dns_ask_view(&z->w->s->own, z->name, RR_NS, named, z);
	if (reach_local(z->w->look))
		at_home(z);
	else if (z->w->look->broker)
		reach_when_known(z->w->look, at_home, z);
}
