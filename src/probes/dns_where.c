/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "probes/dns_state.h"

/* What this host has: addresses of its own that the world can or cannot reach. */
struct own {
	bool here;        /* the address itself */
	bool public_any;  /* a public address of either family */
	bool public_same; /* of the family in question */
	bool private_same;
};

static bool link_local(const struct ip *ip)
{
	if (ip->family == 4)
		return ip->addr[0] == 169 && ip->addr[1] == 254;
	return ip->addr[0] == 0xfe && (ip->addr[1] & 0xc0) == 0x80;
}

static struct own own_addresses(const struct addresses *all, const struct ip *ip)
{
	struct own own = {0};
	for (size_t i = 0; i < all->all.n; i++) {
		const struct local_address *a = all->all.v[i];
		own.here = own.here || ip_equal(&a->ip, ip);
		if (a->loopback || link_local(&a->ip))
			continue;
		bool outside = !ip_reserved(&a->ip) && !ip_carrier_nat(&a->ip);
		own.public_any = own.public_any || outside;
		if (a->ip.family == ip->family && outside)
			own.public_same = true;
		else if (a->ip.family == ip->family)
			own.private_same = true;
	}
	return own;
}

static enum where where_is(const struct addresses *all, const struct ip *ip)
{
	if (ip_reserved(ip))
		return WHERE_RESERVED;
	if (all->obs.seen != SEEN_YES)
		return WHERE_UNKNOWN;
	struct own own = own_addresses(all, ip);
	if (own.here)
		return WHERE_HERE;
	/* an address of the other family says nothing of what a router translates
	 * for this one; but a host that has none of this family at all is not the
	 * one behind it */
	bool nat = own.private_same ? !own.public_same : !own.public_any;
	return nat ? WHERE_NAT : WHERE_ELSEWHERE;
}

void dns_classify_address(const struct look *l, struct name_address *addr)
{
	const struct ip_special *special = ip_special(&addr->ip);
	addr->where = where_is(&l->evidence->addresses, &addr->ip);
	if (addr->where == WHERE_RESERVED && special && !addr->reserved_as)
		addr->reserved_as =
			arena_printf(l->arena, "%s (%s)", special->name, special->source);
}

void dns_classify(struct look *l)
{
	struct evidence *e = l->evidence;
	for (size_t i = 0; i < e->names.n; i++)
		for (size_t j = 0; j < e->names.v[i]->addresses.n; j++)
			dns_classify_address(l, e->names.v[i]->addresses.v[j]);
}
