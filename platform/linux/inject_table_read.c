/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The injector's own table, read and taken away again. */
#include "inject_parts.h"

#include "ruleset_nl.h"

#include <arpa/inet.h>
#include <linux/netfilter.h>
#include <linux/netfilter/nf_tables.h>
#include <linux/netfilter/nfnetlink.h>
#include <string.h>

enum { SWEEP_MAX = 64 };

/* -- reading ---------------------------------------------------------------------- */

static int on_counter(const struct nlmsghdr *nlh, void *arg)
{
	uint64_t *counts = arg;
	struct attrs t, c;
	if (!ruleset_attrs(nlh, &t, NFTA_OBJ_MAX) || !attrs_has(&t, NFTA_OBJ_NAME) ||
		!attrs_has(&t, NFTA_OBJ_DATA))
		return MNL_CB_OK;
	attrs_read(&c, t.at[NFTA_OBJ_DATA], ruleset_bits(1, NFTA_COUNTER_MAX));
	for (size_t i = 0; i < INJECT__MAX; i++)
		if (attr_is(t.at[NFTA_OBJ_NAME], inject_table_marks[i]))
			counts[i] += attrs_u64(&c, NFTA_COUNTER_PACKETS);
	return MNL_CB_OK;
}

bool inject_table_read(
	struct arena *a, struct inject_table *t, uint64_t since[INJECT__MAX])
{
	_Alignas(struct nlmsghdr) unsigned char buf[RULESET_REQUEST_MAX];
	uint64_t now[INJECT__MAX];
	enum err err = ERR_IO;
	(void)a;
	for (int i = 0; i < NL_TRIES && err != ERR_OK; i++) {
		memset(now, 0, sizeof(now));
		struct nlmsghdr *nlh =
			ruleset_request(buf, NFT_MSG_GETOBJ, NFPROTO_UNSPEC, NLM_F_DUMP);
		mnl_attr_put_strz(nlh, NFTA_OBJ_TABLE, t->name);
		mnl_attr_put_u32(nlh, NFTA_OBJ_TYPE, htonl(NFT_OBJECT_COUNTER));
		err = nl_ask(&t->nl, nlh, on_counter, now);
		if (err != ERR_OK && !nl_again(&t->nl))
			return false;
	}
	for (size_t i = 0; i < INJECT__MAX; i++) {
		since[i] = now[i] - t->counts[i];
		t->counts[i] = now[i];
	}
	return err == ERR_OK;
}

/* -- the end ---------------------------------------------------------------------- */

static enum err delete_table(struct arena *a, struct nl *nl, const char *name, int family)
{
	struct inject_nft b = {0};
	inject_nft_begin(a, &b, name);
	b.family = family;
	inject_nft_delete(&b);
	return inject_nft_send(&b, nl);
}

void inject_table_close(struct inject_table *t)
{
	struct arena *a = arena_new();
	if (t->name[0] && t->nl.socket && !t->owner) {
		(void)!delete_table(a, &t->nl, t->name, NFPROTO_INET);
		if (t->ingress)
			(void)!delete_table(a, &t->nl, t->name, NFPROTO_NETDEV);
	}
	nl_close(&t->nl);
	arena_free(a);
}

struct sweeping {
	struct arena *arena;
	struct {
		const char *name;
		int family;
	} old[SWEEP_MAX];
	size_t n;
};

static int on_table(const struct nlmsghdr *nlh, void *arg)
{
	struct sweeping *s = arg;
	struct attrs t;
	const struct nfgenmsg *g = mnl_nlmsg_get_payload(nlh);
	if (!ruleset_attrs(nlh, &t, NFTA_TABLE_MAX) || !attrs_has(&t, NFTA_TABLE_NAME))
		return MNL_CB_OK;
	const char *name = attrs_str(s->arena, &t, NFTA_TABLE_NAME);
	bool ours = name && strncmp(name, INJECT_TABLE, strlen(INJECT_TABLE)) == 0;
	/* one with an owner belongs to a run that lives */
	if (!ours || attrs_u32(&t, NFTA_TABLE_FLAGS) & NFT_TABLE_F_OWNER ||
		s->n == SWEEP_MAX)
		return MNL_CB_OK;
	s->old[s->n].name = name;
	s->old[s->n++].family = g->nfgen_family;
	return MNL_CB_OK;
}

void inject_table_sweep(struct arena *a)
{
	_Alignas(struct nlmsghdr) unsigned char buf[RULESET_REQUEST_MAX];
	struct sweeping s = {.arena = a};
	struct nl nl;
	if (nl_open(a, &nl, NETLINK_NETFILTER) != ERR_OK)
		return;
	if (nl_ask(&nl,
		    ruleset_request(buf, NFT_MSG_GETTABLE, NFPROTO_UNSPEC, NLM_F_DUMP),
		    on_table, &s) == ERR_OK)
		for (size_t i = 0; i < s.n; i++)
			(void)!delete_table(a, &nl, s.old[i].name, s.old[i].family);
	nl_close(&nl);
}
