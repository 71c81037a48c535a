/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The injector's own table: it marks each SYN for the trace, counts how far it gets, and
 * drops it before conntrack confirms it, and whatever answers before it leaves. */
#include "inject_parts.h"

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
#include <sys/random.h>

enum {
	LAST = INT_MAX - 2, /* conntrack confirms at INT_MAX, for IPv6 at INT_MAX - 1 */
	FLAGS_AT = 13,
	SEQ_AT = 4,
	ACK_AT = 8,
	FLAG_SYN = 0x02,
	FLAG_RST = 0x04,
	FLAG_ACK = 0x10,
	QUOTED_SEQ4 =
		8 + 20 + 4, /* in an ICMP error: its header, the packet's, its seq */
	QUOTED_SEQ6 = 8 + 40 + 4,
	/* nft's own numbers of its types, six bits each: sets must be listable */
	TYPE_IP4 = 7,
	TYPE_IP6 = 8,
	TYPE_MARK = 19,
	WORD = 4,
};

const char *const inject_table_marks[INJECT__MAX] = {
	[INJECT_INGRESS] = "ingress",
	[INJECT_PRE0] = "pre0",
	[INJECT_PRE1] = "pre1",
	[INJECT_PRE2] = "pre2",
	[INJECT_PRE3] = "pre3",
	[INJECT_IN0] = "in0",
	[INJECT_IN1] = "in1",
	[INJECT_IN2] = "in2",
	[INJECT_IN3] = "in3",
	[INJECT_IN9] = "in9",
	[INJECT_FW0] = "fw0",
	[INJECT_FW1] = "fw1",
	[INJECT_FW2] = "fw2",
	[INJECT_FW3] = "fw3",
	[INJECT_FW9] = "fw9",
	[INJECT_SYNACK] = "synack",
	[INJECT_RST] = "rst",
	[INJECT_ICMP] = "icmp",
	[INJECT_COPY] = "copy",
};

static const struct inject_hook hooks[] = {
	{"pre0", NF_INET_PRE_ROUTING, INT_MIN, NULL},
	{"pre1", NF_INET_PRE_ROUTING, -299, NULL},
	{"pre2", NF_INET_PRE_ROUTING, -149, NULL},
	{"pre3", NF_INET_PRE_ROUTING, -99, NULL},
	{"in0", NF_INET_LOCAL_IN, INT_MIN, NULL},
	{"in1", NF_INET_LOCAL_IN, -149, NULL},
	{"in2", NF_INET_LOCAL_IN, 1, NULL},
	{"in3", NF_INET_LOCAL_IN, 51, NULL},
	{"in9", NF_INET_LOCAL_IN, LAST, NULL},
	{"fw0", NF_INET_FORWARD, INT_MIN, NULL},
	{"fw1", NF_INET_FORWARD, -149, NULL},
	{"fw2", NF_INET_FORWARD, 1, NULL},
	{"fw3", NF_INET_FORWARD, 51, NULL},
	{"fw9", NF_INET_FORWARD, LAST, NULL},
	{"out0", NF_INET_LOCAL_OUT, INT_MIN, NULL},
};
enum { HOOKS = sizeof(hooks) / sizeof(hooks[0]) };

/* -- rules ------------------------------------------------------------------------ */

struct building {
	struct inject_nft b;
	struct inject_table *t;
	const struct inject_key *keys;
	size_t n;
	bool netdev; /* sets and rules of the netdev table */
};

static void is_tcp(struct building *g)
{
	const uint8_t tcp = IPPROTO_TCP;
	inject_nft_meta_is(&g->b, NFT_META_L4PROTO, &tcp, sizeof(tcp));
}

static void load_tcp(struct building *g, uint32_t offset, uint32_t reg)
{
	inject_nft_load(&g->b, NFT_PAYLOAD_TRANSPORT_HEADER, offset, WORD, reg);
}

/* A SYN of ours, whatever NAT made of its addresses: by its sequence number. */
static void begin_syn(struct building *g, const char *chain, const char *set)
{
	inject_nft_rule(&g->b, chain);
	is_tcp(g);
	inject_nft_load(&g->b, NFT_PAYLOAD_TRANSPORT_HEADER, FLAGS_AT, 1, 0);
	inject_nft_byte_is(&g->b, 0, FLAG_SYN | FLAG_RST | FLAG_ACK, FLAG_SYN);
	load_tcp(g, SEQ_AT, 0);
	inject_nft_in(&g->b, set);
}

static void put_counting(struct building *g, const char *chain)
{
	begin_syn(g, chain, "syn");
	inject_nft_count(&g->b, chain);
	inject_nft_rule_end(&g->b);
}

static void put_dropping(struct building *g, const char *chain, const char *set)
{
	begin_syn(g, chain, set);
	inject_nft_count(&g->b, chain);
	inject_nft_drop(&g->b);
	inject_nft_rule_end(&g->b);
}

/* The SYN by its whole tuple. */
static void put_marking(struct building *g, const char *chain, int family)
{
	const uint16_t protocol = htons(family == 4 ? ETH_P_IP : ETH_P_IPV6);
	const uint32_t wide = family == 4 ? 4 : 16, at = family == 4 ? 12 : 8;
	const uint32_t words = wide / WORD;
	inject_nft_rule(&g->b, chain);
	inject_nft_meta_is(&g->b, NFT_META_PROTOCOL, &protocol, sizeof(protocol));
	is_tcp(g);
	inject_nft_load(&g->b, NFT_PAYLOAD_NETWORK_HEADER, at, wide, 0);
	inject_nft_load(&g->b, NFT_PAYLOAD_NETWORK_HEADER, at + wide, wide, words);
	load_tcp(g, 0, 2 * words);
	load_tcp(g, SEQ_AT, 2 * words + 1);
	inject_nft_in(&g->b, family == 4 ? "tuples4" : "tuples6");
	inject_nft_trace(&g->b);
	inject_nft_rule_end(&g->b);
}

static void put_answer(
	struct building *g, const char *chain, enum inject_mark m, uint8_t flags)
{
	inject_nft_rule(&g->b, chain);
	is_tcp(g);
	inject_nft_load(&g->b, NFT_PAYLOAD_TRANSPORT_HEADER, FLAGS_AT, 1, 0);
	inject_nft_byte_is(&g->b, 0, FLAG_SYN | FLAG_RST | FLAG_ACK, flags);
	load_tcp(g, ACK_AT, 0);
	inject_nft_in(&g->b, "ack");
	inject_nft_count(&g->b, inject_table_marks[m]);
	inject_nft_drop(&g->b);
	inject_nft_rule_end(&g->b);
}

static void put_error(struct building *g, const char *chain, uint8_t proto, uint32_t at)
{
	inject_nft_rule(&g->b, chain);
	inject_nft_meta_is(&g->b, NFT_META_L4PROTO, &proto, sizeof(proto));
	load_tcp(g, at, 0);
	inject_nft_in(&g->b, "syn");
	inject_nft_count(&g->b, inject_table_marks[INJECT_ICMP]);
	inject_nft_drop(&g->b);
	inject_nft_rule_end(&g->b);
}

/* Nothing leaves: neither an answer, an error about the SYN, nor a copy of it. */
static void put_answers(struct building *g, const char *chain)
{
	put_answer(g, chain, INJECT_SYNACK, FLAG_SYN | FLAG_ACK);
	put_answer(g, chain, INJECT_RST, FLAG_RST | FLAG_ACK);
	put_error(g, chain, IPPROTO_ICMP, QUOTED_SEQ4);
	put_error(g, chain, IPPROTO_ICMPV6, QUOTED_SEQ6);
	begin_syn(g, chain, "syn");
	inject_nft_count(&g->b, inject_table_marks[INJECT_COPY]);
	inject_nft_drop(&g->b);
	inject_nft_rule_end(&g->b);
}

/* -- sets ------------------------------------------------------------------------- */

static size_t put_tuple(uint8_t *at, const struct inject_key *k)
{
	size_t wide = k->from.family == 4 ? 4 : 16;
	memcpy(at, k->from.addr, wide);
	memcpy(at + wide, k->to.addr, wide);
	memcpy(at + 2 * wide, k->ports, WORD);
	memcpy(at + 2 * wide + WORD, k->seq, WORD);
	return 2 * wide + 2 * WORD;
}

static void put_tuples(struct building *g, struct arena *a, int family)
{
	static const uint32_t type4 =
		TYPE_IP4 << 18 | TYPE_IP4 << 12 | TYPE_MARK << 6 | TYPE_MARK;
	static const uint32_t type6 =
		TYPE_IP6 << 18 | TYPE_IP6 << 12 | TYPE_MARK << 6 | TYPE_MARK;
	const char *name = family == 4 ? "tuples4" : "tuples6";
	size_t wide = family == 4 ? 4 : 16, len = 2 * wide + 2 * WORD, n = 0;
	uint8_t *keys = arena_array(a, g->n, len);
	for (size_t i = 0; i < g->n; i++)
		if (g->keys[i].from.family == family)
			put_tuple(keys + n++ * len, &g->keys[i]);
	inject_nft_set(&g->b, name, family == 4 ? type4 : type6, len, n);
	inject_nft_elems(&g->b, name, keys, len, len, n);
}

static void put_words(struct building *g, struct arena *a, const char *name, bool ack,
	bool with_passing)
{
	uint8_t *keys = arena_array(a, g->n, WORD);
	size_t n = 0;
	for (size_t i = 0; i < g->n; i++)
		if (with_passing || !g->keys[i].pass)
			memcpy(keys + n++ * WORD, ack ? g->keys[i].ack : g->keys[i].seq,
				WORD);
	inject_nft_set(&g->b, name, TYPE_MARK, WORD, n);
	inject_nft_elems(&g->b, name, keys, WORD, WORD, n);
}

static void put_sets(struct building *g, struct arena *a)
{
	if (g->t->trace4)
		put_tuples(g, a, 4);
	if (g->t->trace6)
		put_tuples(g, a, 6);
	put_words(g, a, "syn", false, true);
	put_words(g, a, "ack", true, true);
}

static void put_marks(struct building *g, const char *chain)
{
	if (g->t->trace4)
		put_marking(g, chain, 4);
	if (g->t->trace6)
		put_marking(g, chain, 6);
}

/* -- the tables ------------------------------------------------------------------- */

static uint32_t table_flags(const struct inject_table *t)
{
	return t->owner ? NFT_TABLE_F_OWNER : 0;
}

static void put_inet(struct building *g, struct arena *a)
{
	g->b.family = NFPROTO_INET;
	inject_nft_table(&g->b, table_flags(g->t));
	for (size_t i = INJECT_PRE0; i < INJECT__MAX; i++)
		inject_nft_counter(&g->b, inject_table_marks[i]);
	put_sets(g, a);
	put_words(g, a, "held", false, false);
	for (size_t i = 0; i < HOOKS; i++)
		inject_nft_chain(&g->b, &hooks[i]);
	put_marks(g, "pre0");
	for (size_t i = 0; i < HOOKS; i++) {
		const char *chain = hooks[i].chain;
		if (strcmp(chain, "in9") == 0) {
			put_dropping(g, chain, "held");
			put_counting(g, chain);
		} else if (strcmp(chain, "fw9") == 0) {
			put_dropping(g, chain, "syn");
		} else if (strcmp(chain, "out0") != 0) {
			put_counting(g, chain);
		}
	}
	put_answers(g, "out0");
}

static void put_netdev(struct building *g, struct arena *a,
	const struct inject_link *links, size_t links_n)
{
	char name[32];
	g->b.family = NFPROTO_NETDEV;
	inject_nft_table(&g->b, table_flags(g->t));
	inject_nft_counter(&g->b, inject_table_marks[INJECT_INGRESS]);
	for (size_t i = INJECT_SYNACK; i < INJECT__MAX; i++)
		inject_nft_counter(&g->b, inject_table_marks[i]);
	put_sets(g, a);
	for (size_t i = 0; i < links_n; i++) {
		struct inject_hook h = {name, NF_NETDEV_INGRESS, INT_MIN, links[i].name};
		snprintf(name, sizeof(name), "in%u", links[i].index);
		inject_nft_chain(&g->b, &h);
		put_marks(g, name);
		begin_syn(g, name, "syn");
		inject_nft_count(&g->b, inject_table_marks[INJECT_INGRESS]);
		inject_nft_rule_end(&g->b);
		if (!g->t->egress)
			continue;
		h.hook = NF_NETDEV_EGRESS;
		snprintf(name, sizeof(name), "out%u", links[i].index);
		inject_nft_chain(&g->b, &h);
		put_answers(g, name);
	}
}

/* What this kernel has of owner, ingress and egress is found by trying, best first. */
enum err inject_table_open(struct arena *a, struct inject_table *t,
	const struct inject_key *keys, size_t n, const struct inject_link *links,
	size_t links_n)
{
	static const uint8_t tries[] = {7, 3, 1, 6, 2, 0};
	struct building g = {.t = t, .keys = keys, .n = n};
	enum err err = ERR_UNSUPPORTED;
	uint32_t number;
	if (getrandom(&number, sizeof(number), 0) != sizeof(number))
		return ERR_IO;
	snprintf(t->name, sizeof(t->name), INJECT_TABLE "%08x", number);
	for (size_t i = 0; i < sizeof(tries); i++) {
		t->owner = tries[i] & 1;
		t->ingress = tries[i] & 2;
		t->egress = tries[i] & 4;
		inject_nft_begin(a, &g.b, t->name);
		put_inet(&g, a);
		if (t->ingress)
			put_netdev(&g, a, links, links_n);
		err = inject_nft_send(&g.b, &t->nl);
		if (err == ERR_OK || err == ERR_DENIED || err == ERR_TIMEOUT)
			break;
	}
	return err;
}
