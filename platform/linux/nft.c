/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "fwset.h"

#include "file.h"
#include "kmod.h"
#include "nl.h"

#include <errno.h>
#include <libnftnl/chain.h>
#include <libnftnl/common.h>
#include <libnftnl/set.h>
#include <libnftnl/table.h>
#include <linux/netfilter.h>
#include <linux/netfilter/nf_tables.h>
#include <linux/netfilter/nfnetlink.h>
#include <linux/netlink.h>
#include <stdlib.h>
#include <string.h>

enum {
	READ_LIMIT_MS = 1500,
	MAPS_MAX = 1024,
	DATA_VERDICT = (int)0xffffff00, /* NFT_DATA_VERDICT: a map's data is a verdict */
};

struct map { /* a map from packets to verdicts */
	const struct fw_table *table;
	const char *name;
};
struct reading {
	struct arena *arena, *scratch; /* scratch: of one rule */
	struct nl nl;
	struct fwset *out;
	uint32_t generation;
	struct fw_chain *last; /* rules come chain by chain */
	VEC(struct map) maps;
	const struct map *map; /* whose elements come in */
	int64_t deadline;
};

static const struct fw_table *table_of(
	const struct reading *r, int family, const char *name)
{
	for (size_t i = 0; name && i < r->out->tables.n; i++) {
		const struct fw_table *t = r->out->tables.v[i];
		if (t->family == family && strcmp(t->name, name) == 0)
			return t;
	}
	return NULL;
}

static int on_generation(const struct nlmsghdr *nlh, void *arg)
{
	struct reading *r = arg;
	struct nl_attrs attrs = nl_attrs_of(nlh, sizeof(struct nfgenmsg));
	for (const struct nlattr *attr; (attr = nl_attrs_next(&attrs));)
		if (mnl_attr_get_type(attr) == NFTA_GEN_ID)
			r->generation = be32toh(nl_u32(attr));
	return MNL_CB_OK;
}

static int on_table(const struct nlmsghdr *nlh, void *arg)
{
	struct reading *r = arg;
	struct nftnl_table *t = nftnl_table_alloc();
	if (t && nftnl_table_nlmsg_parse(nlh, t) == 0 &&
		nftnl_table_is_set(t, NFTNL_TABLE_NAME)) {
		const size_t number = r->out->tables.n;
		*VEC_ADD(r->arena, &r->out->tables, struct fw_table) = (struct fw_table){
			.number = number,
			.family = (int)nftnl_table_get_u32(t, NFTNL_TABLE_FAMILY),
			.name = arena_str(
				r->arena, nftnl_table_get_str(t, NFTNL_TABLE_NAME)),
			.dormant = nftnl_table_get_u32(t, NFTNL_TABLE_FLAGS) &
				   NFT_TABLE_F_DORMANT,
		};
	}
	nftnl_table_free(t);
	return MNL_CB_OK;
}

static int on_chain(const struct nlmsghdr *nlh, void *arg)
{
	struct reading *r = arg;
	struct nftnl_chain *c = nftnl_chain_alloc();
	const struct fw_table *t = NULL;
	if (c && nftnl_chain_nlmsg_parse(nlh, c) == 0 &&
		nftnl_chain_is_set(c, NFTNL_CHAIN_NAME))
		t = table_of(r, (int)nftnl_chain_get_u32(c, NFTNL_CHAIN_FAMILY),
			nftnl_chain_get_str(c, NFTNL_CHAIN_TABLE));
	if (t) {
		const bool policy = nftnl_chain_is_set(c, NFTNL_CHAIN_POLICY);
		*VEC_ADD(r->arena, &r->out->chains, struct fw_chain) = (struct fw_chain){
			.table = t,
			.name = arena_str(
				r->arena, nftnl_chain_get_str(c, NFTNL_CHAIN_NAME)),
			.base = nftnl_chain_is_set(c, NFTNL_CHAIN_HOOKNUM),
			.hook = nftnl_chain_get_u32(c, NFTNL_CHAIN_HOOKNUM),
			.priority = nftnl_chain_get_s32(c, NFTNL_CHAIN_PRIO),
			.drops = policy &&
				 nftnl_chain_get_u32(c, NFTNL_CHAIN_POLICY) != NF_ACCEPT,
		};
	}
	nftnl_chain_free(c);
	return MNL_CB_OK;
}

static int on_rule(const struct nlmsghdr *nlh, void *arg)
{
	struct reading *r = arg;
	struct nft_rule rule;
	arena_reset(r->scratch);
	if (!nft_rule_parse(r->scratch, mnl_nlmsg_get_payload(nlh),
		    mnl_nlmsg_get_payload_len(nlh), &rule))
		return MNL_CB_OK;
	const struct fw_table *t = r->last ? r->last->table : NULL;
	if (!t || t->family != rule.family || strcmp(t->name, rule.table) != 0)
		t = table_of(r, rule.family, rule.table);
	if (!r->last || r->last->table != t || strcmp(r->last->name, rule.chain) != 0)
		r->last = t ? fwset_find(r->out, t, rule.chain) : NULL;
	if (!r->last)
		return MNL_CB_OK;
	r->last->rules++;
	if (rule.compat)
		r->out->tables.v[t->number]->compat = true;
	for (size_t i = 0; i < rule.to.n; i++) {
		struct fw_chain *to = fwset_find(r->out, t, rule.to.v[i]);
		if (!to)
			continue;
		r->last->ufw_jumps += fwset_is_ufw(to->name);
		fwset_lead(r->arena, r->last, to);
	}
	return MNL_CB_OK;
}

static int on_set(const struct nlmsghdr *nlh, void *arg)
{
	struct reading *r = arg;
	struct nftnl_set *s = nftnl_set_alloc();
	if (s && nftnl_set_nlmsg_parse(nlh, s) == 0 &&
		(nftnl_set_get_u32(s, NFTNL_SET_FLAGS) & NFT_SET_MAP) &&
		nftnl_set_get_u32(s, NFTNL_SET_DATA_TYPE) == (uint32_t)DATA_VERDICT) {
		struct map m = {
			.table = table_of(r, (int)nftnl_set_get_u32(s, NFTNL_SET_FAMILY),
				nftnl_set_get_str(s, NFTNL_SET_TABLE)),
			.name = arena_str(r->arena, nftnl_set_get_str(s, NFTNL_SET_NAME)),
		};
		if (r->maps.n >= MAPS_MAX)
			r->out->incomplete = true;
		else if (m.table && m.name)
			*VEC_ADD(r->arena, &r->maps, struct map) = m;
	}
	nftnl_set_free(s);
	return MNL_CB_OK;
}

/* Where a map leads to can be reached from any chain of its table that looks it up.
 * Which do is not told apart here: each base chain of the table is taken to. */
static void lead_from_bases(struct reading *r, const char *name)
{
	struct fw_chain *to = fwset_find(r->out, r->map->table, name);
	for (size_t i = 0; to && i < r->out->chains.n; i++) {
		struct fw_chain *c = r->out->chains.v[i];
		if (c->base && c->table == r->map->table)
			fwset_lead(r->arena, c, to);
	}
}

static int on_elements(const struct nlmsghdr *nlh, void *arg)
{
	struct reading *r = arg;
	struct nftnl_set *s = nftnl_set_alloc();
	if (s && nftnl_set_elems_nlmsg_parse(nlh, s) == 0) {
		struct nftnl_set_elems_iter *it = nftnl_set_elems_iter_create(s);
		for (struct nftnl_set_elem *e; it && (e = nftnl_set_elems_iter_next(it));)
			if (nftnl_set_elem_is_set(e, NFTNL_SET_ELEM_CHAIN))
				lead_from_bases(r,
					nftnl_set_elem_get_str(e, NFTNL_SET_ELEM_CHAIN));
		if (it)
			nftnl_set_elems_iter_destroy(it);
	}
	nftnl_set_free(s);
	return MNL_CB_OK;
}

static enum err dump(struct reading *r, uint16_t type, mnl_cb_t fn)
{
	char buf[256] = {0};
	const uint16_t flags = type == NFT_MSG_GETGEN ? 0 : NLM_F_DUMP;
	if (file_now() > r->deadline)
		return ERR_TIMEOUT;
	return nl_ask(&r->nl, nftnl_nlmsg_build_hdr(buf, type, NFPROTO_UNSPEC, flags, 0),
		fn, r);
}

static enum err dump_elements(struct reading *r)
{
	enum err err = ERR_OK;
	for (size_t i = 0; err == ERR_OK && i < r->maps.n; i++) {
		char buf[1024] = {0};
		r->map = r->maps.v[i];
		if (file_now() > r->deadline) {
			r->out->incomplete = true;
			break;
		}
		struct nlmsghdr *nlh = nftnl_nlmsg_build_hdr(buf, NFT_MSG_GETSETELEM,
			(uint16_t)r->map->table->family, NLM_F_DUMP, 0);
		mnl_attr_put_strz(nlh, NFTA_SET_ELEM_LIST_TABLE, r->map->table->name);
		mnl_attr_put_strz(nlh, NFTA_SET_ELEM_LIST_SET, r->map->name);
		err = nl_ask(&r->nl, nlh, on_elements, r);
	}
	return err;
}

/* One pass between two equal generations; nl.error EINTR when it must be done again. */
static enum err read_once(struct reading *r)
{
	*r->out = (struct fwset){0};
	memset(&r->maps, 0, sizeof(r->maps));
	r->last = NULL;
	enum err err = dump(r, NFT_MSG_GETGEN, on_generation);
	const uint32_t before = r->generation;
	if (err == ERR_OK)
		err = dump(r, NFT_MSG_GETTABLE, on_table);
	if (err == ERR_OK)
		err = dump(r, NFT_MSG_GETCHAIN, on_chain);
	fwset_index(r->arena, r->out);
	if (err == ERR_OK)
		err = dump(r, NFT_MSG_GETRULE, on_rule);
	if (err == ERR_OK)
		err = dump(r, NFT_MSG_GETSET, on_set);
	if (err == ERR_OK)
		err = dump_elements(r);
	if (err == ERR_OK)
		err = dump(r, NFT_MSG_GETGEN, on_generation);
	if (err == ERR_OK && r->generation != before) {
		r->nl.error = EINTR;
		err = ERR_IO;
	}
	return err;
}

static enum err read_again(struct reading *r)
{
	enum err err = ERR_OK;
	for (int i = 0; i < NL_TRIES; i++) {
		err = read_once(r);
		if (err == ERR_OK || !nl_again(&r->nl))
			break;
	}
	return err;
}

static const char *words(struct arena *a, enum err err, const struct nl *nl)
{
	if (err == ERR_DENIED)
		return "needs root";
	if (nl->error == EINTR)
		return "the rules change faster than they can be read";
	if (err == ERR_TIMEOUT)
		return "the kernel took too long";
	return arena_str(a, nl->error ? strerror(nl->error) : err_str(err));
}

void nft_read(struct arena *a, struct fwset *out)
{
	*out = (struct fwset){.err = ERR_NOT_FOUND, .why = "nf_tables is not loaded"};
	if (!kmod_present("nf_tables", "nf_tables_newtable"))
		return;
	struct reading r = {.arena = a,
		.scratch = arena_new(),
		.out = out,
		.deadline = file_now() + READ_LIMIT_MS};
	enum err err = nl_open(a, &r.nl, NETLINK_NETFILTER);
	if (err == ERR_OK) {
		err = read_again(&r);
		nl_close(&r.nl);
	}
	arena_free(r.scratch);
	if (err == ERR_OK)
		fwset_attribute(out);
	else
		*out = (struct fwset){.err = err, .why = words(a, err, &r.nl)};
}
