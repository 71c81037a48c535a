/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Facts from routes and the sysctls that judge them. */
#include "ruleset_facts.h"

#include "file.h"
#include "verdict/nft_abi.h"

#include <linux/rtnetlink.h>
#include <net/if.h>
#include <stdlib.h>
#include <string.h>

const struct fib *facts_fib(struct fact_reader *r, int family)
{
	struct fib *f = family == 4 ? &r->fib4 : &r->fib6;
	if (f->family == 0 && fib_read(r->arena, family, f) != ERR_OK)
		f->family = 0;
	return f->family ? f : NULL;
}

/* -- ranges with values ----------------------------------------------------------- */

struct listing {
	struct arena *arena;
	struct range *ranges;
	int64_t *values;
	size_t n, cap;
};

static void list_add(struct listing *l, const struct range *r, int64_t value)
{
	if (l->n == l->cap) {
		l->cap = l->cap ? l->cap * 2 : 32;
		struct range *ranges = arena_array(l->arena, l->cap, sizeof(*ranges));
		int64_t *values = arena_array(l->arena, l->cap, sizeof(*values));
		if (l->n) {
			memcpy(ranges, l->ranges, l->n * sizeof(*ranges));
			memcpy(values, l->values, l->n * sizeof(*values));
		}
		l->ranges = ranges;
		l->values = values;
	}
	l->ranges[l->n] = *r;
	l->values[l->n++] = value;
}

static void list_give(const struct listing *l, struct fact *out)
{
	out->ranges = l->ranges;
	out->values = l->values;
	out->ranges_n = l->n;
	out->known = true;
}

static void list_prefix(
	struct listing *l, struct space *left, const char *prefix, int64_t value)
{
	struct cidr c;
	if (cidr_parse(prefix, &c) != ERR_OK || c.ip.family != left->family)
		return;
	struct range whole = range_of_cidr(&c);
	struct space taken = space_take(l->arena, left, &whole);
	size_t n;
	struct range *r = space_ranges(l->arena, &taken, &n);
	for (size_t i = 0; i < n; i++)
		list_add(l, &r[i], value);
}

/* -- sysctls ---------------------------------------------------------------------- */

static int sysctl_conf(struct arena *a, const char *interface, const char *name)
{
	const char *line = file_line(
		a, arena_printf(a, "/proc/sys/net/ipv4/conf/%s/%s", interface, name), 32);
	return line ? (int)strtol(line, NULL, 10) : 0;
}

/* Of `all` and the interface the larger one counts (IN_DEV_MAXCONF, IN_DEV_ORCONF). */
static int effective(struct arena *a, const char *interface, const char *name)
{
	int all = sysctl_conf(a, "all", name), own = sysctl_conf(a, interface, name);
	return all > own ? all : own;
}

/* -- rp_filter and martians (__fib_validate_source, ip_route_input_slow) ---------- */

struct rpf {
	int filter; /* 0 off, 1 strict, 2 loose */
	bool accept_local, localnet;
	uint32_t ifindex;
};

static bool rpf_refuses(const struct rpf *p, const struct fib_route *r)
{
	if (r && r->type == RTN_LOCAL)
		return !p->accept_local;
	if (!p->filter)
		return false;
	if (!r || r->type != RTN_UNICAST)
		return true;
	return p->filter == 1 && !fib_uses(r, p->ifindex);
}

static void list_martians(struct listing *l, struct space *left, const struct rpf *p)
{
	/* the rest of 0.0.0.0/8 is a plain source (kernel 5.3, ipv4_is_zeronet) */
	list_prefix(l, left, "0.0.0.0/32", 1);
	list_prefix(l, left, "224.0.0.0/4", 1);
	list_prefix(l, left, "255.255.255.255/32", 1);
	if (!p->localnet)
		list_prefix(l, left, "127.0.0.0/8", 1);
}

static void list_refused(
	struct listing *l, struct space *left, const struct fib *f, const struct rpf *p)
{
	for (size_t i = 0; i < f->parts_n; i++) {
		if (!rpf_refuses(p, f->parts[i].route))
			continue;
		struct space taken = space_take(l->arena, left, &f->parts[i].range);
		size_t n;
		struct range *r = space_ranges(l->arena, &taken, &n);
		for (size_t k = 0; k < n; k++)
			list_add(l, &r[k], 1);
	}
}

static void answer_rpf(struct fact_reader *r, const struct need *n, struct fact *out)
{
	struct listing l = {.arena = r->arena};
	struct space left = space_all(r->arena, 4);
	struct fib_route route;
	struct rpf p = {.ifindex = n->iif ? if_nametoindex(n->iif) : 0};
	if (!n->iif || strcmp(n->iif, "lo") == 0) {
		out->known = true;
		return;
	}
	p.filter = effective(r->arena, n->iif, "rp_filter");
	p.accept_local = effective(r->arena, n->iif, "accept_local") > 0;
	p.localnet = effective(r->arena, n->iif, "route_localnet") > 0;
	out->why = arena_printf(r->arena,
		"rp_filter=%d on %s, or a source that is never valid", p.filter, n->iif);
	list_martians(&l, &left, &p);
	const struct fib *f = facts_fib(r, 4);
	if (n->ip.family == 4 && space_holds(&left, &n->ip)) {
		struct range one = {.lo = n->ip, .hi = n->ip};
		if (fib_lookup(r->arena, &n->ip, NULL, 0, &route) != ERR_OK)
			return;
		if (rpf_refuses(&p, &route))
			list_add(&l, &one, 1);
	} else if (n->ip.family == 0) {
		if (!f || (!f->plain_rules && p.filter)) {
			out->why = "rp_filter together with policy routing";
			return;
		}
		list_refused(&l, &left, f, &p);
	}
	list_give(&l, out);
}

/* -- the way back ----------------------------------------------------------------- */

static bool no_way(const struct fib_route *r)
{
	return !r || r->type == RTN_BLACKHOLE || r->type == RTN_UNREACHABLE ||
	       r->type == RTN_PROHIBIT;
}

static void answer_back(struct fact_reader *r, const struct need *n, struct fact *out)
{
	struct listing l = {.arena = r->arena};
	struct fib_route route;
	int family = n->to.family;
	out->why = "there is no route back to the source";
	if (n->ip.family) {
		struct range one = {.lo = n->ip, .hi = n->ip};
		if (fib_lookup(r->arena, &n->ip, &n->to, 0, &route) != ERR_OK)
			return;
		if (no_way(&route))
			list_add(&l, &one, 1);
		list_give(&l, out);
		return;
	}
	const struct fib *f = facts_fib(r, family);
	if (!f || !f->plain_rules) {
		out->why = "policy routing decides the way back";
		return;
	}
	for (size_t i = 0; i < f->parts_n; i++)
		if (no_way(f->parts[i].route))
			list_add(&l, &f->parts[i].range, 1);
	list_give(&l, out);
}

/* -- fib -------------------------------------------------------------------------- */

/* nft takes the route of a broadcast address as well, rpfilter that of a unicast
 * alone. */
static int64_t oif_of(const struct fib_route *r, uint32_t ifindex, bool unicast)
{
	if (!r || (r->type != RTN_UNICAST && (unicast || r->type != RTN_BROADCAST)))
		return 0;
	if (ifindex)
		return fib_uses(r, ifindex) ? ifindex : 0;
	return r->oif[0];
}

/* A lookup of a multicast address answers for sending to it: not what a source is
 * judged by. */
static bool answer_multicast(struct arena *a, const struct fib *f, const struct ip *ip,
	uint32_t ifindex, bool unicast, struct fact *out)
{
	char name[IF_NAMESIZE];
	if (!f || !f->plain_rules)
		return false;
	for (size_t i = 0; i < f->parts_n; i++)
		if (ip_compare(&f->parts[i].range.lo, ip) <= 0 &&
			ip_compare(ip, &f->parts[i].range.hi) <= 0)
			out->value = oif_of(f->parts[i].route, ifindex, unicast);
	out->known = true;
	out->text = out->value && if_indextoname((unsigned)out->value, name)
			    ? arena_str(a, name)
			    : "";
	return true;
}

static void answer_oif(struct fact_reader *r, const struct need *n, struct fact *out)
{
	uint32_t ifindex = n->iif ? if_nametoindex(n->iif) : 0;
	bool unicast = n->value >> 8 & FIB_F_PRESENT;
	struct fib_route route;
	if (n->ip.family == 4 && n->ip.addr[0] >= 224 &&
		answer_multicast(
			r->arena, facts_fib(r, 4), &n->ip, ifindex, unicast, out))
		return;
	if (n->ip.family) {
		if (fib_lookup(r->arena, &n->ip, NULL, (uint32_t)n->mark, &route) !=
			ERR_OK)
			return;
		char name[IF_NAMESIZE];
		out->known = true;
		out->value = oif_of(&route, ifindex, unicast);
		out->text = out->value && if_indextoname((unsigned)out->value, name)
				    ? arena_str(r->arena, name)
				    : "";
		return;
	}
	struct listing l = {.arena = r->arena};
	const struct fib *f = facts_fib(r, n->to.family);
	if (!f || !f->plain_rules) {
		out->why = "policy routing decides";
		return;
	}
	for (size_t i = 0; i < f->parts_n; i++)
		list_add(&l, &f->parts[i].range,
			oif_of(f->parts[i].route, ifindex, unicast));
	list_give(&l, out);
}

/* IPv6 says unreachable where there is no route; IPv4 looks at the local table alone. */
static int type_of(const struct fib *f, const struct ip *ip, uint32_t ifindex,
	const struct fib_route *route)
{
	int type = fib_address_type(f, ip, ifindex);
	if (ip->family == 6 && type == RTN_UNICAST && no_way(route))
		return RTN_UNREACHABLE;
	return type;
}

static void answer_type(struct fact_reader *r, const struct need *n, struct fact *out)
{
	uint32_t ifindex = n->iif ? if_nametoindex(n->iif) : 0;
	int family = n->ip.family ? n->ip.family : n->to.family;
	const struct fib *f = facts_fib(r, family);
	struct fib_route route = {.type = RTN_UNICAST};
	if (!f)
		return;
	if (n->ip.family) {
		if (family == 6 &&
			fib_lookup(r->arena, &n->ip, NULL, 0, &route) != ERR_OK)
			return;
		out->known = true;
		out->value = type_of(f, &n->ip, ifindex, &route);
		return;
	}
	struct listing l = {.arena = r->arena};
	struct space left = space_all(r->arena, family);
	list_prefix(&l, &left, "0.0.0.0/32", RTN_BROADCAST);
	list_prefix(&l, &left, "255.255.255.255/32", RTN_BROADCAST);
	list_prefix(&l, &left, "224.0.0.0/4", RTN_MULTICAST);
	list_prefix(&l, &left, "ff00::/8", RTN_MULTICAST);
	for (size_t i = 0; i < f->parts_n; i++) {
		struct space taken = space_take(r->arena, &left, &f->parts[i].range);
		size_t k;
		struct range *v = space_ranges(r->arena, &taken, &k);
		for (size_t m = 0; m < k; m++)
			list_add(&l, &v[m],
				type_of(f, &v[m].lo, ifindex, f->parts[i].route));
	}
	list_give(&l, out);
}

static void answer_local(struct fact_reader *r, const struct need *n, struct fact *out)
{
	const struct fib *f = facts_fib(r, n->ip.family);
	out->known = f != NULL;
	out->value = f ? fib_address_type(f, &n->ip, 0) : 0;
}

/* -- forwarding ------------------------------------------------------------------- */

/* IPv4 asks the arriving interface, IPv6 all of them at once (IN_DEV_FORWARD,
 * ip6_forward). */
static bool forwards(struct arena *a, int family, const char *iif)
{
	const char *path =
		family == 4
			? arena_printf(a, "/proc/sys/net/ipv4/conf/%s/forwarding", iif)
			: "/proc/sys/net/ipv6/conf/all/forwarding";
	const char *line = file_line(a, path, 32);
	return line && strtol(line, NULL, 10) > 0;
}

static void answer_forward(struct fact_reader *r, const struct need *n, struct fact *out)
{
	char name[IF_NAMESIZE];
	struct fib_route route;
	const struct fib *f = facts_fib(r, n->ip.family);
	out->why = "policy routing decides where it is forwarded to";
	if (!f || !f->plain_rules || !n->iif ||
		fib_lookup(r->arena, &n->ip, NULL, 0, &route) != ERR_OK)
		return;
	out->known = true;
	out->why = NULL;
	if (!forwards(r->arena, n->ip.family, n->iif))
		return;
	if (route.type != RTN_UNICAST) {
		out->type = route.type;
		return;
	}
	out->value = 1;
	out->text = !route.oif[1] && if_indextoname(route.oif[0], name)
			    ? arena_str(r->arena, name)
			    : NULL;
}

void facts_route(struct fact_reader *r, const struct need *n, struct fact *out)
{
	out->why = "the routes could not be read";
	if (n->kind == NEED_RPF)
		answer_rpf(r, n, out);
	else if (n->kind == NEED_BACK)
		answer_back(r, n, out);
	else if (n->kind == NEED_LOCAL)
		answer_local(r, n, out);
	else if (n->kind == NEED_FORWARD)
		answer_forward(r, n, out);
	else if ((n->value & 0xff) == FIB_ADDRTYPE)
		answer_type(r, n, out);
	else
		answer_oif(r, n, out);
}
