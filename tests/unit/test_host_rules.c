/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Packet filters as the kernel hands them over: where rules and blobs lead to. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "linux/fwset.h"
#include "linux/nl.h"
#include "verdict/legacy.h"

#include <linux/netfilter.h>
#include <linux/netfilter/nf_tables.h>
#include <linux/netfilter_ipv4/ip_tables.h>
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

/* A table "site" with a base chain of one rule, which jumps to "web". */
static void read_site(struct bytes exprs, struct fwset *out)
{
	static struct nf_table table;
	static struct nf_chain input, web;
	static struct nf_chain *chains[] = {&input, &web};
	static struct nf_table *tables[] = {&table};
	static struct nf_rule rule;
	struct ruleset rs = {0};
	rule = (struct nf_rule){.exprs = exprs};
	table = (struct nf_table){.family = NF_INET, .name = "site"};
	table.chains.v = chains;
	table.chains.n = 2;
	input = (struct nf_chain){.name = "input",
		.table = &table,
		.type = "filter",
		.hook = HOOK_INPUT,
		.policy = V_DROP,
		.rules = &rule,
		.rules_n = 1};
	web = (struct nf_chain){.name = "web", .table = &table, .hook = HOOK_NONE};
	rs.tables.v = tables;
	rs.tables.n = 1;
	fwset_take(arena, &rs, false, out);
}

static struct bytes make_rule(char *buf)
{
	struct nlmsghdr *nlh = mnl_nlmsg_put_header(buf);
	put_expression(nlh, "inner_of_a_later_kernel", NULL);
	put_expression(nlh, "match", NULL);
	put_expression(nlh, "immediate", "web");
	return (struct bytes){
		.p = mnl_nlmsg_get_payload(nlh), .n = mnl_nlmsg_get_payload_len(nlh)};
}

static void an_unknown_expression_hides_no_jump(void **state)
{
	(void)state;
	char buf[1024] = {0};
	struct fwset out;
	read_site(make_rule(buf), &out);
	assert_int_equal(out.chains.n, 2);
	const struct fw_chain *input = out.chains.v[0];
	assert_int_equal(input->table->family, NF_INET);
	assert_string_equal(input->table->name, "site");
	assert_string_equal(input->name, "input");
	assert_true(input->base);
	assert_true(input->drops);
	assert_int_equal(input->rules, 1);
	assert_true(input->table->compat);
	assert_int_equal(input->to.n, 1);
	assert_string_equal(input->to.v[0]->name, "web");
	assert_false(out.chains.v[1]->base);
	assert_false(out.chains.v[1]->drops);
}

static void a_rule_cut_anywhere_is_read_as_far_as_it_goes(void **state)
{
	(void)state;
	char buf[1024] = {0};
	const struct bytes rule = make_rule(buf);
	for (size_t cut = 0; cut < rule.n; cut++) {
		struct fwset out;
		struct bytes part = {.p = arena_dup(arena, rule.p, cut), .n = cut};
		read_site(part, &out);
		assert_int_equal(out.chains.v[0]->rules, 1);
		assert_int_equal(out.chains.v[0]->to.n, 0);
	}
}

static void a_verdict_map_leads_where_its_elements_say(void **state)
{
	(void)state;
	struct fwset out;
	static struct nf_table table = {.family = NF_IP, .name = "t"};
	static struct nf_chain base = {
		.name = "in", .table = &table, .type = "filter", .hook = HOOK_INPUT};
	static struct nf_chain web = {.name = "web", .table = &table, .hook = HOOK_NONE};
	static struct nf_chain *chains[] = {&base, &web};
	static const char *const targets[] = {NULL, "web", "gone"};
	static struct nf_set map = {.verdict_map = true};
	static struct nf_set *sets[] = {&map};
	static struct nf_table *tables[] = {&table};
	struct ruleset rs = {0};
	table.chains.v = chains;
	table.chains.n = 2;
	table.sets.v = sets;
	table.sets.n = 1;
	rs.tables.v = tables;
	rs.tables.n = 1;
	fwset_take(arena, &rs, false, &out);
	assert_int_equal(out.chains.v[0]->to.n, 0);
	map.elems.chains = targets;
	map.elems.n = 3;
	fwset_take(arena, &rs, false, &out);
	assert_int_equal(out.chains.v[0]->to.n, 1);
	assert_string_equal(out.chains.v[0]->to.v[0]->name, "web");
}

/* -- legacy blobs
 * ---------------------------------------------------------------------- */

struct blob { /* a filter table under construction */
	_Alignas(8) unsigned char bytes[8192];
	size_t n;
	struct legacy_blob_in as;
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
	b->as.table = "filter";
	b->as.entries = (struct bytes){.p = b->bytes, .n = b->n};
}

static void a_legacy_table_gives_chains_rules_and_jumps(void **state)
{
	(void)state;
	struct blob b;
	struct ruleset rs = {0};
	struct fwset out;
	build(&b);
	assert_int_equal(legacy_take(arena, &b.as, 0, &rs), ERR_OK);
	fwset_take(arena, &rs, true, &out);
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
	struct ruleset rs = {0};
	build(&good);
	for (size_t cut = 1; cut < good.n; cut += 7) {
		b = good;
		b.as.entries.p = arena_dup(arena, good.bytes, cut);
		b.as.entries.n = cut;
		assert_int_equal(legacy_take(arena, &b.as, 0, &rs), ERR_PROTOCOL);
	}
	static const uint16_t lies[] = {0, 1, 8, 0xffff};
	for (size_t i = 0; i < sizeof(lies) / sizeof(lies[0]); i++) {
		b = good;
		b.as.entries.p = b.bytes;
		((struct ipt_entry *)(void *)b.bytes)->next_offset = lies[i];
		assert_int_equal(legacy_take(arena, &b.as, 0, &rs), ERR_PROTOCOL);
	}
	assert_int_equal(rs.tables.n, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_unknown_expression_hides_no_jump),
		cmocka_unit_test(a_rule_cut_anywhere_is_read_as_far_as_it_goes),
		cmocka_unit_test(a_verdict_map_leads_where_its_elements_say),
		cmocka_unit_test(a_legacy_table_gives_chains_rules_and_jumps),
		cmocka_unit_test(a_legacy_blob_that_lies_is_refused),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
