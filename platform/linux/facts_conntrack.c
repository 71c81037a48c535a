/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How many connections conntrack knows, of all sources or of some. */
#include "ruleset_facts.h"

#include "file.h"
#include "kmod.h"
#include "nl.h"
#include "rtnl.h"

#include <linux/netfilter/nfnetlink.h>
#include <linux/netfilter/nfnetlink_conntrack.h>
#include <stdlib.h>
#include <string.h>

enum { REQUEST_MAX = 512, COUNT_MAX = 64, SOURCES_MAX = 1000000 };

struct connections { /* their sources; read once */
	struct arena *arena;
	bool known;
	struct ip *v;
	size_t n, cap;
};

static void add(struct connections *c, const struct ip *ip)
{
	if (c->n == SOURCES_MAX)
		return;
	if (c->n == c->cap) {
		c->cap = c->cap ? c->cap * 2 : 64;
		struct ip *v = arena_array(c->arena, c->cap, sizeof(*v));
		if (c->n)
			memcpy(v, c->v, c->n * sizeof(*v));
		c->v = v;
	}
	c->v[c->n++] = *ip;
}

static void read_tuple(struct connections *c, const struct nlattr *tuple)
{
	struct nl_attrs parts = nl_attrs_nested(tuple), ips;
	for (const struct nlattr *part; (part = nl_attrs_next(&parts));) {
		if (mnl_attr_get_type(part) != CTA_TUPLE_IP)
			continue;
		ips = nl_attrs_nested(part);
		for (const struct nlattr *at; (at = nl_attrs_next(&ips));) {
			int type = mnl_attr_get_type(at);
			struct ip ip = {0};
			if (type == CTA_IP_V4_SRC || type == CTA_IP_V6_SRC)
				ip = rtnl_ip(
					type == CTA_IP_V4_SRC ? AF_INET : AF_INET6, at);
			if (ip.family)
				add(c, &ip);
		}
	}
}

static int on_connection(const struct nlmsghdr *nlh, void *arg)
{
	struct nl_attrs attrs = nl_attrs_of(nlh, sizeof(struct nfgenmsg));
	for (const struct nlattr *at; (at = nl_attrs_next(&attrs));)
		if (mnl_attr_get_type(at) == CTA_TUPLE_ORIG)
			read_tuple(arg, at);
	return MNL_CB_OK;
}

static void read_all(struct connections *c)
{
	char buf[REQUEST_MAX] = {0};
	struct nl nl;
	if (!kmod_present("nf_conntrack_netlink", "ctnetlink_net_init"))
		return;
	enum err err = nl_open(c->arena, &nl, NETLINK_NETFILTER);
	if (err == ERR_OK) {
		struct nlmsghdr *nlh = mnl_nlmsg_put_header(buf);
		nlh->nlmsg_type = NFNL_SUBSYS_CTNETLINK << 8 | IPCTNL_MSG_CT_GET;
		nlh->nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP;
		(void)mnl_nlmsg_put_extra_header(nlh, sizeof(struct nfgenmsg));
		err = nl_ask(&nl, nlh, on_connection, c);
	}
	c->known = err == ERR_OK && c->n < SOURCES_MAX;
	nl_close(&nl);
}

static bool counts(const struct ip *ip, const struct need *n)
{
	bool same = ip->family == n->ip.family;
	for (size_t i = 0; same && i < (ip->family == 4 ? 4 : 16); i++)
		same = (ip->addr[i] & n->to.addr[i]) == n->ip.addr[i];
	return same;
}

void facts_conntrack(struct fact_reader *r, const struct need *n, struct fact *out)
{
	const char *line = file_line(
		r->arena, "/proc/sys/net/netfilter/nf_conntrack_count", COUNT_MAX);
	/* without the file conntrack is not loaded, and knows none */
	int64_t all = line ? strtoll(line, NULL, 10) : 0;
	out->why = "the connections could not be read";
	out->known = true;
	if (n->ip.family == 0 || all == 0) {
		out->value = all;
		return;
	}
	if (!r->connections) {
		r->connections = ARENA_NEW(r->arena, struct connections);
		r->connections->arena = r->arena;
		if (all < SOURCES_MAX)
			read_all(r->connections);
	}
	out->known = r->connections->known;
	for (size_t i = 0; i < r->connections->n; i++)
		out->value += counts(&r->connections->v[i], n);
}
