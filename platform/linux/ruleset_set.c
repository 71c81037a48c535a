/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The elements of nf_tables' sets: all of one, or the one that a key hits. */
#include "ruleset_nft.h"
#include "ruleset_nl.h"

#include <arpa/inet.h>
#include <errno.h>
#include <linux/netfilter.h>
#include <linux/netfilter/nf_tables.h>
#include <linux/netfilter/nfnetlink.h>
#include <string.h>

static struct bytes value_of(struct arena *a, const struct attrs *t, int type)
{
	struct attrs inner;
	struct bytes b = {0};
	if (!attrs_has(t, type))
		return b;
	attrs_read(&inner, t->at[type], ruleset_bits(1, 2));
	return ruleset_keep(a, &inner, A_DATA_VALUE);
}

static void read_data(
	struct ruleset_elements *e, const struct attrs *t, struct raw_elem *raw)
{
	struct attrs inner;
	if (attrs_has(t, NFTA_SET_ELEM_OBJREF))
		raw->chain = attrs_str(e->names, t, NFTA_SET_ELEM_OBJREF);
	if (!attrs_has(t, NFTA_SET_ELEM_DATA))
		return;
	attrs_read(&inner, t->at[NFTA_SET_ELEM_DATA], ruleset_bits(1, 2));
	if (attrs_has(&inner, A_DATA_VERDICT)) {
		struct attrs v;
		attrs_read(&v, inner.at[A_DATA_VERDICT], ruleset_bits(1, 2));
		raw->verdict = (int)(int32_t)attrs_u32(&v, A_VERDICT_CODE);
		if (attrs_has(&v, A_VERDICT_CHAIN))
			raw->chain = attrs_str(e->names, &v, A_VERDICT_CHAIN);
	} else {
		raw->data = ruleset_keep(e->arena, &inner, A_DATA_VALUE);
	}
}

static uint32_t timeout_of(const struct attrs *t)
{
	const uint64_t ms = attrs_has(t, NFTA_SET_ELEM_TIMEOUT)
				    ? attrs_u64(t, NFTA_SET_ELEM_TIMEOUT)
				    : 0;
	const uint64_t s = ms / 1000 + (ms % 1000 != 0);
	return s < UINT32_MAX ? (uint32_t)s : UINT32_MAX;
}

static void read_element(struct ruleset_elements *e, struct bytes b)
{
	struct attrs t;
	attrs_read(&t, b, ruleset_bits(1, NFTA_SET_ELEM_MAX));
	if (e->n == e->cap) {
		e->cap = e->cap ? e->cap * 2 : RULESET_GROW_FROM;
		struct raw_elem *v = arena_array(e->arena, e->cap, sizeof(*v));
		if (e->n)
			memcpy(v, e->v, e->n * sizeof(*v));
		e->v = v;
	}
	struct raw_elem *raw = &e->v[e->n++];
	uint32_t flags = attrs_u32(&t, NFTA_SET_ELEM_FLAGS);
	*raw = (struct raw_elem){
		.key = value_of(e->arena, &t, NFTA_SET_ELEM_KEY),
		.key_end = value_of(e->arena, &t, NFTA_SET_ELEM_KEY_END),
		.interval_end = flags & NFT_SET_ELEM_INTERVAL_END,
		.catch_all = flags & NFT_SET_ELEM_CATCHALL,
		.verdict = V_CONTINUE,
		.timeout = timeout_of(&t),
		/* a counter decides nothing, but which expression it is costs a look */
		.stateful = attrs_has(&t, NFTA_SET_ELEM_EXPR) ||
			    attrs_has(&t, NFTA_SET_ELEM_EXPRESSIONS),
	};
	read_data(e, &t, raw);
}

int ruleset_take_elements(const struct nlmsghdr *nlh, void *arg)
{
	struct ruleset_elements *e = arg;
	struct attrs t;
	struct attr at;
	if (!ruleset_attrs(nlh, &t, NFTA_SET_ELEM_LIST_MAX) ||
		!attrs_has(&t, NFTA_SET_ELEM_LIST_ELEMENTS))
		return MNL_CB_OK;
	struct attr_walk w = attr_walk(t.at[NFTA_SET_ELEM_LIST_ELEMENTS]);
	while (attr_next(&w, &at))
		if (at.type == NFTA_LIST_ELEM)
			read_element(e, at.data);
	return MNL_CB_OK;
}

static struct nlmsghdr *ask_elements(
	unsigned char *buf, const struct nf_set *set, uint16_t flags)
{
	struct nlmsghdr *nlh =
		ruleset_request(buf, NFT_MSG_GETSETELEM, set->table->family, flags);
	mnl_attr_put_strz(nlh, NFTA_SET_ELEM_LIST_TABLE, set->table->name);
	mnl_attr_put_strz(nlh, NFTA_SET_ELEM_LIST_SET, set->name);
	return nlh;
}

enum err ruleset_read_set(struct arena *a, struct nf_set *set, const char **why)
{
	_Alignas(struct nlmsghdr) unsigned char buf[RULESET_REQUEST_MAX];
	struct arena *scratch = arena_new();
	struct ruleset_elements e = {.arena = scratch, .names = a, .set = set};
	struct nl nl;
	enum err err = nl_open(a, &nl, NETLINK_NETFILTER);
	if (err == ERR_OK)
		err = nl_ask(&nl, ask_elements(buf, set, NLM_F_DUMP),
			ruleset_take_elements, &e);
	if (err == ERR_OK && !set_take_elems(a, set, e.v, e.n))
		err = ERR_PROTOCOL;
	if (err != ERR_OK)
		*why = err == ERR_PROTOCOL ? "its elements have an unexpected form"
					   : strerror(nl.error);
	nl_close(&nl);
	arena_free(scratch);
	return err;
}

static void put_key(struct nlmsghdr *nlh, struct bytes key, bool catch_all)
{
	struct nlattr *list = mnl_attr_nest_start(nlh, NFTA_SET_ELEM_LIST_ELEMENTS);
	struct nlattr *elem = mnl_attr_nest_start(nlh, NFTA_LIST_ELEM);
	if (catch_all) {
		mnl_attr_put_u32(nlh, NFTA_SET_ELEM_FLAGS, htonl(NFT_SET_ELEM_CATCHALL));
	} else {
		struct nlattr *k = mnl_attr_nest_start(nlh, NFTA_SET_ELEM_KEY);
		mnl_attr_put(nlh, NFTA_DATA_VALUE, key.n, key.p);
		mnl_attr_nest_end(nlh, k);
	}
	mnl_attr_nest_end(nlh, elem);
	mnl_attr_nest_end(nlh, list);
}

void ruleset_ask_set(
	struct arena *a, const struct nf_set *set, struct bytes key, struct fact *out)
{
	_Alignas(struct nlmsghdr) unsigned char buf[RULESET_REQUEST_MAX];
	struct ruleset_elements e = {.arena = a, .names = a, .set = set};
	struct nl nl;
	enum err err = nl_open(a, &nl, NETLINK_NETFILTER);
	/* a keyed question answers ENOENT for a key that only the catch-all covers */
	for (int catch_all = 0; catch_all < 2 && err == ERR_OK && e.n == 0; catch_all++) {
		struct nlmsghdr *nlh = ask_elements(buf, set, 0);
		put_key(nlh, key, catch_all);
		err = nl_ask(&nl, nlh, ruleset_take_elements, &e);
		if (err != ERR_OK && nl.error == ENOENT)
			err = ERR_OK;
		/* an old kernel knows no catch-all element */
		if (catch_all && err != ERR_OK && nl.error == EINVAL)
			err = ERR_OK;
	}
	out->known = err == ERR_OK;
	out->why = err == ERR_OK ? NULL : "the kernel did not answer for the set";
	out->value = e.n > 0;
	if (e.n) {
		out->data = e.v[0].data;
		out->verdict = e.v[0].verdict;
		out->chain = e.v[0].chain;
		out->stateful = e.v[0].stateful;
	}
	nl_close(&nl);
}
