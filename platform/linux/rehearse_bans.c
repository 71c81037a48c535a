/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Sets of nf_tables with addresses as keys are asked for each address alone (kernel
 * net/netfilter/nf_tables_api.c, nft_get_set_elem), so are ipsets (net/netfilter/ipset,
 * IPSET_CMD_TEST): none is read whole, however large.
 */
#include "rehearse_bans.h"

#include "inject_nft.h"
#include "inject_parts.h"
#include "kmod.h"
#include "ruleset_nl.h"

#include <arpa/inet.h>
#include <linux/netfilter.h>
#include <linux/netfilter/ipset/ip_set.h>
#include <linux/netfilter/nf_tables.h>
#include <linux/netfilter/nfnetlink.h>
#include <stdlib.h>
#include <string.h>

enum { SETS_MAX = 512, LIST_NAMES = 1 << 1 /* IPSET_FLAG_LIST_SETNAME */ };

struct home {                     /* a set that may hold addresses */
	const char *table, *name; /* table NULL: an ipset */
	int family;               /* NFPROTO_* of the table */
	size_t len;               /* of a key; 0: whatever the ipset takes */
	bool held[REHEARSE_FROM_MAX];
};

struct rehearse_bans {
	struct arena *arena;
	struct ip from[REHEARSE_FROM_MAX];
	size_t n;
	VEC(struct home) homes;
};

/* -- which sets there are ----------------------------------------------------------- */

static int on_set(const struct nlmsghdr *nlh, void *arg)
{
	struct rehearse_bans *b = arg;
	struct attrs t;
	const struct nfgenmsg *g = mnl_nlmsg_get_payload(nlh);
	if (!ruleset_attrs(nlh, &t, NFTA_SET_MAX) || !attrs_has(&t, NFTA_SET_TABLE) ||
		!attrs_has(&t, NFTA_SET_NAME) || b->homes.n == SETS_MAX)
		return MNL_CB_OK;
	uint32_t flags = attrs_u32(&t, NFTA_SET_FLAGS);
	size_t len = attrs_u32(&t, NFTA_SET_KEY_LEN);
	const char *table = attrs_str(b->arena, &t, NFTA_SET_TABLE);
	if (flags & (NFT_SET_ANONYMOUS | NFT_SET_CONSTANT) || (len != 4 && len != 16) ||
		strncmp(table, INJECT_TABLE, strlen(INJECT_TABLE)) == 0)
		return MNL_CB_OK;
	struct home *h = VEC_ADD(b->arena, &b->homes, struct home);
	h->table = table;
	h->name = attrs_str(b->arena, &t, NFTA_SET_NAME);
	h->family = g->nfgen_family;
	h->len = len;
	return MNL_CB_OK;
}

static int on_ipset(const struct nlmsghdr *nlh, void *arg)
{
	struct rehearse_bans *b = arg;
	struct nl_attrs attrs = nl_attrs_of(nlh, sizeof(struct nfgenmsg));
	for (const struct nlattr *attr; (attr = nl_attrs_next(&attrs));)
		if (mnl_attr_get_type(attr) == IPSET_ATTR_SETNAME && nl_str(attr) &&
			b->homes.n < SETS_MAX)
			VEC_ADD(b->arena, &b->homes, struct home)->name =
				arena_str(b->arena, nl_str(attr));
	return MNL_CB_OK;
}

static struct nlmsghdr *ipset_message(void *buf, int cmd, uint16_t flags)
{
	struct nlmsghdr *nlh = mnl_nlmsg_put_header(buf);
	nlh->nlmsg_type = (uint16_t)(NFNL_SUBSYS_IPSET << 8 | cmd);
	nlh->nlmsg_flags = NLM_F_REQUEST | flags;
	struct nfgenmsg *g = mnl_nlmsg_put_extra_header(nlh, sizeof(*g));
	g->nfgen_family = AF_INET;
	g->version = NFNETLINK_V0;
	mnl_attr_put_u8(nlh, IPSET_ATTR_PROTOCOL, IPSET_PROTOCOL_MIN);
	return nlh;
}

static void find_sets(struct rehearse_bans *b, struct nl *nl)
{
	_Alignas(struct nlmsghdr) unsigned char buf[RULESET_REQUEST_MAX] = {0};
	if (nl_ask(nl, ruleset_request(buf, NFT_MSG_GETSET, NFPROTO_UNSPEC, NLM_F_DUMP),
		    on_set, b) != ERR_OK)
		b->homes.n = 0;
	if (!kmod_present("ip_set", "ip_set_create"))
		return;
	memset(buf, 0, sizeof(buf));
	struct nlmsghdr *nlh = ipset_message(buf, IPSET_CMD_LIST, NLM_F_DUMP | NLM_F_ACK);
	mnl_attr_put_u32(nlh, IPSET_ATTR_FLAGS, htonl(LIST_NAMES));
	(void)!nl_ask(nl, nlh, on_ipset, b);
}

/* -- one address in one set --------------------------------------------------------- */

static int on_element(const struct nlmsghdr *nlh, void *arg)
{
	bool *found = arg;
	*found = *found || (nlh->nlmsg_type & 0xff) == NFT_MSG_NEWSETELEM;
	return MNL_CB_OK;
}

static bool in_nft(struct nl *nl, const struct home *h, const struct ip *ip)
{
	_Alignas(struct nlmsghdr) unsigned char buf[RULESET_REQUEST_MAX] = {0};
	bool found = false;
	struct nlmsghdr *nlh =
		ruleset_request(buf, NFT_MSG_GETSETELEM, h->family, NLM_F_ACK);
	mnl_attr_put_strz(nlh, NFTA_SET_ELEM_LIST_TABLE, h->table);
	mnl_attr_put_strz(nlh, NFTA_SET_ELEM_LIST_SET, h->name);
	struct nlattr *list = mnl_attr_nest_start(nlh, NFTA_SET_ELEM_LIST_ELEMENTS);
	struct nlattr *elem = mnl_attr_nest_start(nlh, NFTA_LIST_ELEM);
	struct nlattr *key = mnl_attr_nest_start(nlh, NFTA_SET_ELEM_KEY);
	mnl_attr_put(nlh, NFTA_DATA_VALUE, h->len, ip->addr);
	mnl_attr_nest_end(nlh, key);
	mnl_attr_nest_end(nlh, elem);
	mnl_attr_nest_end(nlh, list);
	return nl_ask(nl, nlh, on_element, &found) == ERR_OK && found;
}

static bool ask_ipset(struct nl *nl, const struct home *h, const struct ip *ip, int cmd)
{
	char buf[512] = {0};
	struct nlmsghdr *nlh = ipset_message(buf, cmd, NLM_F_ACK);
	struct nfgenmsg *g = mnl_nlmsg_get_payload(nlh);
	g->nfgen_family = ip->family == 4 ? AF_INET : AF_INET6;
	mnl_attr_put_strz(nlh, IPSET_ATTR_SETNAME, h->name);
	struct nlattr *data = mnl_attr_nest_start(nlh, IPSET_ATTR_DATA);
	struct nlattr *at = mnl_attr_nest_start(nlh, IPSET_ATTR_IP);
	mnl_attr_put(nlh,
		(ip->family == 4 ? IPSET_ATTR_IPADDR_IPV4 : IPSET_ATTR_IPADDR_IPV6) |
			NLA_F_NET_BYTEORDER,
		ip->family == 4 ? 4 : 16, ip->addr);
	mnl_attr_nest_end(nlh, at);
	mnl_attr_nest_end(nlh, data);
	return nl_ask(nl, nlh, NULL, NULL) == ERR_OK;
}

static bool holds(struct nl *nl, const struct home *h, const struct ip *ip)
{
	if (!h->table)
		return ask_ipset(nl, h, ip, IPSET_CMD_TEST);
	return h->len == (ip->family == 4 ? 4u : 16u) && in_nft(nl, h, ip);
}

static bool take_out(struct nl *nl, const struct home *h, const struct ip *ip)
{
	if (!h->table)
		return ask_ipset(nl, h, ip, IPSET_CMD_DEL) &&
		       !ask_ipset(nl, h, ip, IPSET_CMD_TEST);
	struct arena *a = arena_new();
	struct inject_nft b = {0};
	inject_nft_begin(a, &b, h->table);
	b.family = h->family;
	inject_nft_unset(&b, h->name, ip->addr, h->len);
	bool done = inject_nft_send(&b, nl) == ERR_OK && !in_nft(nl, h, ip);
	arena_free(a);
	return done;
}

/* -- before and after --------------------------------------------------------------- */

struct rehearse_bans *rehearse_bans_read(const struct ip *from, size_t n)
{
	struct nl nl;
	struct arena *a = arena_new();
	struct rehearse_bans *b = ARENA_NEW(a, struct rehearse_bans);
	b->arena = a;
	b->n = n;
	memcpy(b->from, from, n * sizeof(*from));
	if (nl_open(a, &nl, NETLINK_NETFILTER) != ERR_OK)
		return b;
	find_sets(b, &nl);
	for (size_t i = 0; i < b->homes.n; i++)
		for (size_t k = 0; k < n; k++)
			b->homes.v[i]->held[k] = holds(&nl, b->homes.v[i], &from[k]);
	nl_close(&nl);
	return b;
}

static const char *place(struct arena *a, const struct home *h, const struct ip *ip)
{
	char buf[IP_TEXT_MAX];
	return h->table ? arena_printf(a, "%s in the set %s of table %s",
				  ip_format(ip, buf), h->name, h->table)
			: arena_printf(
				  a, "%s in the ipset %s", ip_format(ip, buf), h->name);
}

static void undo_one(struct arena *a, struct nl *nl, const struct home *h,
	const struct ip *ip, struct rehearse_look *out)
{
	const char *what = place(a, h, ip);
	if (take_out(nl, h, ip))
		VEC_PUSH(a, &out->unbanned, what);
	else
		VEC_PUSH(a, &out->banned, what);
}

void rehearse_bans_undo(
	struct arena *a, struct rehearse_bans *b, struct rehearse_look *out)
{
	struct nl nl;
	if (!b)
		return;
	bool open = nl_open(b->arena, &nl, NETLINK_NETFILTER) == ERR_OK;
	for (size_t i = 0; open && i < b->homes.n; i++)
		for (size_t k = 0; k < b->n; k++)
			if (!b->homes.v[i]->held[k] &&
				holds(&nl, b->homes.v[i], &b->from[k]))
				undo_one(a, &nl, b->homes.v[i], &b->from[k], out);
	if (open)
		nl_close(&nl);
	arena_free(b->arena);
}
