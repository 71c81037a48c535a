/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Interfaces behind which are only containers and guests of this machine. */
#include "rehearse.h"

#include "rtnl.h"

#include <string.h>

enum { LINKS_MAX = 4096 };

struct seen_link {
	uint32_t index, master;
	bool virtual, tap, bridge;
};

struct seen_links {
	struct seen_link *v;
	size_t n;
};

static void read_kind(const struct nlattr *info, struct seen_link *out)
{
	struct nl_attrs attrs = nl_attrs_nested(info);
	for (const struct nlattr *attr; (attr = nl_attrs_next(&attrs));) {
		const char *kind =
			mnl_attr_get_type(attr) == IFLA_INFO_KIND ? nl_str(attr) : NULL;
		if (!kind)
			continue;
		out->bridge = strcmp(kind, "bridge") == 0;
		out->virtual = strcmp(kind, "veth") == 0 || strcmp(kind, "dummy") == 0 ||
			       strcmp(kind, "netkit") == 0;
		/* alone it may be a tunnel, at a bridge it is a guest */
		out->tap = strcmp(kind, "tun") == 0;
	}
}

static int on_link(const struct nlmsghdr *nlh, void *arg)
{
	struct seen_links *l = arg;
	const struct ifinfomsg *m = mnl_nlmsg_get_payload(nlh);
	if (mnl_nlmsg_get_payload_len(nlh) < sizeof(*m) || l->n == LINKS_MAX)
		return MNL_CB_OK;
	struct seen_link *x = &l->v[l->n++];
	*x = (struct seen_link){.index = (uint32_t)m->ifi_index};
	struct nl_attrs attrs = nl_attrs_of(nlh, sizeof(*m));
	for (const struct nlattr *attr; (attr = nl_attrs_next(&attrs));) {
		if (mnl_attr_get_type(attr) == IFLA_MASTER)
			x->master = nl_u32(attr);
		else if (mnl_attr_get_type(attr) == IFLA_LINKINFO)
			read_kind(attr, x);
	}
	return MNL_CB_OK;
}

/* A bridge with another kind of port leads out. */
static bool is_inner(const struct seen_links *l, const struct seen_link *x)
{
	if (!x->bridge)
		return x->virtual && !x->master;
	for (size_t i = 0; i < l->n; i++)
		if (l->v[i].master == x->index && !l->v[i].virtual && !l->v[i].tap)
			return false;
	return true;
}

size_t rehearse_inner(struct arena *a, uint32_t *out, size_t max)
{
	char buf[256] = {0};
	size_t n = 0;
	struct nl nl;
	struct seen_links l = {arena_array(a, LINKS_MAX, sizeof(*l.v)), 0};
	if (nl_open(a, &nl, NETLINK_ROUTE) != ERR_OK)
		return 0;
	struct nlmsghdr *nlh = mnl_nlmsg_put_header(buf);
	nlh->nlmsg_type = RTM_GETLINK;
	nlh->nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP;
	mnl_nlmsg_put_extra_header(nlh, sizeof(struct ifinfomsg));
	if (nl_ask(&nl, nlh, on_link, &l) == ERR_OK)
		for (size_t i = 0; i < l.n && n < max; i++)
			if (is_inner(&l, &l.v[i]))
				out[n++] = l.v[i].index;
	nl_close(&nl);
	return n;
}
