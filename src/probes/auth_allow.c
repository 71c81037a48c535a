/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "probes/auth_send.h"
#include "probes/dns_state.h"
#include "probes/reach.h"

#include <string.h>

static bool given_by_hosts(const struct target *t, const struct ip *ip)
{
	for (size_t i = 0; i < t->hosts.n; i++) {
		struct ip given = ip_unmapped(t->hosts.v[i]->ip);
		if (ip_equal(&given, ip))
			return true;
	}
	return false;
}

/* The user's own root servers are in this space: so is the tree below them. */
static bool of_a_private_tree(struct look *l, const struct ip_special *space)
{
	struct dns_roots roots = {0};
	const char *why;
	if (l->target->root_hints.n == 0 || !space ||
		dns_roots_hints(l->arena, l->target->root_hints, &roots, &why) != ERR_OK)
		return false;
	for (size_t i = 0; i < roots.servers.n; i++) {
		struct ip root = ip_unmapped(*roots.servers.v[i]);
		const struct ip_special *its = ip_special(&root);
		if (its && strcmp(its->name, space->name) == 0)
			return true;
	}
	return false;
}

static bool on_interface(const struct addresses *local, const struct ip *ip)
{
	for (size_t i = 0; i < local->all.n; i++) {
		struct ip here = ip_unmapped(local->all.v[i]->ip);
		if (ip_equal(&here, ip) && !local->all.v[i]->loopback)
			return true;
	}
	return false;
}

enum auth_may auth_may(struct look *l, const struct ip *ip)
{
	struct ip plain = ip_unmapped(*ip);
	if (!ip_reserved(&plain) || given_by_hosts(l->target, &plain) ||
		of_a_private_tree(l, ip_special(&plain)))
		return AUTH_MAY;
	if (ip_is_loopback(&plain) || ip_is_any(&plain))
		return AUTH_MAY_NOT;
	const struct addresses *local = reach_local(l);
	if (!local)
		return l->broker ? AUTH_WAIT : AUTH_MAY_NOT;
	return on_interface(local, &plain) ? AUTH_MAY : AUTH_MAY_NOT;
}
