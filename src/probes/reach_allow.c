/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "reach.h"

#include "broker.h"
#include "host.h"

#include <string.h>

struct waiter {
	void (*fn)(void *arg);
	void *arg;
};

/* This host's addresses as far as they are known; NULL: nobody told yet. */
const struct addresses *reach_local(struct look *l)
{
	if (l->evidence->addresses.obs.seen != SEEN_SKIPPED)
		return &l->evidence->addresses;
	return reach_state(l)->local;
}

static bool on_interface(const struct addresses *local, const struct ip *ip)
{
	for (size_t i = 0; i < local->all.n; i++) {
		struct ip here = ip_unmapped(local->all.v[i]->ip);
		if (ip_equal(&here, ip))
			return true;
	}
	return false;
}

static bool given_by_hosts(const struct target *t, const struct ip *ip)
{
	for (size_t i = 0; i < t->hosts.n; i++) {
		struct ip given = ip_unmapped(t->hosts.v[i]->ip);
		if (ip_equal(&given, ip))
			return true;
	}
	return false;
}

static bool maps_to(const struct look *l, const char *host, const struct ip *ip)
{
	const struct name_look *n = evidence_name(l->evidence, host);
	if (!n || n->role == ROLE_HOP)
		return false;
	for (size_t i = 0; i < n->addresses.n; i++) {
		struct ip a = ip_unmapped(n->addresses.v[i]->ip);
		if (ip_equal(&a, ip))
			return true;
	}
	return false;
}

enum reach_may reach_may(struct look *l, const char *host, const struct ip *ip)
{
	struct ip plain = ip_unmapped(*ip);
	if (!ip_reserved(&plain) || given_by_hosts(l->target, &plain))
		return REACH_MAY;
	if (!maps_to(l, host, &plain))
		return REACH_MAY_NOT;
	const struct addresses *local = reach_local(l);
	if (!local)
		return REACH_WAIT;
	return on_interface(local, &plain) ? REACH_MAY : REACH_MAY_NOT;
}

static void on_known(void *arg, void *answer)
{
	struct reaching *r = arg;
	r->local = answer;
	for (size_t i = 0; i < r->waiters.n; i++)
		r->waiters.v[i]->fn(r->waiters.v[i]->arg);
	r->waiters.n = 0;
	look_end(r->look);
}

void reach_when_known(struct look *l, void (*fn)(void *arg), void *arg)
{
	static const struct ask_ports ask = {80, 443};
	struct reaching *r = reach_state(l);
	struct waiter *w = VEC_ADD(l->arena, &r->waiters, struct waiter);
	*w = (struct waiter){fn, arg};
	if (r->local_asked)
		return;
	r->local_asked = true;
	look_begin(l);
	broker_ask(l->broker, l->loop, l->arena, HOST_addresses, &ask, on_known, r);
}

const char *reach_why_not(struct arena *a, const struct ip *ip)
{
	char buf[IP_TEXT_MAX];
	struct ip plain = ip_unmapped(*ip);
	const struct ip_special *s = ip_special(&plain);
	return arena_printf(a, "%s is %s (%s): not connected to", ip_format(ip, buf),
		s ? s->name : "reserved", s ? s->source : "IANA");
}

const char *reach_why_ended(const struct look *l)
{
	return l->evidence->interrupted ? "interrupted by the user"
					: "the time for the whole look was up";
}
