/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The evaluator on rules made by hand: what no random ruleset is sure to meet. */
#include "verdict/engine.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <time.h>

#include <cmocka.h>

#include <string.h>

struct scene {
	struct arena *arena;
	struct ruleset rs;
	struct nf_table *table;
	struct nf_chain *chain;
	struct facts facts;
};

static unsigned char *at; /* where attributes are being written */

static unsigned char *begin(int type)
{
	unsigned char *head = at;
	head[2] = (unsigned char)type;
	head[3] = (unsigned char)(type >> 8);
	at += 4;
	return head;
}

static void end(unsigned char *head)
{
	size_t n = (size_t)(at - head);
	head[0] = (unsigned char)n;
	head[1] = (unsigned char)(n >> 8);
	at += (4 - n % 4) % 4;
}

static void put(int type, const void *p, size_t n)
{
	unsigned char *head = begin(type);
	memcpy(at, p, n);
	at += n;
	end(head);
}

static void put32(int type, uint32_t v)
{
	const unsigned char b[4] = {(unsigned char)(v >> 24), (unsigned char)(v >> 16),
		(unsigned char)(v >> 8), (unsigned char)v};
	put(type, b, sizeof(b));
}

static void value(int type, const void *p, size_t n)
{
	unsigned char *head = begin(type);
	put(A_DATA_VALUE, p, n);
	end(head);
}

static unsigned char *expression(const char *name, unsigned char **data)
{
	unsigned char *head = begin(A_LIST_ELEM);
	put(A_EXPR_NAME, name, strlen(name) + 1);
	*data = begin(A_EXPR_DATA);
	return head;
}

static void verdict(int code, const char *chain)
{
	unsigned char *data, *expr = expression("immediate", &data), *d, *v;
	put32(A_IMM_DREG, 0);
	d = begin(A_IMM_DATA);
	v = begin(A_DATA_VERDICT);
	put32(A_VERDICT_CODE, (uint32_t)code);
	if (chain)
		put(A_VERDICT_CHAIN, chain, strlen(chain) + 1);
	end(v);
	end(d);
	end(data);
	end(expr);
}

static void load_ct(uint32_t key)
{
	unsigned char *data, *expr = expression("ct", &data);
	put32(A_CT_DREG, 1);
	put32(A_CT_KEY, key);
	end(data);
	end(expr);
}

static void load_payload(uint32_t base, uint32_t offset, uint32_t n)
{
	unsigned char *data, *expr = expression("payload", &data);
	put32(A_PAYLOAD_DREG, 1);
	put32(A_PAYLOAD_BASE, base);
	put32(A_PAYLOAD_OFFSET, offset);
	put32(A_PAYLOAD_LEN, n);
	end(data);
	end(expr);
}

static void hash(uint32_t n, uint32_t modulus, uint32_t seed)
{
	unsigned char *data, *expr = expression("hash", &data);
	put32(A_HASH_SREG, 1);
	put32(A_HASH_DREG, 1);
	put32(A_HASH_LEN, n);
	put32(A_HASH_MODULUS, modulus);
	put32(A_HASH_SEED, seed);
	put32(A_HASH_TYPE, 0);
	end(data);
	end(expr);
}

static void compare(uint32_t op, const void *p, size_t n)
{
	unsigned char *data, *expr = expression("cmp", &data);
	put32(A_CMP_SREG, 1);
	put32(A_CMP_OP, op);
	value(A_CMP_DATA, p, n);
	end(data);
	end(expr);
}

static void plain(const char *name)
{
	unsigned char *data, *expr = expression(name, &data);
	end(data);
	end(expr);
}

/* Begins a rule; rule_end makes it the chain's next. */
static void rule(struct scene *s)
{
	at = arena_alloc(s->arena, 1024);
}

static void rule_end(struct nf_chain *c, const unsigned char *start)
{
	c->rules[c->rules_n++] = (struct nf_rule){
		.handle = c->rules_n, .exprs = {.p = start, .n = (size_t)(at - start)}};
}

static struct nf_chain *chain(struct scene *s, const char *name, int hook, int priority)
{
	struct nf_chain *c = VEC_ADD(s->arena, &s->table->chains, struct nf_chain);
	*c = (struct nf_chain){.name = name,
		.table = s->table,
		.hook = hook,
		.priority = priority,
		.policy = V_ACCEPT,
		.order = s->table->chains.n};
	c->type = hook == HOOK_NONE ? NULL : "filter";
	c->rules = arena_array(s->arena, 32, sizeof(*c->rules));
	return c;
}

static void scene(struct scene *s)
{
	memset(s, 0, sizeof(*s));
	s->arena = arena_new();
	s->facts.arena = s->arena;
	s->table = VEC_ADD(s->arena, &s->rs.tables, struct nf_table);
	s->table->family = NF_INET;
	s->table->name = "t";
	s->chain = chain(s, "input", HOOK_INPUT, 0);
}

static bool both; /* ask for both modelled packets */

static struct verdict_part ask_from(struct scene *s, const char *from, int port)
{
	struct verdict_answer ans = {0};
	struct question q = {.proto = 6, .port = port, .iif = "h0"};
	struct ip source;
	assert_int_equal(ip_parse("203.0.113.10", &q.to), ERR_OK);
	assert_int_equal(ip_parse(from, &source), ERR_OK);
	for (int round = 0; round < 8; round++) {
		q.sources = space_one(s->arena, &source);
		(both ? verdict_ask_both : verdict_ask)(
			s->arena, &s->rs, &s->facts, &q, &ans);
		for (size_t i = 0; i < ans.needs.n; i++) {
			struct fact *f = facts_add(&s->facts, ans.needs.v[i]);
			f->known = true;
			f->value = ans.needs.v[i]->kind == NEED_LOCAL ? 2 : 0;
		}
		if (!ans.needs.n)
			break;
	}
	assert_int_equal(ans.parts_n, 1);
	return ans.parts[0];
}

static void drop_when_state(struct scene *s, struct nf_chain *c, uint32_t state)
{
	rule(s);
	unsigned char *start = at;
	load_ct(CT_STATE);
	compare(OP_EQ, &state, sizeof(state));
	verdict(V_DROP, NULL);
	rule_end(c, start);
}

static void before_conntrack_a_packet_is_invalid_and_behind_it_new(void **state)
{
	struct scene s;
	(void)state;
	scene(&s);
	struct nf_chain *raw = chain(&s, "raw", HOOK_PREROUTING, -300);
	drop_when_state(&s, raw, CTS_NEW);
	assert_int_equal(ask_from(&s, "8.8.8.8", 443).fate, FATE_ACCEPT);
	drop_when_state(&s, raw, CTS_INVALID);
	assert_int_equal(ask_from(&s, "8.8.8.8", 443).fate, FATE_DROP);
	raw->rules_n = 0;
	drop_when_state(&s, s.chain, CTS_NEW);
	assert_int_equal(ask_from(&s, "8.8.8.8", 443).fate, FATE_DROP);
	arena_free(s.arena);
}

static void notrack_counts_in_a_chain_that_is_jumped_to(void **state)
{
	struct scene s;
	(void)state;
	scene(&s);
	struct nf_chain *raw = chain(&s, "raw", HOOK_PREROUTING, -300);
	struct nf_chain *sub = chain(&s, "sub", HOOK_NONE, 0);
	rule(&s);
	unsigned char *start = at;
	verdict(V_JUMP, "sub");
	rule_end(raw, start);
	rule(&s);
	start = at;
	plain("notrack");
	rule_end(sub, start);
	drop_when_state(&s, s.chain, CTS_UNTRACKED);
	assert_int_equal(ask_from(&s, "8.8.8.8", 443).fate, FATE_DROP);
	arena_free(s.arena);
}

/* The kernel: `jhash tcp dport mod 2 seed 7`, asked by counters, for ports 1 to 16. */
static void jenkins_hash_is_the_kernels(void **state)
{
	static const uint8_t expected[16] = {
		1, 0, 1, 0, 0, 1, 1, 0, 0, 1, 1, 0, 0, 1, 1, 0};
	(void)state;
	for (int port = 1; port <= 16; port++) {
		struct scene s;
		scene(&s);
		rule(&s);
		unsigned char *start = at;
		const uint32_t one = 1;
		load_payload(BASE_TRANSPORT, 2, 2);
		hash(2, 2, 7);
		compare(OP_EQ, &one, sizeof(one));
		verdict(V_DROP, NULL);
		rule_end(s.chain, start);
		assert_int_equal(ask_from(&s, "8.8.8.8", port).fate,
			expected[port - 1] ? FATE_DROP : FATE_ACCEPT);
		arena_free(s.arena);
	}
}

static void ways_that_end_alike_by_two_rules_are_definite_and_say_several(void **state)
{
	struct scene s;
	(void)state;
	scene(&s);
	s.chain->policy = V_DROP;
	rule(&s);
	unsigned char *start = at;
	plain("limit");
	verdict(V_DROP, NULL);
	rule_end(s.chain, start);
	struct verdict_part p = ask_from(&s, "8.8.8.8", 443);
	assert_int_equal(p.fate, FATE_DROP);
	assert_true(p.several);
	s.chain->policy = V_ACCEPT;
	p = ask_from(&s, "8.8.8.8", 443);
	assert_int_equal(p.fate, FATE_MAYBE);
	assert_string_equal(p.reasons->what, "a rate limit");
	arena_free(s.arena);
}

static void jump_often(struct scene *s, struct nf_chain *from, const char *to)
{
	for (int i = 0; i < 16; i++) {
		rule(s);
		unsigned char *start = at;
		verdict(V_JUMP, to);
		rule_end(from, start);
	}
}

static void a_verdict_that_hangs_on_the_source_port_is_maybe(void **state)
{
	static const uint8_t low[2] = {2000 >> 8, 2000 & 255};
	struct scene s;
	(void)state;
	scene(&s);
	rule(&s);
	unsigned char *start = at;
	load_payload(BASE_TRANSPORT, 0, 2);
	compare(OP_LT, low, sizeof(low));
	verdict(V_DROP, NULL);
	rule_end(s.chain, start);
	assert_int_equal(ask_from(&s, "8.8.8.8", 443).fate, FATE_ACCEPT);
	both = true;
	struct verdict_part p = ask_from(&s, "8.8.8.8", 443);
	assert_int_equal(p.fate, FATE_MAYBE);
	assert_int_equal(p.by->rule->handle, 1);
	assert_string_equal(
		p.reasons->what, "the sender's source port, packet size or options");
	s.chain->policy = V_DROP;
	p = ask_from(&s, "8.8.8.8", 443);
	assert_int_equal(p.fate, FATE_DROP);
	assert_true(p.several);
	both = false;
	arena_free(s.arena);
}

static void chains_that_jump_in_a_circle_are_unknown(void **state)
{
	struct scene s;
	(void)state;
	scene(&s);
	jump_often(&s, s.chain, "a");
	jump_often(&s, chain(&s, "a", HOOK_NONE, 0), "b");
	jump_often(&s, chain(&s, "b", HOOK_NONE, 0), "a");
	assert_int_equal(ask_from(&s, "8.8.8.8", 443).fate, FATE_UNKNOWN);
	arena_free(s.arena);
}

/* 16 to the power of 8 rules: some minutes, were there no bound. */
static void jumps_that_multiply_end_in_time_and_unknown(void **state)
{
	static const char *const names[] = {"a", "b", "c", "d", "e", "f", "g", "h"};
	struct scene s;
	(void)state;
	scene(&s);
	for (size_t i = 0; i < 8; i++)
		(void)chain(&s, names[i], HOOK_NONE, 0);
	for (size_t i = 0; i < 8; i++)
		jump_often(&s, s.table->chains.v[i], names[i]);
	clock_t began = clock();
	struct verdict_part p = ask_from(&s, "8.8.8.8", 443);
	assert_int_equal(p.fate, FATE_UNKNOWN);
	assert_string_equal(p.reasons->what, "more rules than can be followed");
	assert_true((double)(clock() - began) / CLOCKS_PER_SEC < 20);
	arena_free(s.arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(before_conntrack_a_packet_is_invalid_and_behind_it_new),
		cmocka_unit_test(notrack_counts_in_a_chain_that_is_jumped_to),
		cmocka_unit_test(jenkins_hash_is_the_kernels),
		cmocka_unit_test(
			ways_that_end_alike_by_two_rules_are_definite_and_say_several),
		cmocka_unit_test(a_verdict_that_hangs_on_the_source_port_is_maybe),
		cmocka_unit_test(chains_that_jump_in_a_circle_are_unknown),
		cmocka_unit_test(jumps_that_multiply_end_in_time_and_unknown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
