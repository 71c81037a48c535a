/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ruleset_nft.h"

#include "ruleset_nl.h"
#include "verdict/ready.h"

#include <arpa/inet.h>
#include <errno.h>
#include <linux/netfilter.h>
#include <linux/netfilter/nf_tables.h>
#include <linux/netfilter/nfnetlink.h>
#include <string.h>

uint32_t ruleset_bits(int first, int last)
{
	uint32_t m = 0;
	for (int i = first; i <= last; i++)
		m |= (uint32_t)1 << i;
	return m;
}

static int family_of(const struct nlmsghdr *nlh)
{
	const struct nfgenmsg *g = mnl_nlmsg_get_payload(nlh);
	return g->nfgen_family;
}

bool ruleset_attrs(const struct nlmsghdr *nlh, struct attrs *t, int last)
{
	if (mnl_nlmsg_get_payload_len(nlh) < sizeof(struct nfgenmsg))
		return false;
	struct bytes b = {
		.p = mnl_nlmsg_get_payload_offset(nlh, sizeof(struct nfgenmsg)),
		.n = mnl_nlmsg_get_payload_len(nlh) - sizeof(struct nfgenmsg),
	};
	attrs_read(t, b, ruleset_bits(1, last));
	return !t->bad;
}

struct bytes ruleset_keep(struct arena *a, const struct attrs *t, int type)
{
	struct bytes b = {0};
	if (attrs_has(t, type)) {
		b.n = t->at[type].n;
		b.p = arena_dup(a, t->at[type].p, b.n);
	}
	return b;
}

/* The table that a message speaks of; the reader's own ones are not const. */
static struct nf_table *table_of(
	const struct ruleset_reading *r, int family, const char *name)
{
	for (size_t i = 0; i < r->out->tables.n; i++) {
		struct nf_table *t = r->out->tables.v[i];
		if (!t->legacy && t->family == family && strcmp(t->name, name) == 0)
			return t;
	}
	return NULL;
}

static int on_table(const struct nlmsghdr *nlh, void *arg)
{
	struct ruleset_reading *r = arg;
	struct attrs t;
	if (!ruleset_attrs(nlh, &t, NFTA_TABLE_MAX))
		return MNL_CB_OK;
	struct nf_table *table = VEC_ADD(r->arena, &r->out->tables, struct nf_table);
	table->family = family_of(nlh);
	table->name = attrs_str(r->arena, &t, NFTA_TABLE_NAME);
	table->flags = attrs_u32(&t, NFTA_TABLE_FLAGS);
	table->owner = attrs_u32(&t, NFTA_TABLE_OWNER);
	return MNL_CB_OK;
}

/* -- chains ----------------------------------------------------------------------- */

static void read_devices(struct arena *a, struct bytes list, struct nf_chain *c)
{
	struct attr_walk w = attr_walk(list);
	struct attr at;
	while (attr_next(&w, &at))
		if (at.type == NFTA_DEVICE_NAME)
			VEC_PUSH(a, &c->devices, arena_dup(a, at.data.p, at.data.n));
}

static void read_hook(
	struct arena *a, struct bytes nested, struct nf_chain *c, int family)
{
	struct attrs t;
	attrs_read(&t, nested, ruleset_bits(1, 7));
	uint32_t hook = attrs_u32(&t, NFTA_HOOK_HOOKNUM);
	c->hook = hook > HOOK_INGRESS ? HOOK_OTHER : (int)hook;
	c->priority = (int32_t)attrs_u32(&t, NFTA_HOOK_PRIORITY);
	if (family == NFPROTO_NETDEV)
		c->hook = hook == NF_NETDEV_INGRESS ? HOOK_INGRESS : HOOK_OTHER;
	if (attrs_has(&t, NFTA_HOOK_DEV))
		VEC_PUSH(a, &c->devices, attrs_str(a, &t, NFTA_HOOK_DEV));
	if (attrs_has(&t, NFTA_HOOK_DEVS))
		read_devices(a, t.at[NFTA_HOOK_DEVS], c);
}

static int on_chain(const struct nlmsghdr *nlh, void *arg)
{
	struct ruleset_reading *r = arg;
	struct attrs t;
	if (!ruleset_attrs(nlh, &t, NFTA_CHAIN_MAX))
		return MNL_CB_OK;
	int family = family_of(nlh);
	struct nf_table *table =
		table_of(r, family, attrs_str(r->arena, &t, NFTA_CHAIN_TABLE));
	if (!table) {
		r->torn = true;
		return MNL_CB_OK;
	}
	struct nf_chain *c = VEC_ADD(r->arena, &table->chains, struct nf_chain);
	c->table = table;
	c->name = attrs_str(r->arena, &t, NFTA_CHAIN_NAME);
	c->handle = attrs_u64(&t, NFTA_CHAIN_HANDLE);
	c->hook = HOOK_NONE;
	c->policy = V_ACCEPT;
	c->order = r->chains++;
	if (!attrs_has(&t, NFTA_CHAIN_HOOK))
		return MNL_CB_OK;
	read_hook(r->arena, t.at[NFTA_CHAIN_HOOK], c, family);
	c->type = attrs_str(r->arena, &t, NFTA_CHAIN_TYPE);
	if (attrs_has(&t, NFTA_CHAIN_POLICY))
		c->policy = (int)attrs_u32(&t, NFTA_CHAIN_POLICY);
	return MNL_CB_OK;
}

/* -- rules ------------------------------------------------------------------------ */

static struct nf_chain *chain_of(
	struct ruleset_reading *r, int family, const struct attrs *t)
{
	struct bytes table = t->at[NFTA_RULE_TABLE], chain = t->at[NFTA_RULE_CHAIN];
	struct nf_chain *c = r->last;
	if (!attrs_has(t, NFTA_RULE_TABLE) || !attrs_has(t, NFTA_RULE_CHAIN))
		return NULL;
	if (c && c->table->family == family && attr_is(chain, c->name) &&
		attr_is(table, c->table->name))
		return c;
	for (size_t i = 0; i < r->out->tables.n; i++) {
		struct nf_table *tb = r->out->tables.v[i];
		if (tb->legacy || tb->family != family || !attr_is(table, tb->name))
			continue;
		for (size_t k = 0; k < tb->chains.n; k++)
			if (attr_is(chain, tb->chains.v[k]->name))
				return tb->chains.v[k];
	}
	return NULL;
}

static struct nf_rule *rule_add(struct ruleset_reading *r, struct nf_chain *c)
{
	if (c != r->last) {
		r->last = c;
		r->last_cap = c->rules_n;
	}
	if (c->rules_n == r->last_cap) {
		r->last_cap = r->last_cap ? r->last_cap * 2 : RULESET_GROW_FROM;
		struct nf_rule *v = arena_array(r->arena, r->last_cap, sizeof(*v));
		if (c->rules_n)
			memcpy(v, c->rules, c->rules_n * sizeof(*v));
		c->rules = v;
	}
	return &c->rules[c->rules_n++];
}

static int on_rule(const struct nlmsghdr *nlh, void *arg)
{
	struct ruleset_reading *r = arg;
	struct attrs t;
	if (!ruleset_attrs(nlh, &t, NFTA_RULE_MAX))
		return MNL_CB_OK;
	struct nf_chain *c = chain_of(r, family_of(nlh), &t);
	if (!c) {
		r->torn = true;
		return MNL_CB_OK;
	}
	struct nf_rule *rule = rule_add(r, c);
	rule->handle = attrs_u64(&t, NFTA_RULE_HANDLE);
	rule->exprs = ruleset_keep(r->arena, &t, NFTA_RULE_EXPRESSIONS);
	rule->userdata = ruleset_keep(r->arena, &t, NFTA_RULE_USERDATA);
	return MNL_CB_OK;
}

/* -- sets and objects ------------------------------------------------------------- */

static void read_fields(struct nf_set *s, struct bytes desc)
{
	struct attrs t, field;
	size_t n = 0;
	attrs_read(&t, desc, ruleset_bits(1, 2));
	s->size = attrs_u32(&t, NFTA_SET_DESC_SIZE);
	if (!attrs_has(&t, NFTA_SET_DESC_CONCAT))
		return;
	struct attr_walk w = attr_walk(t.at[NFTA_SET_DESC_CONCAT]);
	struct attr at;
	while (attr_next(&w, &at) && n < 15) {
		attrs_read(&field, at.data, ruleset_bits(1, 1));
		s->fields[n++] = attrs_u32(&field, NFTA_SET_FIELD_LEN);
	}
}

static int on_set(const struct nlmsghdr *nlh, void *arg)
{
	struct ruleset_reading *r = arg;
	struct attrs t;
	if (!ruleset_attrs(nlh, &t, NFTA_SET_MAX))
		return MNL_CB_OK;
	struct nf_table *table =
		table_of(r, family_of(nlh), attrs_str(r->arena, &t, NFTA_SET_TABLE));
	if (!table) {
		r->torn = true;
		return MNL_CB_OK;
	}
	struct nf_set *s = VEC_ADD(r->arena, &table->sets, struct nf_set);
	s->table = table;
	s->name = attrs_str(r->arena, &t, NFTA_SET_NAME);
	s->flags = attrs_u32(&t, NFTA_SET_FLAGS);
	s->key_len = attrs_u32(&t, NFTA_SET_KEY_LEN);
	s->verdict_map = attrs_u32(&t, NFTA_SET_DATA_TYPE) == NFT_DATA_VERDICT;
	s->data_len = s->verdict_map ? 0 : attrs_u32(&t, NFTA_SET_DATA_LEN);
	s->has_exprs =
		attrs_has(&t, NFTA_SET_EXPR) || attrs_has(&t, NFTA_SET_EXPRESSIONS);
	s->key_type = attrs_u32(&t, NFTA_SET_KEY_TYPE);
	s->data_type = attrs_u32(&t, NFTA_SET_DATA_TYPE);
	s->obj_type = attrs_u32(&t, NFTA_SET_OBJ_TYPE);
	s->userdata = ruleset_keep(r->arena, &t, NFTA_SET_USERDATA);
	if (attrs_has(&t, NFTA_SET_DESC))
		read_fields(s, t.at[NFTA_SET_DESC]);
	return MNL_CB_OK;
}

static int on_obj(const struct nlmsghdr *nlh, void *arg)
{
	struct ruleset_reading *r = arg;
	struct attrs t;
	if (!ruleset_attrs(nlh, &t, NFTA_OBJ_MAX))
		return MNL_CB_OK;
	struct nf_table *table =
		table_of(r, family_of(nlh), attrs_str(r->arena, &t, NFTA_OBJ_TABLE));
	if (!table)
		return MNL_CB_OK;
	struct nf_obj *o = VEC_ADD(r->arena, &table->objs, struct nf_obj);
	o->table = table;
	o->name = attrs_str(r->arena, &t, NFTA_OBJ_NAME);
	o->type = attrs_u32(&t, NFTA_OBJ_TYPE);
	o->data = ruleset_keep(r->arena, &t, NFTA_OBJ_DATA);
	return MNL_CB_OK;
}

/* -- the whole -------------------------------------------------------------------- */

int ruleset_take(const struct nlmsghdr *nlh, void *reading)
{
	switch (nlh->nlmsg_type & 0xff) {
	case NFT_MSG_NEWTABLE:
		return on_table(nlh, reading);
	case NFT_MSG_NEWCHAIN:
		return on_chain(nlh, reading);
	case NFT_MSG_NEWSET:
		return on_set(nlh, reading);
	case NFT_MSG_NEWOBJ:
		return on_obj(nlh, reading);
	case NFT_MSG_NEWRULE:
		return on_rule(nlh, reading);
	default:
		return MNL_CB_OK;
	}
}

struct nlmsghdr *ruleset_request(unsigned char *buf, int msg, int family, uint16_t flags)
{
	struct nlmsghdr *nlh = mnl_nlmsg_put_header(buf);
	nlh->nlmsg_type = (uint16_t)(NFNL_SUBSYS_NFTABLES << 8 | msg);
	nlh->nlmsg_flags = (uint16_t)(NLM_F_REQUEST | flags);
	struct nfgenmsg *g = mnl_nlmsg_put_extra_header(nlh, sizeof(*g));
	g->nfgen_family = (uint8_t)family;
	g->version = NFNETLINK_V0;
	g->res_id = 0;
	return nlh;
}

static int on_generation(const struct nlmsghdr *nlh, void *arg)
{
	struct attrs t;
	if (ruleset_attrs(nlh, &t, NFTA_GEN_MAX))
		*(uint32_t *)arg = attrs_u32(&t, NFTA_GEN_ID);
	return MNL_CB_OK;
}

static enum err generation(struct nl *nl, uint32_t *out)
{
	_Alignas(struct nlmsghdr) unsigned char buf[RULESET_REQUEST_MAX];
	return nl_ask(nl, ruleset_request(buf, NFT_MSG_GETGEN, NFPROTO_UNSPEC, 0),
		on_generation, out);
}

enum err ruleset_generation(uint32_t *out)
{
	struct arena *scratch = arena_new();
	struct nl nl;
	enum err err = nl_open(scratch, &nl, NETLINK_NETFILTER);
	if (err == ERR_OK)
		err = generation(&nl, out);
	nl_close(&nl);
	arena_free(scratch);
	return err;
}

static enum err read_once(struct nl *nl, struct ruleset_reading *r)
{
	static const int dumps[] = {NFT_MSG_GETTABLE, NFT_MSG_GETCHAIN, NFT_MSG_GETSET,
		NFT_MSG_GETOBJ, NFT_MSG_GETRULE};
	_Alignas(struct nlmsghdr) unsigned char buf[RULESET_REQUEST_MAX];
	uint32_t after = 0;
	enum err err = generation(nl, &r->out->generation);
	for (size_t i = 0; i < sizeof(dumps) / sizeof(dumps[0]) && err == ERR_OK; i++)
		err = nl_ask(nl,
			ruleset_request(buf, dumps[i], NFPROTO_UNSPEC, NLM_F_DUMP),
			ruleset_take, r);
	if (err == ERR_OK)
		err = generation(nl, &after);
	if (err == ERR_OK && (after != r->out->generation || r->torn)) {
		nl->error = EINTR;
		err = ERR_IO;
	}
	return err;
}

enum err ruleset_read_nft(struct arena *a, struct ruleset *out, const char **why)
{
	struct nl nl;
	size_t before = out->tables.n;
	enum err err = nl_open(a, &nl, NETLINK_NETFILTER);
	for (int i = 0; i < NL_TRIES && err == ERR_OK; i++) {
		struct ruleset_reading r = {.arena = a, .out = out};
		out->tables.n = before;
		err = read_once(&nl, &r);
		if (err == ERR_OK || !nl_again(&nl))
			break;
		if (i + 1 < NL_TRIES)
			err = ERR_OK;
	}
	if (err != ERR_OK) {
		out->tables.n = before;
		*why = nl_again(&nl) ? "the rules change faster than they can be read"
		       : err == ERR_TIMEOUT ? "the kernel took too long"
					    : strerror(nl.error);
	}
	nl_close(&nl);
	ruleset_ready(a, out);
	return err;
}
