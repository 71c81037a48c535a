/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Single expressions that random rulesets do not hold to one answer, and what rules tell
 * others about the packet. */
#include "verdict_rules.h"

enum { BLOB = 256 };

static void target(const char *name, int rev)
{
	static const unsigned char blob[BLOB];
	unsigned char *data, *expr = expression("target", &data);
	put(A_XT_NAME, name, strlen(name) + 1);
	put32(A_XT_REV, (uint32_t)rev);
	put(A_XT_INFO, blob, sizeof(blob));
	end(data);
	end(expr);
}

static void a_forwarded_frame_is_gone(void **state)
{
	struct scene s;
	(void)state;
	scene(&s);
	rule(&s);
	unsigned char *start = at;
	plain("fwd");
	rule_end(s.chain, start);
	assert_int_equal(ask_from(&s, "8.8.8.8", 443).fate, FATE_DROP);
	arena_free(s.arena);
}

static void the_frame_says_which_protocol_it_carries(void **state)
{
	static const uint8_t ip4[2] = {0x08, 0x00};
	struct scene s;
	(void)state;
	scene(&s);
	rule(&s);
	unsigned char *start = at;
	load_payload(BASE_LL, 12, 2);
	compare(OP_EQ, ip4, sizeof(ip4));
	verdict(V_DROP, NULL);
	rule_end(s.chain, start);
	assert_int_equal(ask_from(&s, "8.8.8.8", 443).fate, FATE_DROP);
	assert_int_equal(ask_from(&s, "2001:db8::1", 443).fate, FATE_ACCEPT);
	arena_free(s.arena);
}

static void conntrack_knows_the_source_one_by_one_and_all_at_once(void **state)
{
	static const uint8_t from[4] = {8, 8, 8, 8};
	struct scene s;
	struct verdict_answer ans;
	struct question q = {.proto = 6, .port = 443, .iif = "h0"};
	(void)state;
	assert_int_equal(ip_parse("203.0.113.10", &q.to), ERR_OK);
	scene(&s);
	rule(&s);
	unsigned char *start = at;
	load_ct(CT_SRC_IP);
	compare(OP_EQ, from, sizeof(from));
	verdict(V_DROP, NULL);
	rule_end(s.chain, start);
	assert_int_equal(ask_from(&s, "8.8.8.8", 443).fate, FATE_DROP);
	assert_int_equal(ask_from(&s, "8.8.8.9", 443).fate, FATE_ACCEPT);
	answer_to(&s, &q, NULL, &ans);
	assert_int_equal(ans.parts_n, 3);
	assert_int_equal(ans.parts[1].fate, FATE_DROP);
	assert_memory_equal(ans.parts[1].range.lo.addr, from, sizeof(from));
	assert_memory_equal(ans.parts[1].range.hi.addr, from, sizeof(from));
	arena_free(s.arena);
}

/* Where 10.0.0.0/8 goes out by interface 3, and nothing else has a route. */
static void ten_by_three(struct fact *f)
{
	static const struct range ten = {
		{.family = 4, .addr = {10}}, {.family = 4, .addr = {10, 255, 255, 255}}};
	static const int64_t three = 3;
	if (f->need.kind != NEED_FIB)
		return;
	f->ranges = &ten;
	f->values = &three;
	f->ranges_n = 1;
}

static void a_route_is_looked_up_for_all_sources_at_once(void **state)
{
	static const uint32_t three = 3;
	struct scene s;
	struct verdict_answer ans;
	struct question q = {.proto = 6, .port = 443, .iif = "h0"};
	(void)state;
	assert_int_equal(ip_parse("203.0.113.10", &q.to), ERR_OK);
	scene(&s);
	rule(&s);
	unsigned char *start = at, *data, *expr = expression("fib", &data);
	put32(A_FIB_DREG, 1);
	put32(A_FIB_RESULT, FIB_OIF);
	put32(A_FIB_FLAGS, FIB_F_SADDR);
	end(data);
	end(expr);
	compare(OP_EQ, &three, sizeof(three));
	verdict(V_DROP, NULL);
	rule_end(s.chain, start);
	answers = ten_by_three;
	answer_to(&s, &q, NULL, &ans);
	answers = NULL;
	assert_int_equal(ans.parts_n, 3);
	assert_int_equal(ans.parts[0].fate, FATE_ACCEPT);
	assert_int_equal(ans.parts[1].fate, FATE_DROP);
	assert_int_equal(ans.parts[2].fate, FATE_ACCEPT);
	arena_free(s.arena);
}

static void cannot_be_read(struct fact *f)
{
	f->known = f->need.kind != NEED_SET_KEY && f->need.kind != NEED_SET_ALL;
}

static void lookup(uint32_t dreg)
{
	unsigned char *data, *expr = expression("lookup", &data);
	put(A_LOOKUP_SET, "bl", sizeof("bl"));
	put32(A_LOOKUP_SREG, 1);
	if (dreg)
		put32(A_LOOKUP_DREG, dreg);
	end(data);
	end(expr);
}

static void a_set_that_cannot_be_read_is_unknown(void **state)
{
	static const char *const from[] = {"8.8.8.8", NULL};
	(void)state;
	for (size_t i = 0; i < 4; i++) {
		struct scene s;
		struct verdict_answer ans;
		struct question q = {.proto = 6, .port = 443, .iif = "h0"};
		assert_int_equal(ip_parse("203.0.113.10", &q.to), ERR_OK);
		scene(&s);
		struct nf_set *set = VEC_ADD(s.arena, &s.table->sets, struct nf_set);
		*set = (struct nf_set){.name = "bl",
			.table = s.table,
			.key_len = 4,
			.data_len = i / 2 ? 4 : 0};
		rule(&s);
		unsigned char *start = at;
		load_payload(BASE_NETWORK, 12, 4);
		lookup(i / 2 ? 2 : 0);
		verdict(V_DROP, NULL);
		rule_end(s.chain, start);
		answers = cannot_be_read;
		answer_to(&s, &q, from[i % 2], &ans);
		answers = NULL;
		assert_int_equal(ans.parts_n, 1);
		assert_int_equal(ans.parts[0].fate, FATE_UNKNOWN);
		assert_string_equal(ans.parts[0].reasons->what,
			i / 2 ? "a map that could not be read"
			      : "a set that could not be read");
		arena_free(s.arena);
	}
}

/* -- what others learn ------------------------------------------------------------ */

static void rules_say_who_learns_of_the_packet(void **state)
{
	static const struct {
		const char *name;
		int rev; /* of a target; -1: an expression */
		enum learn kind;
	} rows[] = {{"log", -1, LEARN_LOG}, {"dup", -1, LEARN_AWAY},
		{"fwd", -1, LEARN_AWAY}, {"queue", -1, LEARN_AWAY}, {"LOG", 0, LEARN_LOG},
		{"NFLOG", 0, LEARN_LOG}, {"ULOG", 0, LEARN_LOG}, {"TEE", 1, LEARN_AWAY},
		{"SET", 3, LEARN_SOURCE}, {"NFQUEUE", 3, LEARN_AWAY}};
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct scene s;
		struct verdict_answer ans;
		struct question q = {.proto = 6, .port = 443, .iif = "h0"};
		assert_int_equal(ip_parse("203.0.113.10", &q.to), ERR_OK);
		scene(&s);
		rule(&s);
		unsigned char *start = at;
		if (rows[i].rev < 0)
			plain(rows[i].name);
		else
			target(rows[i].name, rows[i].rev);
		rule_end(s.chain, start);
		answer_to(&s, &q, "8.8.8.8", &ans);
		if (ans.learners.n != 1)
			print_error("row %d: %s\n", (int)i, rows[i].name);
		assert_int_equal(ans.learners.n, 1);
		assert_int_equal(ans.learners.v[0]->kind, rows[i].kind);
		assert_ptr_equal(ans.learners.v[0]->rule, &s.chain->rules[0]);
		arena_free(s.arena);
	}
}

/* -m set behind -j SET: the packet may just have been put in. */
static void an_ipset_that_a_rule_fills_is_maybe(void **state)
{
	static const unsigned char blob[BLOB] = {1, 0, 1, 2};
	struct scene s;
	(void)state;
	for (int filled = 0; filled < 2; filled++) {
		scene(&s);
		rule(&s);
		unsigned char *start = at, *data, *expr;
		if (filled)
			target("SET", 3);
		rule_end(s.chain, start);
		rule(&s);
		start = at;
		expr = expression("match", &data);
		put(A_XT_NAME, "set", sizeof("set"));
		put32(A_XT_REV, 4);
		put(A_XT_INFO, blob, sizeof(blob));
		end(data);
		end(expr);
		verdict(V_DROP, NULL);
		rule_end(s.chain, start);
		assert_int_equal(ask_from(&s, "8.8.8.8", 443).fate,
			filled ? FATE_MAYBE : FATE_ACCEPT);
		arena_free(s.arena);
	}
}

/* numgen vmap { 0 : drop, 1 : drop }: which element is hit, or none, nobody can know. */
static void a_map_of_a_value_that_nobody_knows_may_be_any_of_its_elements(void **state)
{
	static const unsigned char keys[2][4] = {{0}, {1}};
	struct raw_elem raw[2] = {{.key = {.p = keys[0], .n = 4}, .verdict = V_DROP},
		{.key = {.p = keys[1], .n = 4}, .verdict = V_DROP}};
	struct scene s;
	(void)state;
	scene(&s);
	struct nf_set *set = VEC_ADD(s.arena, &s.table->sets, struct nf_set);
	*set = (struct nf_set){
		.name = "bl", .table = s.table, .key_len = 4, .verdict_map = true};
	assert_true(set_take_elems(s.arena, set, raw, 2));
	rule(&s);
	unsigned char *start = at, *data, *expr = expression("numgen", &data);
	put32(A_NG_DREG, 1);
	put32(A_NG_MODULUS, 2);
	end(data);
	end(expr);
	expr = expression("lookup", &data);
	put(A_LOOKUP_SET, "bl", sizeof("bl"));
	put32(A_LOOKUP_SREG, 1);
	put32(A_LOOKUP_DREG, 0);
	end(data);
	end(expr);
	rule_end(s.chain, start);
	assert_int_equal(ask_from(&s, "8.8.8.8", 443).fate, FATE_MAYBE);
	s.chain->policy = V_DROP;
	assert_int_equal(ask_from(&s, "8.8.8.8", 443).fate, FATE_DROP);
	arena_free(s.arena);
}

static void a_register_that_does_not_exist_is_unknown(void **state)
{
	struct scene s;
	(void)state;
	scene(&s);
	rule(&s);
	unsigned char *start = at, *data, *expr = expression("meta", &data);
	put32(A_META_DREG, 99);
	put32(A_META_KEY, META_MARK);
	end(data);
	end(expr);
	verdict(V_DROP, NULL);
	rule_end(s.chain, start);
	assert_int_equal(ask_from(&s, "8.8.8.8", 443).fate, FATE_UNKNOWN);
	arena_free(s.arena);
}

/* Which of several routers hands a packet over, and from which address, nobody can know
 * beforehand: the neighbour table holds the one that this host sends to. */
static void a_rule_on_a_mac_address_is_maybe_and_says_whose(void **state)
{
	static const uint8_t mac[6] = {2, 0, 0, 0, 0, 2};
	static const struct {
		uint32_t at;
		const char *why;
	} rows[] = {{0, "the MAC address of the interface"},
		{6, "the MAC address of the last router"}};
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct scene s;
		scene(&s);
		rule(&s);
		unsigned char *start = at;
		load_payload(BASE_LL, rows[i].at, sizeof(mac));
		compare(OP_EQ, mac, sizeof(mac));
		verdict(V_DROP, NULL);
		rule_end(s.chain, start);
		struct verdict_part p = ask_from(&s, "8.8.8.8", 443);
		assert_int_equal(p.fate, FATE_MAYBE);
		assert_string_equal(p.reasons->what, rows[i].why);
		arena_free(s.arena);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_rule_on_a_mac_address_is_maybe_and_says_whose),
		cmocka_unit_test(
			a_map_of_a_value_that_nobody_knows_may_be_any_of_its_elements),
		cmocka_unit_test(a_register_that_does_not_exist_is_unknown),
		cmocka_unit_test(a_forwarded_frame_is_gone),
		cmocka_unit_test(the_frame_says_which_protocol_it_carries),
		cmocka_unit_test(conntrack_knows_the_source_one_by_one_and_all_at_once),
		cmocka_unit_test(a_route_is_looked_up_for_all_sources_at_once),
		cmocka_unit_test(a_set_that_cannot_be_read_is_unknown),
		cmocka_unit_test(rules_say_who_learns_of_the_packet),
		cmocka_unit_test(an_ipset_that_a_rule_fills_is_maybe),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
