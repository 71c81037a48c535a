/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "verbs.h"

#include "rtnl.h"

#include <linux/if.h>
#include <linux/if_addr.h>
#include <string.h>

enum { ADDRESSES_MAX = 4096, ROUTES_MAX = 256 };

struct link { /* an interface */
	unsigned index, flags;
	const char *name;
};
struct reading {
	struct arena *arena;
	VEC(struct link) links;
	struct addresses *out;
};

static int on_link(const struct nlmsghdr *nlh, void *arg)
{
	struct reading *r = arg;
	const struct ifinfomsg *m = mnl_nlmsg_get_payload(nlh);
	if (mnl_nlmsg_get_payload_len(nlh) < sizeof(*m) || r->links.n >= ADDRESSES_MAX)
		return MNL_CB_OK;
	struct link *l = VEC_ADD(r->arena, &r->links, struct link);
	l->index = (unsigned)m->ifi_index;
	l->flags = m->ifi_flags;
	struct nl_attrs attrs = nl_attrs_of(nlh, sizeof(*m));
	for (const struct nlattr *attr; (attr = nl_attrs_next(&attrs));)
		if (mnl_attr_get_type(attr) == IFLA_IFNAME)
			l->name = arena_str(r->arena, nl_str(attr));
	return MNL_CB_OK;
}

static const struct link *link_of(const struct reading *r, unsigned index)
{
	for (size_t i = 0; i < r->links.n; i++)
		if (r->links.v[i]->index == index)
			return r->links.v[i];
	return NULL;
}

static int on_address(const struct nlmsghdr *nlh, void *arg)
{
	struct reading *r = arg;
	const struct ifaddrmsg *m = mnl_nlmsg_get_payload(nlh);
	if (mnl_nlmsg_get_payload_len(nlh) < sizeof(*m) || r->out->all.n >= ADDRESSES_MAX)
		return MNL_CB_OK;
	struct ip address = {0}, local = {0};
	uint32_t flags = m->ifa_flags;
	struct nl_attrs attrs = nl_attrs_of(nlh, sizeof(*m));
	for (const struct nlattr *attr; (attr = nl_attrs_next(&attrs));) {
		switch (mnl_attr_get_type(attr)) {
		case IFA_ADDRESS: /* on a point-to-point link the other end's */
			address = rtnl_ip(m->ifa_family, attr);
			break;
		case IFA_LOCAL:
			local = rtnl_ip(m->ifa_family, attr);
			break;
		case IFA_FLAGS:
			flags = nl_u32(attr);
			break;
		}
	}
	const struct link *link = link_of(r, m->ifa_index);
	if (!local.family && !address.family)
		return MNL_CB_OK;
	*VEC_ADD(r->arena, &r->out->all, struct local_address) = (struct local_address){
		.ip = local.family ? local : address,
		.bits = m->ifa_prefixlen,
		.interface = link ? link->name : NULL,
		.up = link && (link->flags & IFF_UP) && (link->flags & IFF_RUNNING),
		.loopback = link && (link->flags & IFF_LOOPBACK),
		.temporary = m->ifa_family == AF_INET6 && (flags & IFA_F_TEMPORARY),
		.deprecated = (flags & IFA_F_DEPRECATED) != 0,
		.tentative = (flags & IFA_F_TENTATIVE) != 0,
	};
	return MNL_CB_OK;
}

static void add_default(
	struct reading *r, int family, unsigned index, struct ip gateway, uint32_t metric)
{
	if (r->out->defaults.n >= ROUTES_MAX)
		return;
	const struct link *link = link_of(r, index);
	*VEC_ADD(r->arena, &r->out->defaults, struct default_route) =
		(struct default_route){
			.family = family == AF_INET ? 4 : 6,
			.interface = link ? link->name : NULL,
			.gateway = gateway,
			.metric = metric,
		};
}

/* Each next hop of a multipath default route is one row. */
static void add_hops(
	struct reading *r, int family, const struct nlattr *all, uint32_t metric)
{
	const char *p = mnl_attr_get_payload(all);
	size_t left = mnl_attr_get_payload_len(all);
	while (left >= sizeof(struct rtnexthop)) {
		struct rtnexthop hop;
		memcpy(&hop, p, sizeof(hop));
		if (hop.rtnh_len < sizeof(hop) || hop.rtnh_len > left)
			return;
		struct ip gateway = {0};
		struct nl_attrs attrs =
			nl_attrs_in(p + sizeof(hop), hop.rtnh_len - sizeof(hop));
		for (const struct nlattr *attr; (attr = nl_attrs_next(&attrs));) {
			if (mnl_attr_get_type(attr) == RTA_GATEWAY)
				gateway = rtnl_ip(family, attr);
			else if (mnl_attr_get_type(attr) == RTA_VIA)
				gateway = rtnl_via(attr);
		}
		add_default(r, family, (unsigned)hop.rtnh_ifindex, gateway, metric);
		size_t step = RTNH_ALIGN(hop.rtnh_len);
		if (step > left)
			return;
		p += step;
		left -= step;
	}
}

static int on_route(const struct nlmsghdr *nlh, void *arg)
{
	struct reading *r = arg;
	const struct rtmsg *m = mnl_nlmsg_get_payload(nlh);
	if (mnl_nlmsg_get_payload_len(nlh) < sizeof(*m) || m->rtm_dst_len != 0 ||
		m->rtm_type != RTN_UNICAST || (m->rtm_flags & RTM_F_CLONED))
		return MNL_CB_OK;
	struct ip gateway = {0};
	unsigned index = 0;
	uint32_t metric = 0;
	const struct nlattr *hops = NULL;
	struct nl_attrs attrs = nl_attrs_of(nlh, sizeof(*m));
	for (const struct nlattr *attr; (attr = nl_attrs_next(&attrs));) {
		switch (mnl_attr_get_type(attr)) {
		case RTA_GATEWAY:
			gateway = rtnl_ip(m->rtm_family, attr);
			break;
		case RTA_VIA:
			gateway = rtnl_via(attr);
			break;
		case RTA_OIF:
			index = nl_u32(attr);
			break;
		case RTA_PRIORITY:
			metric = nl_u32(attr);
			break;
		case RTA_MULTIPATH:
			hops = attr;
			break;
		}
	}
	if (hops)
		add_hops(r, m->rtm_family, hops, metric);
	else
		add_default(r, m->rtm_family, index, gateway, metric);
	return MNL_CB_OK;
}

static enum err dump(struct nl *nl, uint16_t type, unsigned char family, size_t header,
	mnl_cb_t fn, struct reading *r)
{
	char buf[256] = {0};
	struct nlmsghdr *nlh = mnl_nlmsg_put_header(buf);
	nlh->nlmsg_type = type;
	nlh->nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP;
	/* each of these headers begins with the family */
	*(unsigned char *)mnl_nlmsg_put_extra_header(nlh, header) = family;
	return nl_ask(nl, nlh, fn, r);
}

static enum err read_once(struct nl *nl, struct reading *r)
{
	enum err err =
		dump(nl, RTM_GETLINK, AF_UNSPEC, sizeof(struct ifinfomsg), on_link, r);
	if (err == ERR_OK)
		err = dump(nl, RTM_GETADDR, AF_UNSPEC, sizeof(struct ifaddrmsg),
			on_address, r);
	if (err == ERR_OK)
		err = dump(nl, RTM_GETROUTE, AF_INET, sizeof(struct rtmsg), on_route, r);
	if (err == ERR_OK)
		err = dump(nl, RTM_GETROUTE, AF_INET6, sizeof(struct rtmsg), on_route, r);
	return err;
}

static enum err read_all(struct nl *nl, struct reading *r)
{
	enum err err = ERR_OK;
	for (int i = 0; i < NL_TRIES; i++) {
		r->links.n = 0;
		memset(&r->out->all, 0, sizeof(r->out->all));
		memset(&r->out->defaults, 0, sizeof(r->out->defaults));
		err = read_once(nl, r);
		if (err == ERR_OK || !nl_again(nl))
			break;
	}
	return err;
}

void addresses_ask(struct arena *a, const struct ask_ports *q, struct addresses *out)
{
	(void)q;
	struct reading r = {.arena = a, .out = out};
	struct nl nl;
	out->obs.source = "rtnetlink";
	enum err err = nl_open(a, &nl, NETLINK_ROUTE);
	if (err == ERR_OK) {
		err = read_all(&nl, &r);
		nl_close(&nl);
	}
	if (err != ERR_OK) {
		out->obs.seen = err == ERR_DENIED ? SEEN_DENIED : SEEN_FAILED;
		out->obs.excerpt =
			arena_printf(a, "addresses and routes: %s", strerror(nl.error));
		return;
	}
	out->obs.seen = SEEN_YES;
	out->obs.excerpt = arena_printf(a, "%zu address%s, %zu default route%s",
		out->all.n, out->all.n == 1 ? "" : "es", out->defaults.n,
		out->defaults.n == 1 ? "" : "s");
}
