/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "fib.h"

#include "rtnl.h"

#include <errno.h>
#include <linux/fib_rules.h>
#include <stdlib.h>
#include <string.h>

enum { ROUTES_MAX = 4000000, REQUEST_MAX = 512 };

bool fib_uses(const struct fib_route *r, uint32_t ifindex)
{
	for (size_t i = 0; r && i < 8 && r->oif[i]; i++)
		if (r->oif[i] == ifindex)
			return true;
	return false;
}

/* -- one route message ------------------------------------------------------------ */

static void add_oif(struct fib_route *r, uint32_t oif)
{
	for (size_t i = 0; i < 7; i++) {
		if (r->oif[i] == oif)
			return;
		if (!r->oif[i]) {
			r->oif[i] = oif;
			return;
		}
	}
}

static void read_multipath(const struct nlattr *attr, struct fib_route *r)
{
	const struct rtnexthop *nh = mnl_attr_get_payload(attr);
	size_t left = mnl_attr_get_payload_len(attr);
	while (left >= sizeof(*nh) && nh->rtnh_len >= sizeof(*nh) &&
		nh->rtnh_len <= left) {
		add_oif(r, (uint32_t)nh->rtnh_ifindex);
		size_t step = RTNH_ALIGN(nh->rtnh_len);
		if (step > left)
			break;
		left -= step;
		nh = (const void *)((const char *)nh + step);
	}
}

static bool read_route(const struct nlmsghdr *nlh, struct fib_route *r)
{
	const struct rtmsg *m = mnl_nlmsg_get_payload(nlh);
	if (mnl_nlmsg_get_payload_len(nlh) < sizeof(*m) ||
		(m->rtm_family != AF_INET && m->rtm_family != AF_INET6))
		return false;
	*r = (struct fib_route){.table = m->rtm_table, .type = m->rtm_type};
	r->to.ip.family = m->rtm_family == AF_INET ? 4 : 6;
	r->to.bits = m->rtm_dst_len;
	struct nl_attrs attrs = nl_attrs_of(nlh, sizeof(*m));
	for (const struct nlattr *attr; (attr = nl_attrs_next(&attrs));) {
		switch (mnl_attr_get_type(attr)) {
		case RTA_DST:
			r->to.ip = rtnl_ip(m->rtm_family, attr);
			break;
		case RTA_TABLE:
			r->table = nl_u32(attr);
			break;
		case RTA_OIF:
			add_oif(r, nl_u32(attr));
			break;
		case RTA_PRIORITY:
			r->metric = nl_u32(attr);
			break;
		case RTA_PREFSRC:
			r->prefsrc = rtnl_ip(m->rtm_family, attr);
			break;
		case RTA_MULTIPATH:
			read_multipath(attr, r);
			break;
		}
	}
	return r->to.ip.family != 0; /* an address that was cut off is none */
}

/* -- dumps ------------------------------------------------------------------------ */

struct dump {
	struct arena *arena;
	struct fib *fib;
};

static int on_dumped_route(const struct nlmsghdr *nlh, void *arg)
{
	struct dump *d = arg;
	struct fib_route r;
	const struct rtmsg *m = mnl_nlmsg_get_payload(nlh);
	/* cached clones of IPv6 are no routes; the answer to one lookup always is a
	 * clone */
	if (nlh->nlmsg_type != RTM_NEWROUTE || !read_route(nlh, &r) ||
		m->rtm_flags & RTM_F_CLONED || r.to.ip.family != d->fib->family ||
		d->fib->routes.n >= ROUTES_MAX)
		return MNL_CB_OK;
	*VEC_ADD(d->arena, &d->fib->routes, struct fib_route) = r;
	return MNL_CB_OK;
}

/* A rule that the kernel made itself: no selector, table local, main or default. */
static int on_rule(const struct nlmsghdr *nlh, void *arg)
{
	struct dump *d = arg;
	const struct fib_rule_hdr *h = mnl_nlmsg_get_payload(nlh);
	uint32_t priority = 0;
	if (mnl_nlmsg_get_payload_len(nlh) < sizeof(*h))
		return MNL_CB_OK;
	bool plain = h->action == FR_ACT_TO_TBL && !h->src_len && !h->dst_len && !h->tos;
	struct nl_attrs attrs = nl_attrs_of(nlh, sizeof(*h));
	for (const struct nlattr *attr; (attr = nl_attrs_next(&attrs));) {
		int type = mnl_attr_get_type(attr);
		if (type == FRA_PRIORITY)
			priority = nl_u32(attr);
		plain &= type != FRA_FWMARK && type != FRA_IIFNAME &&
			 type != FRA_OIFNAME && type != FRA_L3MDEV &&
			 type != FRA_UID_RANGE && type != FRA_IP_PROTO &&
			 type != FRA_SPORT_RANGE && type != FRA_DPORT_RANGE;
	}
	plain &= (priority == 0 && h->table == RT_TABLE_LOCAL) ||
		 (priority == 32766 && h->table == RT_TABLE_MAIN) ||
		 (priority == 32767 && h->table == RT_TABLE_DEFAULT);
	d->fib->plain_rules &= plain;
	return MNL_CB_OK;
}

static enum err dump(
	struct nl *nl, struct dump *d, uint16_t type, size_t header, mnl_cb_t fn)
{
	char buf[REQUEST_MAX] = {0};
	struct nlmsghdr *nlh = mnl_nlmsg_put_header(buf);
	nlh->nlmsg_type = type;
	nlh->nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP;
	unsigned char *family = mnl_nlmsg_put_extra_header(nlh, header);
	*family = d->fib->family == 4 ? AF_INET
				      : AF_INET6; /* the first byte of both headers */
	return nl_ask(nl, nlh, fn, d);
}

/* -- painting --------------------------------------------------------------------- */

static int table_rank(uint32_t table)
{
	return table == RT_TABLE_LOCAL ? 0 : table == RT_TABLE_MAIN ? 1 : 2;
}

static int by_precedence(const void *a, const void *b)
{
	const struct fib_route *x = *(const struct fib_route *const *)a;
	const struct fib_route *y = *(const struct fib_route *const *)b;
	int rank = table_rank(x->table) - table_rank(y->table);
	if (rank)
		return rank;
	if (x->to.bits != y->to.bits)
		return y->to.bits - x->to.bits;
	return x->metric < y->metric ? -1 : x->metric > y->metric;
}

static bool counts(const struct fib_route *r)
{
	return r->table == RT_TABLE_LOCAL || r->table == RT_TABLE_MAIN ||
	       r->table == RT_TABLE_DEFAULT;
}

static int by_range(const void *a, const void *b)
{
	const struct fib_part *x = a, *y = b;
	return ip_compare(&x->range.lo, &y->range.lo);
}

struct painting {
	struct arena *arena;
	struct fib_part *v;
	size_t n, cap;
};

static void paint(struct painting *p, const struct space *s, const struct fib_route *r)
{
	size_t n;
	struct range *ranges = space_ranges(p->arena, s, &n);
	while (p->n + n > p->cap) {
		p->cap = p->cap ? p->cap * 2 : 64;
		struct fib_part *v = arena_array(p->arena, p->cap, sizeof(*v));
		if (p->n)
			memcpy(v, p->v, p->n * sizeof(*v));
		p->v = v;
	}
	for (size_t i = 0; i < n; i++)
		p->v[p->n++] = (struct fib_part){.range = ranges[i], .route = r};
}

static void paint_all(struct arena *a, struct fib *f)
{
	struct painting p = {.arena = a};
	struct space left = space_all(a, f->family);
	size_t n = 0;
	const struct fib_route **order = arena_array(a, f->routes.n, sizeof(*order));
	for (size_t i = 0; i < f->routes.n; i++)
		if (counts(f->routes.v[i]))
			order[n++] = f->routes.v[i];
	qsort(order, n, sizeof(*order), by_precedence);
	for (size_t i = 0; i < n; i++) {
		if (order[i]->type == RTN_THROW)
			continue;
		struct range r = range_of_cidr(&order[i]->to);
		struct space taken = space_take(a, &left, &r);
		paint(&p, &taken, order[i]);
	}
	paint(&p, &left, NULL);
	qsort(p.v, p.n, sizeof(*p.v), by_range);
	f->parts = p.v;
	f->parts_n = p.n;
}

enum err fib_read(struct arena *a, int family, struct fib *out)
{
	struct nl nl;
	*out = (struct fib){.family = family, .plain_rules = true};
	struct dump d = {.arena = a, .fib = out};
	enum err err = nl_open(a, &nl, NETLINK_ROUTE);
	if (err == ERR_OK)
		err = dump(&nl, &d, RTM_GETRULE, sizeof(struct fib_rule_hdr), on_rule);
	/* a kernel without policy routing has no rules to dump */
	if (err != ERR_OK && nl.error == EOPNOTSUPP)
		err = ERR_OK;
	if (err == ERR_OK)
		err = dump(&nl, &d, RTM_GETROUTE, sizeof(struct rtmsg), on_dumped_route);
	nl_close(&nl);
	if (err == ERR_OK)
		paint_all(a, out);
	return err;
}

/* -- one lookup ------------------------------------------------------------------- */

static int on_found(const struct nlmsghdr *nlh, void *arg)
{
	struct fib_route *out = arg;
	struct fib_route r;
	if (read_route(nlh, &r))
		*out = r;
	return MNL_CB_OK;
}

static int refused_type(int error)
{
	switch (error) {
	case EINVAL:
		return RTN_BLACKHOLE;
	case EACCES:
		return RTN_PROHIBIT;
	case EHOSTUNREACH:
	case ENETUNREACH:
		return RTN_UNREACHABLE;
	default:
		return RTN_UNSPEC;
	}
}

enum err fib_lookup(struct arena *a, const struct ip *ip, const struct ip *from,
	uint32_t mark, struct fib_route *out)
{
	char buf[REQUEST_MAX] = {0};
	struct nl nl;
	struct nlmsghdr *nlh = mnl_nlmsg_put_header(buf);
	bool v4 = ip->family == 4;
	nlh->nlmsg_type = RTM_GETROUTE;
	nlh->nlmsg_flags = NLM_F_REQUEST;
	struct rtmsg *m = mnl_nlmsg_put_extra_header(nlh, sizeof(*m));
	m->rtm_family = v4 ? AF_INET : AF_INET6;
	m->rtm_dst_len = v4 ? 32 : 128;
	mnl_attr_put(nlh, RTA_DST, v4 ? 4 : 16, ip->addr);
	if (from && from->family == ip->family) {
		m->rtm_src_len = m->rtm_dst_len;
		mnl_attr_put(nlh, RTA_SRC, v4 ? 4 : 16, from->addr);
	}
	if (mark)
		mnl_attr_put_u32(nlh, RTA_MARK, mark);
	*out = (struct fib_route){.type = RTN_UNSPEC};
	enum err err = nl_open(a, &nl, NETLINK_ROUTE);
	if (err == ERR_OK)
		err = nl_ask(&nl, nlh, on_found, out);
	if (err != ERR_OK && refused_type(nl.error) != RTN_UNSPEC) {
		out->type = refused_type(nl.error);
		err = ERR_OK;
	}
	nl_close(&nl);
	return err;
}

/* -- types of addresses ----------------------------------------------------------- */

static bool is_special4(const struct ip *ip, int *type)
{
	static const uint8_t all_ones[4] = {255, 255, 255, 255}, zero[4] = {0};
	if (ip->family != 4)
		return false;
	if (memcmp(ip->addr, zero, 4) == 0 || memcmp(ip->addr, all_ones, 4) == 0)
		*type = RTN_BROADCAST;
	else if (ip->addr[0] >> 4 == 14)
		*type = RTN_MULTICAST;
	else
		return false;
	return true;
}

int fib_address_type(const struct fib *f, const struct ip *ip, uint32_t ifindex)
{
	const struct fib_route *best = NULL;
	int type;
	if (is_special4(ip, &type))
		return type;
	if (ip->family == 6 && ip->addr[0] == 0xff)
		return RTN_MULTICAST;
	for (size_t i = 0; i < f->routes.n; i++) {
		const struct fib_route *r = f->routes.v[i];
		if (r->table == RT_TABLE_LOCAL && ip_in_cidr(ip, &r->to) &&
			(!best || r->to.bits > best->to.bits))
			best = r;
	}
	if (!best || (ifindex && !fib_uses(best, ifindex)))
		return RTN_UNICAST;
	return best->type;
}
