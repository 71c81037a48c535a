/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A dump of nf_tables as raw netlink messages: each behind a byte for its kind and two
 * for its length, the first byte the family of all. What comes out is judged.
 */
#include "linux/ruleset_nl.h"
#include "linux/ruleset_nft.h"
#include "rulings.h"

#include <linux/netfilter/nf_tables.h>
#include <linux/netfilter/nfnetlink.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

/* The message exactly as long as it is: one byte beyond is found. */
static struct nlmsghdr *message(int kind, int family, const uint8_t *p, size_t n)
{
	struct nlmsghdr *nlh = malloc(sizeof(*nlh) + sizeof(struct nfgenmsg) + n);
	nlh->nlmsg_len = (uint32_t)(sizeof(*nlh) + sizeof(struct nfgenmsg) + n);
	nlh->nlmsg_type = (uint16_t)(NFNL_SUBSYS_NFTABLES << 8 | kind);
	struct nfgenmsg *g = mnl_nlmsg_get_payload(nlh);
	*g = (struct nfgenmsg){.nfgen_family = (uint8_t)family};
	memcpy((unsigned char *)g + sizeof(*g), p, n);
	return nlh;
}

static void take_elements(struct arena *a, struct ruleset *rs, const struct nlmsghdr *nlh)
{
	for (size_t t = 0; t < rs->tables.n; t++)
		for (size_t i = 0; i < rs->tables.v[t]->sets.n; i++) {
			struct nf_set *s = rs->tables.v[t]->sets.v[i];
			struct ruleset_elements e = {.arena = a, .names = a, .set = s};
			(void)ruleset_take_elements(nlh, &e);
			if (s->key_len <= 64 && s->data_len <= 64)
				(void)set_take_elems(a, s, e.v, e.n);
		}
}

static void unknown(void *arg, const struct need *n)
{
	struct facts *facts = arg;
	struct fact *f = facts_add(facts, n);
	f->why = "not looked up";
	f->known = n->kind == NEED_LOCAL;
	f->value = 2;
}

static void judge(struct arena *a, struct ruleset *rs)
{
	struct ask_verdicts q = {.any4 = true};
	struct ask_port port = {.port = 443, .proto = 6};
	struct verdicts out = {0};
	struct facts facts = {.arena = a};
	struct rulings *r = ARENA_NEW(a, struct rulings);
	VEC_PUSH(a, &q.ports, &port);
	*r = (struct rulings){.arena = a,
		.q = &q,
		.rs = rs,
		.facts = &facts,
		.answer = unknown,
		.arg = &facts,
		.out = &out,
		.pairs_n = 1};
	r->pairs[0] = (struct rulings_pair){
		.to = {.family = 4, .addr = {192, 0, 2, 1}}, .interface = "eth0"};
	rulings_judge(r);
	if (out.spaces.n != 1 || out.spaces.v[0]->ranges.n == 0)
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	static const int kinds[] = {NFT_MSG_NEWTABLE, NFT_MSG_NEWCHAIN, NFT_MSG_NEWSET,
		NFT_MSG_NEWOBJ, NFT_MSG_NEWRULE, NFT_MSG_NEWSETELEM};
	static const int families[] = {1, 2, 10, 5, 7, 0};
	if (n < 4 || n > 8192)
		return 0;
	struct arena *a = arena_new();
	struct ruleset rs = {0};
	struct ruleset_reading r = {.arena = a, .out = &rs};
	int family = families[p[0] % 6];
	for (p++, n--; n >= 3;) {
		size_t len = (size_t)p[1] << 8 | p[2];
		int kind = kinds[p[0] % 6];
		len = len < n - 3 ? len : n - 3;
		struct nlmsghdr *nlh = message(kind, family, p + 3, len);
		if (kind == NFT_MSG_NEWSETELEM)
			take_elements(a, &rs, nlh);
		else
			(void)ruleset_take(nlh, &r);
		free(nlh);
		p += 3 + len;
		n -= 3 + len;
	}
	judge(a, &rs);
	arena_free(a);
	return 0;
}
