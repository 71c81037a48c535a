/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the kernel of a test machine may not have: rules made by hand, in words. */
#include "verdict/names.h"
#include "verdict/nearly.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static struct arena *arena;
static unsigned char buf[8192];
static size_t used;
static struct nf_table table;
static struct nf_chain chain;
static struct nf_rule rule;

static int setup(void **state)
{
	(void)state;
	arena = arena_new();
	used = 0;
	table = (struct nf_table){.family = NF_INET, .name = "filter"};
	chain = (struct nf_chain){.name = "input", .table = &table, .hook = HOOK_NONE};
	rule = (struct nf_rule){.handle = 4};
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

/* -- rules by hand ---------------------------------------------------------------- */

static size_t begin(unsigned type)
{
	uint16_t head[2] = {0, (uint16_t)type};
	memcpy(buf + used, head, sizeof(head));
	used += 4;
	return used - 4;
}

static void end(size_t at)
{
	uint16_t len = (uint16_t)(used - at);
	memcpy(buf + at, &len, sizeof(len));
	while (used % 4)
		buf[used++] = 0;
}

static void put(unsigned type, const void *p, size_t n)
{
	size_t at = begin(type);
	memcpy(buf + used, p, n);
	used += n;
	end(at);
}

static void put_u32(unsigned type, uint32_t v)
{
	const unsigned char p[4] = {(unsigned char)(v >> 24), (unsigned char)(v >> 16),
		(unsigned char)(v >> 8), (unsigned char)v};
	put(type, p, sizeof(p));
}

static void put_u16(unsigned type, unsigned v)
{
	const unsigned char p[2] = {(unsigned char)(v >> 8), (unsigned char)v};
	put(type, p, sizeof(p));
}

static size_t inner; /* where the expression's data began */

static size_t expr(const char *name)
{
	size_t at = begin(A_LIST_ELEM);
	put(A_EXPR_NAME, name, strlen(name) + 1);
	inner = begin(A_EXPR_DATA);
	return at;
}

static void expr_end(size_t at)
{
	end(inner);
	end(at);
}

static void load_payload(uint32_t base, uint32_t offset, uint32_t len)
{
	size_t at = expr("payload");
	put_u32(A_PAYLOAD_DREG, 1);
	put_u32(A_PAYLOAD_BASE, base);
	put_u32(A_PAYLOAD_OFFSET, offset);
	put_u32(A_PAYLOAD_LEN, len);
	expr_end(at);
}

static void load_meta(uint32_t key)
{
	size_t at = expr("meta");
	put_u32(A_META_DREG, 1);
	put_u32(A_META_KEY, key);
	expr_end(at);
}

static void cmp(uint32_t op, const void *p, size_t n)
{
	size_t at = expr("cmp");
	put_u32(A_CMP_SREG, 1);
	put_u32(A_CMP_OP, op);
	size_t data = begin(A_CMP_DATA);
	put(A_DATA_VALUE, p, n);
	end(data);
	expr_end(at);
}

static void verdict(uint32_t code, const char *to)
{
	size_t at = expr("immediate");
	put_u32(A_IMM_DREG, 0);
	size_t data = begin(A_IMM_DATA), v = begin(A_DATA_VERDICT);
	put_u32(A_VERDICT_CODE, code);
	if (to)
		put(A_VERDICT_CHAIN, to, strlen(to) + 1);
	end(v);
	end(data);
	expr_end(at);
}

static const char *text_of(bool *raw)
{
	rule.exprs = (struct bytes){.p = buf, .n = used};
	return rule_text(arena, NULL, &chain, &rule, raw);
}

static void tcp_port(unsigned port)
{
	const unsigned char tcp = 6,
			    p[2] = {(unsigned char)(port >> 8), (unsigned char)port};
	load_meta(META_L4PROTO);
	cmp(OP_EQ, &tcp, 1);
	load_payload(BASE_TRANSPORT, 2, 2);
	cmp(OP_EQ, p, sizeof(p));
}

/* -- texts ------------------------------------------------------------------------ */

static void a_protocol_that_a_port_implies_is_left_out(void **state)
{
	(void)state;
	bool raw = true;
	tcp_port(443);
	verdict(V_DROP, NULL);
	assert_string_equal(text_of(&raw), "tcp dport 443 drop");
	assert_false(raw);
}

static void queues_are_written_with_their_flags_first(void **state)
{
	(void)state;
	bool raw = true;
	size_t at = expr("queue");
	put_u16(A_QUEUE_NUM, 3);
	put_u16(A_QUEUE_TOTAL, 4);
	put_u16(A_QUEUE_FLAGS, 3);
	expr_end(at);
	assert_string_equal(text_of(&raw), "queue flags bypass,fanout to 3-6");
	assert_false(raw);
}

static void an_unknown_expression_makes_the_whole_rule_raw(void **state)
{
	(void)state;
	bool raw = false;
	tcp_port(443);
	expr_end(expr("inner"));
	verdict(V_ACCEPT, NULL);
	assert_string_equal(text_of(&raw), "[meta cmp payload cmp inner immediate]");
	assert_true(raw);
}

static void a_register_that_nothing_loaded_is_not_guessed(void **state)
{
	(void)state;
	bool raw = false;
	cmp(OP_EQ, "x", 1);
	assert_string_equal(text_of(&raw), "[cmp]");
	assert_true(raw);
}

static void a_set_that_was_not_read_stands_in_brackets(void **state)
{
	(void)state;
	bool raw = false;
	struct nf_set set = {.name = "__set0", .flags = SET_ANONYMOUS, .key_len = 2};
	VEC_PUSH(arena, &table.sets, &set);
	load_payload(BASE_TRANSPORT, 2, 2);
	size_t at = expr("lookup");
	put(A_LOOKUP_SET, "__set0", 7);
	put_u32(A_LOOKUP_SREG, 1);
	expr_end(at);
	assert_string_equal(text_of(&raw), "th dport { [__set0] }");
	assert_true(raw);
}

static void arithmetic_on_arithmetic_ends(void **state)
{
	(void)state;
	bool raw = false;
	load_meta(META_MARK);
	for (int i = 0; i < 60; i++) {
		size_t at = expr("bitwise");
		put_u32(A_BITWISE_SREG, 1);
		put_u32(A_BITWISE_DREG, 1);
		put_u32(A_BITWISE_LEN, 4);
		for (unsigned k = A_BITWISE_MASK; k <= A_BITWISE_XOR; k++) {
			size_t data = begin(k);
			put(A_DATA_VALUE, "\1\2\3\4", 4);
			end(data);
		}
		expr_end(at);
	}
	cmp(OP_EQ, "\0\0\0\1", 4);
	(void)text_of(&raw);
	assert_int_equal(strncmp(text_of(&raw), "[meta bitwise", 13), 0);
	assert_true(raw);
}

static void a_legacy_entry_that_is_cut_off_is_said_to_be(void **state)
{
	(void)state;
	bool raw = false;
	table.legacy = true;
	table.family = NF_IP;
	used = 100;
	assert_string_equal(text_of(&raw), "[a rule that cannot be read]");
	assert_true(raw);
}

static void the_comment_is_the_rule_s_first_user_data(void **state)
{
	(void)state;
	static const unsigned char with[] = {0, 5, 'w', 'e', 'b', '!', 0};
	static const unsigned char cut[] = {0, 200, 'w'};
	rule.userdata = (struct bytes){.p = with, .n = sizeof(with)};
	assert_string_equal(rule_comment(arena, &chain, &rule), "web!");
	rule.userdata = (struct bytes){.p = cut, .n = sizeof(cut)};
	assert_null(rule_comment(arena, &chain, &rule));
}

/* -- owners ----------------------------------------------------------------------- */

static void owned(const char *t, const char *c, const char *owner)
{
	table.name = t;
	chain.name = c;
	rule.exprs.n = 0;
	assert_string_equal(rule_owner(arena, &chain, &rule), owner);
}

static void owners_are_known_by_their_tables_and_chains(void **state)
{
	(void)state;
	owned("firewalld", "filter_IN_public_allow", "firewalld zone public");
	owned("firewalld", "filter_IN_public_deny", "firewalld zone public, a rich rule");
	owned("firewalld", "filter_IN_my_zone_pre",
		"firewalld zone my_zone, a rich rule with priority");
	owned("firewalld", "filter_IN_policy_block-all_deny",
		"firewalld policy block-all, a rich rule");
	owned("firewalld", "filter_INPUT", "firewalld");
	owned("firewalld_policy_drop", "filter_input", "firewalld panic mode");
	owned("filter", "ufw-before-input", "ufw");
	owned("filter", "ufw6-user-input", "ufw");
	owned("filter", "DOCKER-USER", "Docker");
	owned("filter", "f2b-nginx-http-auth", "fail2ban jail nginx-http-auth");
	owned("netavark", "INPUT", "Podman");
	owned("crowdsec6", "crowdsec6-chain", "CrowdSec");
	owned("filter", "KUBE-FIREWALL", "kube-proxy");
	owned("filter", "cali-INPUT", "Calico");
	owned("filter", "ts-input", "Tailscale");
	owned("filter", "LIBVIRT_INP", "libvirt");
	owned("filter", "LOCALINPUT", "CSF");
	owned("filter", "net2fw", "Shorewall");
	owned("filter", "net-fw", "Shorewall");
	owned("filter", "InstanceServices", "Oracle Cloud's image");
	owned("filter", "INPUT", "hand-added");
}

static void a_jail_of_fail2ban_is_known_by_its_set(void **state)
{
	(void)state;
	size_t at = expr("lookup");
	put(A_LOOKUP_SET, "addr6-set-sshd", 15);
	expr_end(at);
	rule.exprs = (struct bytes){.p = buf, .n = used};
	table.name = "f2b-table";
	chain.name = "f2b-chain";
	assert_string_equal(rule_owner(arena, &chain, &rule), "fail2ban jail sshd");
}

static void a_policy_belongs_to_whose_chains_stand_beside_it(void **state)
{
	(void)state;
	struct nf_chain ufw = {.name = "ufw-before-input", .table = &table};
	chain.hook = HOOK_INPUT;
	assert_string_equal(rule_owner(arena, &chain, NULL), "hand-added");
	VEC_PUSH(arena, &table.chains, &ufw);
	assert_string_equal(rule_owner(arena, &chain, NULL), "ufw default policy");
}

/* -- rules that nearly matched ---------------------------------------------------- */

static void each_condition_can_be_taken_away(void **state)
{
	(void)state;
	bool raw;
	enum condition what;
	const unsigned char net[3] = {203, 0, 113};
	load_meta(META_NFPROTO);
	cmp(OP_EQ, "\2", 1);
	load_payload(BASE_NETWORK, 12, 3);
	cmp(OP_EQ, net, sizeof(net));
	tcp_port(443);
	verdict(V_ACCEPT, NULL);
	assert_string_equal(
		text_of(&raw), "ip saddr 203.0.113.0/24 tcp dport 443 accept");
	assert_true(nearly_accepts(&chain, &rule));
	assert_int_equal(nearly_conditions(&chain, &rule), 4);
	struct nf_rule x = nearly_without(arena, &chain, &rule, 1, &what);
	assert_int_equal(what, COND_SOURCE);
	assert_string_equal(rule_text(arena, NULL, &chain, &x, &raw),
		"meta nfproto ipv4 tcp dport 443 accept");
	x = nearly_without(arena, &chain, &rule, 3, &what);
	assert_int_equal(what, COND_PORT);
	assert_string_equal(rule_text(arena, NULL, &chain, &x, &raw),
		"ip saddr 203.0.113.0/24 meta l4proto tcp accept");
}

static void a_jump_can_be_made_an_accept(void **state)
{
	(void)state;
	const char *to;
	tcp_port(443);
	verdict((uint32_t)V_JUMP, "web");
	bool raw;
	assert_string_equal(text_of(&raw), "tcp dport 443 jump web");
	assert_false(nearly_accepts(&chain, &rule));
	struct nf_rule x = nearly_jump(arena, &chain, &rule, &to);
	assert_string_equal(to, "web");
	assert_string_equal(
		rule_text(arena, NULL, &chain, &x, &raw), "tcp dport 443 accept");
}

int main(void)
{
#define CASE(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
	const struct CMUnitTest tests[] = {
		CASE(a_protocol_that_a_port_implies_is_left_out),
		CASE(queues_are_written_with_their_flags_first),
		CASE(an_unknown_expression_makes_the_whole_rule_raw),
		CASE(a_register_that_nothing_loaded_is_not_guessed),
		CASE(a_set_that_was_not_read_stands_in_brackets),
		CASE(arithmetic_on_arithmetic_ends),
		CASE(a_legacy_entry_that_is_cut_off_is_said_to_be),
		CASE(the_comment_is_the_rule_s_first_user_data),
		CASE(owners_are_known_by_their_tables_and_chains),
		CASE(a_jail_of_fail2ban_is_known_by_its_set),
		CASE(a_policy_belongs_to_whose_chains_stand_beside_it),
		CASE(each_condition_can_be_taken_away),
		CASE(a_jump_can_be_made_an_accept),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
