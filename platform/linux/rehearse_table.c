/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The rehearsal's own table: behind all of NAT it takes the answers out (NFQUEUE: a drop
 * would tell the sending socket that nothing was sent), at each interface's egress it
 * drops what comes round that, and in forward what would leave for another machine.
 */
#include "rehearse.h"

#include "file.h"
#include "ruleset_nl.h"

#include <arpa/inet.h>
#include <errno.h>
#include <limits.h>
#include <linux/if_ether.h>
#include <linux/netfilter.h>
#include <linux/netfilter/nf_tables.h>
#include <linux/netfilter/nfnetlink.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>

enum {
	LAST = INT_MAX - 2, /* behind NAT; conntrack confirms at INT_MAX */
	WORD = 4,
	/* nft's own numbers of its types, six bits each */
	TYPE_IP4 = 7,
	TYPE_IP6 = 8,
	TYPE_SERVICE = 13,
	TYPE_MARK = 19,
	KEY_MAX = 16 + WORD,
	INNER_MAX = 256,
	QUOTED = 8, /* octets of an ICMP error before the packet that it is about */
};

/* -- keys of the sets -------------------------------------------------------------- */

struct building {
	struct inject_nft b;
	const struct rehearse_world *w;
	uint8_t *keys;
	uint32_t inner[INNER_MAX];
	size_t inner_n;
	bool by_target; /* the kernel has NFQUEUE of xtables alone */
};

enum key_kind {
	KEY_ANSWER, /* address, asked port, own port */
	KEY_QUOTED, /* address, own port, asked port */
	KEY_SENT,   /* address, own port */
};

static void put16(uint8_t *p, int v)
{
	p[0] = (uint8_t)(v >> 8);
	p[1] = (uint8_t)v;
}

static size_t put_key(
	uint8_t *at, const struct ip *ip, enum key_kind kind, int own, int port)
{
	size_t wide = ip->family == 4 ? 4 : 16;
	memset(at, 0, wide + WORD);
	memcpy(at, ip->addr, wide);
	put16(at + wide, kind == KEY_ANSWER ? port : own);
	if (kind != KEY_SENT)
		put16(at + wide + 2, kind == KEY_ANSWER ? own : port);
	return wide + WORD;
}

static void put_set(struct building *g, const char *name, int family, enum key_kind kind)
{
	static const int ports[] = {80, 443};
	const struct rehearse_world *w = g->w;
	size_t len = (family == 4 ? 4 : 16) + WORD, n = 0;
	uint32_t type = (uint32_t)(family == 4 ? TYPE_IP4 : TYPE_IP6) << 6 |
			(uint32_t)(kind == KEY_SENT ? TYPE_SERVICE : TYPE_MARK);
	for (size_t i = 0; i < w->from_n; i++)
		for (int k = 0; w->from[i].family == family && k < REHEARSE_PORTS; k++)
			for (int p = 0; p < (kind == KEY_SENT ? 1 : 2); p++)
				put_key(g->keys + n++ * len, &w->from[i], kind,
					w->port + k, ports[p]);
	inject_nft_set(&g->b, name, type, len, n);
	inject_nft_elems(&g->b, name, g->keys, len, len, n);
}

static bool has_family(const struct rehearse_world *w, int family)
{
	for (size_t i = 0; i < w->from_n; i++)
		if (w->from[i].family == family)
			return true;
	return false;
}

/* -- rules ------------------------------------------------------------------------- */

static void begin(struct building *g, const char *chain, int family, uint8_t proto)
{
	const uint16_t protocol = htons(family == 4 ? ETH_P_IP : ETH_P_IPV6);
	inject_nft_rule(&g->b, chain);
	inject_nft_meta_is(&g->b, NFT_META_PROTOCOL, &protocol, sizeof(protocol));
	inject_nft_meta_is(&g->b, NFT_META_L4PROTO, &proto, sizeof(proto));
}

static void load_address(struct building *g, int family, bool source)
{
	uint32_t wide = family == 4 ? 4 : 16, at = family == 4 ? 12 : 8;
	inject_nft_load(
		&g->b, NFT_PAYLOAD_NETWORK_HEADER, source ? at : at + wide, wide, 0);
}

static uint32_t behind_address(int family)
{
	return family == 4 ? 1 : 4;
}

/* An answer, or an ICMP error about what was asked. */
static void put_catch(
	struct building *g, const char *chain, int family, bool quoted, bool take)
{
	uint8_t error = family == 4 ? IPPROTO_ICMP : IPPROTO_ICMPV6;
	uint32_t at = quoted ? QUOTED + (family == 4 ? 20u : 40u) : 0;
	begin(g, chain, family, quoted ? error : IPPROTO_TCP);
	load_address(g, family, false);
	inject_nft_load(
		&g->b, NFT_PAYLOAD_TRANSPORT_HEADER, at, WORD, behind_address(family));
	inject_nft_in(&g->b, quoted ? (family == 4 ? "quoted4" : "quoted6")
				    : (family == 4 ? "answer4" : "answer6"));
	if (take)
		inject_nft_queue(&g->b, (uint16_t)g->w->port, g->by_target);
	else
		inject_nft_drop(&g->b);
	inject_nft_rule_end(&g->b);
}

static void begin_sent(struct building *g, const char *chain, int family)
{
	begin(g, chain, family, IPPROTO_TCP);
	load_address(g, family, true);
	inject_nft_load(
		&g->b, NFT_PAYLOAD_TRANSPORT_HEADER, 0, 2, behind_address(family));
	inject_nft_in(&g->b, family == 4 ? "sent4" : "sent6");
}

static void put_away(struct building *g, const char *chain, int family)
{
	for (size_t i = 0; i < g->inner_n; i++) {
		begin_sent(g, chain, family);
		inject_nft_meta_is(
			&g->b, NFT_META_OIF, &g->inner[i], sizeof(g->inner[i]));
		inject_nft_accept(&g->b);
		inject_nft_rule_end(&g->b);
	}
	begin_sent(g, chain, family);
	inject_nft_count(&g->b, "away");
	inject_nft_drop(&g->b);
	inject_nft_rule_end(&g->b);
}

static void put_sets(struct building *g, bool inet)
{
	for (int family = 4; family <= 6; family += 2) {
		if (!has_family(g->w, family))
			continue;
		put_set(g, family == 4 ? "answer4" : "answer6", family, KEY_ANSWER);
		put_set(g, family == 4 ? "quoted4" : "quoted6", family, KEY_QUOTED);
		if (inet)
			put_set(g, family == 4 ? "sent4" : "sent6", family, KEY_SENT);
	}
}

static void put_catches(struct building *g, const char *chain, bool take)
{
	for (int family = 4; family <= 6; family += 2)
		if (has_family(g->w, family)) {
			put_catch(g, chain, family, false, take);
			put_catch(g, chain, family, true, take);
		}
}

static void put_inet(struct building *g)
{
	static const struct inject_hook post = {"post", NF_INET_POST_ROUTING, LAST, NULL},
					forward = {
						"forward", NF_INET_FORWARD, LAST, NULL};
	g->b.family = NFPROTO_INET;
	inject_nft_table(&g->b, NFT_TABLE_F_OWNER);
	inject_nft_counter(&g->b, "away");
	put_sets(g, true);
	inject_nft_chain(&g->b, &post);
	inject_nft_chain(&g->b, &forward);
	put_catches(g, post.chain, true);
	for (int family = 4; family <= 6; family += 2)
		if (has_family(g->w, family))
			put_away(g, forward.chain, family);
}

static bool is_first(const struct rehearse_world *w, size_t i)
{
	for (size_t k = 0; k < i; k++)
		if (w->links[k].index == w->links[i].index)
			return false;
	return true;
}

static void put_netdev(struct building *g)
{
	char chain[32];
	g->b.family = NFPROTO_NETDEV;
	inject_nft_table(&g->b, NFT_TABLE_F_OWNER);
	put_sets(g, false);
	for (size_t i = 0; i < g->w->to_n; i++) {
		if (!is_first(g->w, i))
			continue;
		snprintf(chain, sizeof(chain), "out%u", g->w->links[i].index);
		const struct inject_hook h = {
			chain, NF_NETDEV_EGRESS, INT_MIN, g->w->links[i].name};
		inject_nft_chain(&g->b, &h);
		put_catches(g, chain, false);
	}
}

/* Interfaces that packets of the world come in by lead away again. */
static void find_inner(struct arena *a, struct building *g)
{
	size_t n = rehearse_inner(a, g->inner, INNER_MAX);
	g->inner_n = 0;
	for (size_t i = 0; i < n; i++) {
		bool asked = false;
		for (size_t k = 0; k < g->w->to_n; k++)
			asked = asked || g->w->links[k].index == g->inner[i];
		if (!asked)
			g->inner[g->inner_n++] = g->inner[i];
	}
}

bool rehearse_table_open(struct arena *a, struct rehearse_world *w)
{
	struct building *g = ARENA_NEW(a, struct building);
	enum err err = ERR_UNSUPPORTED;
	g->w = w;
	g->keys = arena_array(a, w->from_n * REHEARSE_PORTS * 2, KEY_MAX);
	find_inner(a, g);
	snprintf(w->name, sizeof(w->name), INJECT_TABLE "rehearsal-%d", w->port);
	if (nl_open(a, &w->table, NETLINK_NETFILTER) != ERR_OK) {
		w->why = "the kernel has no nf_tables";
		return false;
	}
	/* the egress hook is there since 5.16; what there is, is found by trying */
	for (int i = 0; i < 4; i++) {
		g->by_target = i & 1;
		inject_nft_begin(a, &g->b, w->name);
		put_inet(g);
		if (i < 2)
			put_netdev(g);
		err = inject_nft_send(&g->b, &w->table);
		if (err == ERR_OK || err == ERR_DENIED || err == ERR_TIMEOUT)
			break;
	}
	if (err != ERR_OK)
		w->why = arena_printf(a,
			"an nf_tables table with an owner (kernel 5.12) cannot be made: "
			"%s",
			err == ERR_TIMEOUT ? "no answer" : strerror(w->table.error));
	return err == ERR_OK;
}

/* -- what was sent on -------------------------------------------------------------- */

static int on_counter(const struct nlmsghdr *nlh, void *arg)
{
	uint64_t *n = arg;
	struct attrs t, c;
	if (!ruleset_attrs(nlh, &t, NFTA_OBJ_MAX) || !attrs_has(&t, NFTA_OBJ_DATA))
		return MNL_CB_OK;
	attrs_read(&c, t.at[NFTA_OBJ_DATA], ruleset_bits(1, NFTA_COUNTER_MAX));
	*n += attrs_u64(&c, NFTA_COUNTER_PACKETS);
	return MNL_CB_OK;
}

uint64_t rehearse_table_away(struct rehearse_world *w)
{
	_Alignas(struct nlmsghdr) unsigned char buf[RULESET_REQUEST_MAX];
	uint64_t n = 0;
	if (!w->table.socket)
		return 0;
	struct nlmsghdr *nlh =
		ruleset_request(buf, NFT_MSG_GETOBJ, NFPROTO_INET, NLM_F_DUMP);
	mnl_attr_put_strz(nlh, NFTA_OBJ_TABLE, w->name);
	mnl_attr_put_u32(nlh, NFTA_OBJ_TYPE, htonl(NFT_OBJECT_COUNTER));
	return nl_ask(&w->table, nlh, on_counter, &n) == ERR_OK ? n : 0;
}
