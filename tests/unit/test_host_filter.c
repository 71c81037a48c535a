/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Packet filters as the kernel hands them over: rules, blobs, and whose they are. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "linux/firewall.h"
#include "linux/fwset.h"
#include "linux/nl.h"

#include <linux/netfilter.h>
#include <linux/netfilter/nf_tables.h>
#include <linux/netfilter/nfnetlink.h>
#include <linux/netfilter_ipv4/ip_tables.h>
#include <stdio.h>
#include <string.h>

static struct arena *arena;

static int setup(void **state)
{
	(void)state;
	arena = arena_new();
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

/* -- nft rules
 * ------------------------------------------------------------------------- */

static void put_expression(struct nlmsghdr *nlh, const char *name, const char *jump)
{
	struct nlattr *expr = mnl_attr_nest_start(nlh, NFTA_LIST_ELEM);
	mnl_attr_put_strz(nlh, NFTA_EXPR_NAME, name);
	struct nlattr *data = mnl_attr_nest_start(nlh, NFTA_EXPR_DATA);
	if (jump) {
		mnl_attr_put_u32(nlh, NFTA_IMMEDIATE_DREG, 0);
		struct nlattr *value = mnl_attr_nest_start(nlh, NFTA_IMMEDIATE_DATA);
		struct nlattr *verdict = mnl_attr_nest_start(nlh, NFTA_DATA_VERDICT);
		mnl_attr_put_u32(nlh, NFTA_VERDICT_CODE, 0);
		mnl_attr_put_strz(nlh, NFTA_VERDICT_CHAIN, jump);
		mnl_attr_nest_end(nlh, verdict);
		mnl_attr_nest_end(nlh, value);
	} else {
		mnl_attr_put_u32(nlh, 77, 1); /* an attribute from the future */
	}
	mnl_attr_nest_end(nlh, data);
	mnl_attr_nest_end(nlh, expr);
}

static struct nlmsghdr *make_rule(char *buf)
{
	struct nlmsghdr *nlh = mnl_nlmsg_put_header(buf);
	struct nfgenmsg *g = mnl_nlmsg_put_extra_header(nlh, sizeof(*g));
	g->nfgen_family = NFPROTO_INET;
	mnl_attr_put_strz(nlh, NFTA_RULE_TABLE, "site");
	mnl_attr_put_strz(nlh, NFTA_RULE_CHAIN, "input");
	struct nlattr *list = mnl_attr_nest_start(nlh, NFTA_RULE_EXPRESSIONS);
	put_expression(nlh, "inner_of_a_later_kernel", NULL);
	put_expression(nlh, "match", NULL);
	put_expression(nlh, "immediate", "web");
	mnl_attr_nest_end(nlh, list);
	return nlh;
}

static void an_unknown_expression_hides_no_jump(void **state)
{
	(void)state;
	char buf[1024] = {0};
	struct nft_rule r;
	const struct nlmsghdr *nlh = make_rule(buf);
	assert_true(nft_rule_parse(
		arena, mnl_nlmsg_get_payload(nlh), mnl_nlmsg_get_payload_len(nlh), &r));
	assert_int_equal(r.family, NFPROTO_INET);
	assert_string_equal(r.table, "site");
	assert_string_equal(r.chain, "input");
	assert_true(r.compat);
	assert_int_equal(r.to.n, 1);
	assert_string_equal(r.to.v[0], "web");
}

static void a_rule_cut_anywhere_is_read_as_far_as_it_goes(void **state)
{
	(void)state;
	char buf[1024] = {0};
	struct nft_rule r;
	const struct nlmsghdr *nlh = make_rule(buf);
	const size_t n = mnl_nlmsg_get_payload_len(nlh);
	for (size_t cut = 0; cut < n; cut++) {
		void *part = arena_dup(arena, mnl_nlmsg_get_payload(nlh), cut);
		if (nft_rule_parse(arena, part, cut, &r))
			assert_string_equal(r.chain, "input");
		assert_true(r.to.n <= 1);
	}
}

/* -- legacy blobs
 * ---------------------------------------------------------------------- */

struct blob { /* a filter table under construction */
	_Alignas(8) unsigned char bytes[8192];
	size_t n;
	struct legacy_blob as;
};

static size_t put_standard(struct blob *b, int verdict)
{
	const size_t at = b->n;
	struct ipt_entry *e = (void *)(b->bytes + at);
	struct xt_standard_target *t = (void *)(b->bytes + at + sizeof(*e));
	e->target_offset = sizeof(*e);
	e->next_offset = sizeof(*e) + sizeof(*t);
	t->target.u.target_size = sizeof(*t);
	t->verdict = verdict;
	b->n += e->next_offset;
	return at;
}

static size_t put_error(struct blob *b, const char *name)
{
	const size_t at = b->n;
	struct ipt_entry *e = (void *)(b->bytes + at);
	struct xt_error_target *t = (void *)(b->bytes + at + sizeof(*e));
	e->target_offset = sizeof(*e);
	e->next_offset = sizeof(*e) + sizeof(*t);
	t->target.u.target_size = sizeof(*t);
	memcpy(t->target.u.user.name, XT_ERROR_TARGET, sizeof(XT_ERROR_TARGET));
	memcpy(t->errorname, name, strlen(name) + 1);
	b->n += e->next_offset;
	return at;
}

enum { ACCEPT = -NF_ACCEPT - 1, DROP = -NF_DROP - 1, RETURN = -NF_REPEAT - 1 };

/* INPUT: a rule without a target, one that accepts, a jump to "web"; policy DROP.
 * web: two rules. ufw-user-input: nothing, and INPUT jumps to it. */
static void build(struct blob *b)
{
	const size_t entry = sizeof(struct ipt_entry) + sizeof(struct xt_standard_target);
	const size_t error = sizeof(struct ipt_entry) + sizeof(struct xt_error_target);
	const int web = (int)(5 * entry + error);
	const int ufw = web + (int)(3 * entry + error);
	memset(b, 0, sizeof(*b));
	b->as.valid_hooks = 1U << NF_INET_LOCAL_IN;
	b->as.hook_entry[NF_INET_LOCAL_IN] = (uint32_t)put_standard(b, (int)entry);
	put_standard(b, ACCEPT);
	put_standard(b, web);
	put_standard(b, ufw);
	b->as.underflow[NF_INET_LOCAL_IN] = (uint32_t)put_standard(b, DROP);
	put_error(b, "web");
	put_standard(b, ACCEPT);
	put_standard(b, DROP);
	put_standard(b, RETURN);
	put_error(b, "ufw-user-input");
	put_standard(b, RETURN);
	put_error(b, "ERROR");
	b->as.entries = b->bytes;
	b->as.size = b->n;
}

static void a_legacy_table_gives_chains_rules_and_jumps(void **state)
{
	(void)state;
	struct blob b;
	struct fw_table t = {.family = NFPROTO_IPV4, .name = "filter"};
	struct fwset out = {.legacy = true};
	build(&b);
	assert_int_equal(legacy_parse(arena, &b.as, &t, &out), ERR_OK);
	assert_int_equal(out.chains.n, 3);
	struct fw_chain *input = out.chains.v[0];
	assert_string_equal(input->name, "INPUT");
	assert_true(input->base);
	assert_true(input->drops);
	assert_int_equal(input->rules, 4);
	assert_int_equal(input->ufw_jumps, 1);
	assert_int_equal(input->to.n, 2);
	assert_string_equal(out.chains.v[1]->name, "web");
	assert_int_equal(out.chains.v[1]->rules, 2);
	assert_false(out.chains.v[1]->base);
	assert_string_equal(out.chains.v[2]->name, "ufw-user-input");
	assert_int_equal(out.chains.v[2]->rules, 0);
	assert_true(fwset_inbound(input));
	assert_int_equal(fwset_reach(input), 6);
}

static void a_legacy_blob_that_lies_is_refused(void **state)
{
	(void)state;
	struct blob good, b;
	struct fw_table t = {.family = NFPROTO_IPV4, .name = "filter"};
	build(&good);
	for (size_t cut = 1; cut < good.n; cut += 7) {
		struct fwset out = {.legacy = true};
		b = good;
		b.as.entries = arena_dup(arena, good.bytes, cut);
		b.as.size = cut;
		enum err err = legacy_parse(arena, &b.as, &t, &out);
		assert_true(err == ERR_PROTOCOL || err == ERR_OK);
	}
	static const uint16_t lies[] = {0, 1, 8, 0xffff};
	for (size_t i = 0; i < sizeof(lies) / sizeof(lies[0]); i++) {
		struct fwset out = {.legacy = true};
		b = good;
		b.as.entries = b.bytes;
		((struct ipt_entry *)(void *)b.bytes)->next_offset = lies[i];
		assert_int_equal(legacy_parse(arena, &b.as, &t, &out), ERR_PROTOCOL);
	}
}

/* -- whose it is
 * ----------------------------------------------------------------------- */

static struct fw_table *add_table(struct fwset *n, int family, const char *name)
{
	const size_t number = n->tables.n;
	struct fw_table *t = VEC_ADD(arena, &n->tables, struct fw_table);
	*t = (struct fw_table){.number = number, .family = family, .name = name};
	return t;
}

static struct fw_chain *add_chain(struct fwset *n, const struct fw_table *t,
	const char *name, int hook, int64_t rules)
{
	struct fw_chain *c = VEC_ADD(arena, &n->chains, struct fw_chain);
	*c = (struct fw_chain){.table = t,
		.name = name,
		.base = hook >= 0,
		.hook = hook >= 0 ? (uint32_t)hook : 0,
		.rules = rules};
	return c;
}

static void a_table_of_iptables_is_known_by_its_shape(void **state)
{
	(void)state;
	struct fwset n = {0};
	struct fw_table *ipt = add_table(&n, NFPROTO_IPV4, "filter");
	struct fw_table *lower = add_table(&n, NFPROTO_IPV6, "filter");
	struct fw_table *inet = add_table(&n, NFPROTO_INET, "filter");
	struct fw_table *mixed = add_table(&n, NFPROTO_IPV4, "nat");
	struct fw_table *other = add_table(&n, NFPROTO_IPV4, "site");
	struct fw_table *fwd = add_table(&n, NFPROTO_INET, "firewalld");
	struct fw_table *direct = add_table(&n, NFPROTO_IPV4, "mangle");
	add_chain(&n, ipt, "INPUT", NF_INET_LOCAL_IN, 1);
	add_chain(&n, ipt, "web", -1, 1);
	add_chain(&n, lower, "input", NF_INET_LOCAL_IN, 1);
	add_chain(&n, inet, "INPUT", NF_INET_LOCAL_IN, 1);
	add_chain(&n, mixed, "PREROUTING", NF_INET_PRE_ROUTING, 1);
	add_chain(&n, mixed, "INPUT", NF_INET_PRE_ROUTING, 1);
	add_chain(&n, other, "INPUT", NF_INET_LOCAL_IN, 1);
	add_chain(&n, direct, "INPUT", NF_INET_LOCAL_IN, 1);
	add_chain(&n, direct, "INPUT_direct", -1, 1);
	fwset_attribute(&n);
	assert_int_equal(ipt->owner, OWNER_IPTABLES);
	assert_int_equal(lower->owner, OWNER_NFT);
	assert_int_equal(inet->owner, OWNER_NFT);
	assert_int_equal(mixed->owner, OWNER_NFT);
	assert_int_equal(other->owner, OWNER_NFT);
	assert_int_equal(fwd->owner, OWNER_FIREWALLD);
	assert_int_equal(direct->owner, OWNER_FIREWALLD);
}

static void the_inbound_path_is_ingress_prerouting_and_input(void **state)
{
	(void)state;
	struct fwset n = {0};
	struct fw_table *ip = add_table(&n, NFPROTO_IPV4, "a");
	struct fw_table *netdev = add_table(&n, NFPROTO_NETDEV, "b");
	struct fw_table *arp = add_table(&n, NFPROTO_ARP, "c");
	struct fw_table *off = add_table(&n, NFPROTO_INET, "d");
	off->dormant = true;
	assert_true(fwset_inbound(add_chain(&n, ip, "x", NF_INET_PRE_ROUTING, 1)));
	assert_true(fwset_inbound(add_chain(&n, ip, "x", NF_INET_LOCAL_IN, 1)));
	assert_false(fwset_inbound(add_chain(&n, ip, "x", NF_INET_FORWARD, 1)));
	assert_false(fwset_inbound(add_chain(&n, ip, "x", NF_INET_LOCAL_OUT, 1)));
	assert_false(fwset_inbound(add_chain(&n, ip, "x", -1, 1)));
	assert_true(fwset_inbound(add_chain(&n, netdev, "x", NF_NETDEV_INGRESS, 1)));
	assert_false(fwset_inbound(add_chain(&n, netdev, "x", NF_NETDEV_EGRESS, 1)));
	assert_false(fwset_inbound(add_chain(&n, arp, "x", NF_INET_LOCAL_IN, 1)));
	assert_false(fwset_inbound(add_chain(&n, off, "x", NF_INET_LOCAL_IN, 1)));
}

static void reaching_counts_a_chain_once_even_in_a_circle(void **state)
{
	(void)state;
	struct fwset n = {0};
	struct fw_table *t = add_table(&n, NFPROTO_INET, "t");
	struct fw_chain *a = add_chain(&n, t, "a", NF_INET_LOCAL_IN, 1);
	struct fw_chain *b = add_chain(&n, t, "b", -1, 10);
	struct fw_chain *c = add_chain(&n, t, "c", -1, 100);
	add_chain(&n, t, "d", -1, 1000);
	fwset_index(arena, &n);
	fwset_lead(arena, a, b);
	fwset_lead(arena, a, b);
	fwset_lead(arena, a, c);
	fwset_lead(arena, b, c);
	fwset_lead(arena, c, a);
	assert_int_equal(a->to.n, 2);
	assert_int_equal(fwset_reach(a), 111);
	assert_int_equal(fwset_reach(b), 0);
	fwset_unmark(&n);
	assert_int_equal(fwset_reach(b), 111);
	assert_ptr_equal(fwset_find(&n, t, "c"), c);
	assert_null(fwset_find(&n, t, "e"));
}

/* -- the managers' states, on facts
 * --------------------------------------------------- */

static void a_ruleset_that_could_not_be_read_makes_no_manager_absent(void **state)
{
	(void)state;
	struct firewall_facts f = {
		.nft = {.err = ERR_DENIED, .why = "needs root"},
		.legacy = {.err = ERR_IO, .why = "broken"},
		.bus = {.seen = SEEN_NO},
		.ufw = UFW_YES,
	};
	struct manager nft = {0}, ipt = {0}, legacy = {0}, ufw = {0};
	firewall_nftables(arena, &f, &nft);
	firewall_iptables_nft(arena, &f, &ipt);
	firewall_iptables_legacy(arena, &f, &legacy);
	firewall_ufw(arena, &f, &ufw);
	assert_int_equal(nft.state, MANAGER_UNKNOWN);
	assert_int_equal(nft.obs.seen, SEEN_DENIED);
	assert_int_equal(nft.rules, -1);
	assert_int_equal(ipt.state, MANAGER_UNKNOWN);
	assert_int_equal(legacy.state, MANAGER_UNKNOWN);
	assert_int_equal(legacy.obs.seen, SEEN_FAILED);
	assert_int_equal(ufw.state, MANAGER_UNKNOWN);
	assert_string_equal(
		ufw.detail, "ENABLED=yes; whether its chains are loaded: needs root");
}

static void a_hung_bus_is_failed_and_loaded_tables_are_still_active(void **state)
{
	(void)state;
	struct firewall_facts f = {
		.bus = {.seen = SEEN_FAILED, .why = "D-Bus did not answer within 2 s"},
	};
	struct manager m = {0};
	firewall_firewalld(arena, &f, &m);
	assert_int_equal(m.state, MANAGER_UNKNOWN);
	assert_int_equal(m.obs.seen, SEEN_FAILED);
	assert_string_equal(m.obs.excerpt, "D-Bus did not answer within 2 s");
	struct fw_table *t = add_table(&f.nft, NFPROTO_INET, "firewalld");
	add_chain(&f.nft, t, "filter_INPUT", NF_INET_LOCAL_IN, 3);
	fwset_attribute(&f.nft);
	m = (struct manager){0};
	firewall_firewalld(arena, &f, &m);
	assert_int_equal(m.state, MANAGER_ACTIVE);
	assert_int_equal(m.obs.seen, SEEN_FAILED);
	assert_int_equal(m.rules, 3);
	assert_int_equal(m.base_chains, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_unknown_expression_hides_no_jump),
		cmocka_unit_test(a_rule_cut_anywhere_is_read_as_far_as_it_goes),
		cmocka_unit_test(a_legacy_table_gives_chains_rules_and_jumps),
		cmocka_unit_test(a_legacy_blob_that_lies_is_refused),
		cmocka_unit_test(a_table_of_iptables_is_known_by_its_shape),
		cmocka_unit_test(the_inbound_path_is_ingress_prerouting_and_input),
		cmocka_unit_test(reaching_counts_a_chain_once_even_in_a_circle),
		cmocka_unit_test(
			a_ruleset_that_could_not_be_read_makes_no_manager_absent),
		cmocka_unit_test(a_hung_bus_is_failed_and_loaded_tables_are_still_active),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
