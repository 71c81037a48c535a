/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The evaluator on rules made by hand: what no random ruleset is sure to meet. */
#include "verdict_rules.h"

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

/* Each rule may drop, and each splits the sources: what may happen to one grows with the
 * rules, and so do the sources to say it of. */
static void many_rules_that_may_drop_end_in_time(void **state)
{
	enum { RULES = 4000 };
	static const struct range all = {
		{.family = 4}, {.family = 4, .addr = {255, 255, 255, 255}}};
	struct scene s;
	struct verdict_answer ans;
	struct question q = {.proto = 6, .port = 443, .iif = "h0"};
	(void)state;
	scene(&s);
	assert_int_equal(ip_parse("203.0.113.10", &q.to), ERR_OK);
	s.chain->rules = arena_array(s.arena, RULES, sizeof(*s.chain->rules));
	for (int i = 0; i < RULES; i++) {
		const uint8_t from[4] = {10, (uint8_t)(i >> 8), (uint8_t)i, 1};
		rule(&s);
		unsigned char *start = at;
		load_payload(BASE_NETWORK, 12, 4);
		compare(OP_GT, from, sizeof(from));
		plain("limit");
		verdict(V_DROP, NULL);
		rule_end(s.chain, start);
	}
	clock_t began = clock();
	answer_to(&s, &q, NULL, &ans);
	assert_true((double)(clock() - began) / CLOCKS_PER_SEC < 20);
	assert_true(ans.parts_n > 0);
	assert_true(ip_equal(&ans.parts[0].range.lo, &all.lo));
	assert_true(ip_equal(&ans.parts[ans.parts_n - 1].range.hi, &all.hi));
	for (size_t i = 1; i < ans.parts_n; i++)
		assert_true(ans.parts[i].fate == FATE_MAYBE ||
			    ans.parts[i].fate == FATE_UNKNOWN);
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
		cmocka_unit_test(many_rules_that_may_drop_end_in_time),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
