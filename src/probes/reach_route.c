/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "reach.h"

#include "broker.h"
#include "host.h"

struct asking {
	struct look *look;
	struct route_known *route;
};

static struct route_known *route_of(const struct reaching *r, const struct ip *ip)
{
	for (size_t i = 0; r && i < r->routes.n; i++)
		if (ip_equal(&r->routes.v[i]->ip, ip))
			return r->routes.v[i];
	return NULL;
}

static void on_answer(void *arg, void *answer)
{
	struct asking *q = arg;
	const struct route_look *r = answer;
	if (r->obs.seen == SEEN_YES) {
		q->route->answered = true;
		q->route->path = r->path;
		q->route->interface = r->interface;
	}
	look_end(q->look);
}

void reach_route(struct look *l, const struct ip *ip)
{
	struct reaching *r = reach_state(l);
	if (route_of(r, ip))
		return;
	reach_egress(l, ip, false);
	struct asking *q = ARENA_NEW(l->arena, struct asking);
	q->look = l;
	q->route = VEC_ADD(l->arena, &r->routes, struct route_known);
	q->route->ip = *ip;
	look_begin(l);
	const struct ask_route ask = {.to = *ip};
	broker_ask(l->broker, l->loop, l->arena, HOST_route, &ask, on_answer, q);
}

/* What needs no route to be told: the kernel sends to its own addresses over lo. */
static enum path path_by_addresses(
	const struct addresses *a, const struct ip *ip, const char **interface)
{
	struct ip plain = ip_unmapped(*ip);
	if (ip_is_loopback(&plain))
		return PATH_LOOPBACK;
	for (size_t i = 0; i < a->all.n; i++) {
		if (!ip_equal(&a->all.v[i]->ip, &plain))
			continue;
		*interface = a->all.v[i]->interface;
		return PATH_LOCAL;
	}
	return PATH_UNKNOWN;
}

enum path reach_path(const struct look *l, const struct ip *ip, const char **interface)
{
	const struct route_known *r = route_of(l->reaching, ip);
	*interface = NULL;
	if (r && r->answered) {
		*interface = r->interface;
		return r->path;
	}
	return path_by_addresses(&l->evidence->addresses, ip, interface);
}
