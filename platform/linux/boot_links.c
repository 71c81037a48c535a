/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Files of rules name interfaces that must be there when they are loaded (iif, a netdev
 * chain's device); the kernel keeps some by their numbers. Routes and addresses come from
 * the host itself, so stand-ins need names and numbers alone.
 */
#include "boot.h"

#include "nl.h"

#include <errno.h>
#include <linux/if_link.h>
#include <linux/rtnetlink.h>
#include <linux/veth.h>
#include <net/if.h>
#include <stdio.h>
#include <string.h>

enum { REQUEST_MAX = 1024, PEERS_FROM = 1 << 20 };

size_t boot_links_read(struct arena *a, struct boot_link *out)
{
	struct if_nameindex *all = if_nameindex();
	size_t n = 0;
	for (const struct if_nameindex *l = all; l && l->if_name && n < BOOT_LINKS_MAX;
		l++)
		if (strcmp(l->if_name, "lo") != 0)
			out[n++] =
				(struct boot_link){l->if_index, arena_str(a, l->if_name)};
	if (all)
		if_freenameindex(all);
	return n;
}

static void put_link(struct nlmsghdr *nlh, int index, const char *name)
{
	struct ifinfomsg *m = mnl_nlmsg_put_extra_header(nlh, sizeof(*m));
	m->ifi_family = AF_UNSPEC;
	m->ifi_index = index;
	mnl_attr_put_strz(nlh, IFLA_IFNAME, name);
}

/* A veth has two ends; the other gets a number that nothing else has. */
static enum err make(struct nl *nl, const char *kind, const struct boot_link *l)
{
	char buf[REQUEST_MAX] = {0}, peer[IF_NAMESIZE];
	struct nlmsghdr *nlh = mnl_nlmsg_put_header(buf);
	nlh->nlmsg_type = RTM_NEWLINK;
	nlh->nlmsg_flags = NLM_F_REQUEST | NLM_F_ACK | NLM_F_CREATE | NLM_F_EXCL;
	put_link(nlh, (int)l->index, l->name);
	struct nlattr *info = mnl_attr_nest_start(nlh, IFLA_LINKINFO);
	mnl_attr_put_strz(nlh, IFLA_INFO_KIND, kind);
	if (strcmp(kind, "veth") == 0) {
		struct nlattr *data = mnl_attr_nest_start(nlh, IFLA_INFO_DATA);
		struct nlattr *end = mnl_attr_nest_start(nlh, VETH_INFO_PEER);
		snprintf(peer, sizeof(peer), "pkipeer%u", l->index % 10000000);
		put_link(nlh, PEERS_FROM + (int)l->index, peer);
		mnl_attr_nest_end(nlh, end);
		mnl_attr_nest_end(nlh, data);
	}
	mnl_attr_nest_end(nlh, info);
	return nl_ask(nl, nlh, NULL, NULL);
}

enum err boot_links_make(struct arena *a, const struct boot_link *links, size_t n)
{
	static const char *const kinds[] = {"veth", "dummy", "bridge"};
	struct nl nl;
	size_t kind = 0;
	enum err err = nl_open(a, &nl, NETLINK_ROUTE);
	if (err != ERR_OK)
		return err;
	for (size_t i = 0; err == ERR_OK && i < n; i++) {
		/* the kernel may lack a kind: then it lacks it for all */
		while ((err = make(&nl, kinds[kind], &links[i])) == ERR_UNSUPPORTED &&
			kind + 1 < sizeof(kinds) / sizeof(*kinds))
			kind++;
		/* sit0 and the like are in every namespace */
		if (nl.error == EEXIST)
			err = ERR_OK;
	}
	nl_close(&nl);
	return err;
}
