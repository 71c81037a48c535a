/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What an injected SYN met, held against what was computed. */
#include "rulings.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static struct arena *arena;
static struct nf_rule rules[2];
static struct nf_chain chains[2];
static struct nf_table table, legacy;
static struct ruleset rs;
static struct rulings r;
static struct packet_verdict v;

static int setup(void **state)
{
	(void)state;
	static struct verdicts out;
	arena = arena_new();
	rules[0] = (struct nf_rule){.handle = 7};
	rules[1] = (struct nf_rule){.handle = 8};
	table = (struct nf_table){.family = NF_INET, .name = "filter"};
	legacy = (struct nf_table){.family = NF_IP, .name = "filter", .legacy = true};
	chains[0] = (struct nf_chain){.name = "input",
		.table = &table,
		.policy = V_DROP,
		.rules = rules,
		.rules_n = 2};
	chains[1] = (struct nf_chain){.name = "INPUT", .table = &legacy};
	rs = (struct ruleset){.generation = 42};
	VEC_PUSH(arena, &table.chains, &chains[0]);
	VEC_PUSH(arena, &rs.tables, &table);
	r = (struct rulings){.arena = arena, .rs = &rs, .out = &out};
	v = (struct packet_verdict){.port = 443, .interface = "eth0", .proto = "tcp"};
	assert_int_equal(ip_parse("216.168.247.9", &v.from), ERR_OK);
	assert_int_equal(ip_parse("198.51.100.10", &v.to), ERR_OK);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	table.chains.v = NULL;
	table.chains.n = 0;
	arena_free(arena);
	return 0;
}

static struct decision rule_says(enum fate fate, const struct nf_rule *rule)
{
	return (struct decision){
		.fate = fate, .stage = STAGE_INPUT, .chain = &chains[0], .rule = rule};
}

static struct kernel_seen kernel_says(enum fate fate, uint64_t handle)
{
	return (struct kernel_seen){.fate = fate,
		.stage = STAGE_INPUT,
		.traced = true,
		.family = NF_INET,
		.table = "filter",
		.chain = "input",
		.handle = handle,
		.where = "input, at filter's place",
		.listener = "SYN-ACK"};
}

static enum proof_state prove(
	const struct decision *d, enum fate computed, const struct kernel_seen *k)
{
	const struct verdict_part part = {.fate = computed, .by = d};
	v.verdict = computed;
	v.by = (struct decider){
		.stage = d->stage == STAGE_BACK ? "return-route" : "netfilter"};
	rulings_prove(&r, &v, &part, k);
	return v.proof->state;
}

static void the_same_verdict_by_the_same_rule_agrees(void **state)
{
	(void)state;
	struct decision d = rule_says(FATE_DROP, &rules[0]);
	struct kernel_seen k = kernel_says(FATE_DROP, 7);
	assert_int_equal(prove(&d, FATE_DROP, &k), PROOF_AGREES);
	assert_true(proof_holds(&v));
	assert_int_equal(v.proof->generation, 42);
	assert_string_equal(v.proof->listener, "SYN-ACK");
	assert_int_equal(v.proof->by->handle, 7);
	assert_null(v.proof->report);
}

static void another_rule_differs_and_the_kernel_is_right(void **state)
{
	(void)state;
	struct decision d = rule_says(FATE_DROP, &rules[0]);
	struct kernel_seen k = kernel_says(FATE_DROP, 8);
	assert_int_equal(prove(&d, FATE_DROP, &k), PROOF_DIFFERS);
	assert_int_equal(v.by.handle, 8);
	assert_int_equal(v.proof->engine->handle, 7);
}

static void another_verdict_differs_and_can_be_pasted(void **state)
{
	(void)state;
	struct decision d = rule_says(FATE_ACCEPT, &rules[0]);
	struct kernel_seen k = kernel_says(FATE_DROP, 0);
	assert_int_equal(prove(&d, FATE_ACCEPT, &k), PROOF_DIFFERS);
	assert_int_equal(v.verdict, FATE_DROP);
	assert_int_equal(v.proof->computed, FATE_ACCEPT);
	assert_string_equal(v.proof->report,
		"pkiready: the engine and the kernel disagree\n"
		"source: 216.168.247.9, to 198.51.100.10 port 443/tcp on eth0\n"
		"ruleset generation: 42\n"
		"engine: accept by inet filter input handle 7\n"
		"kernel: drop by inet filter input: policy drop\n"
		"the SYN came to: input, at filter's place\n");
}

static void a_reject_is_not_a_drop(void **state)
{
	(void)state;
	struct decision d = rule_says(FATE_DROP, &rules[0]);
	struct kernel_seen k = kernel_says(FATE_REJECT, 7);
	assert_int_equal(prove(&d, FATE_DROP, &k), PROOF_DIFFERS);
	assert_int_equal(v.verdict, FATE_REJECT);
}

static void a_maybe_stays_one_whatever_one_syn_met(void **state)
{
	(void)state;
	struct decision d = rule_says(FATE_DROP, &rules[0]);
	struct kernel_seen k = kernel_says(FATE_ACCEPT, 8);
	assert_int_equal(prove(&d, FATE_MAYBE, &k), PROOF_SAMPLE);
	assert_int_equal(v.verdict, FATE_MAYBE);
	assert_false(proof_holds(&v));
}

static void what_could_not_be_computed_is_settled(void **state)
{
	(void)state;
	struct decision d = {.fate = FATE_UNKNOWN};
	struct kernel_seen k = kernel_says(FATE_ACCEPT, 8);
	assert_int_equal(prove(&d, FATE_UNKNOWN, &k), PROOF_SETTLES);
	assert_int_equal(v.verdict, FATE_ACCEPT);
	assert_int_equal(v.by.handle, 8);
	assert_true(proof_holds(&v));
}

static void a_legacy_rule_agrees_only_where_its_table_stands(void **state)
{
	(void)state;
	struct decision d = {.fate = FATE_DROP,
		.stage = STAGE_INPUT,
		.chain = &chains[1],
		.rule = &rules[0]};
	struct kernel_seen k = {.fate = FATE_DROP,
		.stage = STAGE_INPUT,
		.legacy_table = "filter",
		.where = "input"};
	assert_int_equal(prove(&d, FATE_DROP, &k), PROOF_AGREES);
	k.legacy_table = "mangle";
	assert_int_equal(prove(&d, FATE_DROP, &k), PROOF_DIFFERS);
	k.legacy_table = "filter";
	k.stage = STAGE_FORWARD;
	assert_int_equal(prove(&d, FATE_DROP, &k), PROOF_DIFFERS);
}

static void a_traced_drop_without_a_rule_is_none_of_nftables(void **state)
{
	(void)state;
	struct decision d = rule_says(FATE_DROP, &rules[0]);
	struct kernel_seen k = {.fate = FATE_DROP,
		.stage = STAGE_ROUTING,
		.traced = true,
		.where = "routing"};
	assert_int_equal(prove(&d, FATE_DROP, &k), PROOF_DIFFERS);
	d = (struct decision){.fate = FATE_DROP, .stage = STAGE_RPF};
	assert_int_equal(prove(&d, FATE_DROP, &k), PROOF_AGREES);
}

static void a_missing_way_back_is_behind_what_a_syn_shows(void **state)
{
	(void)state;
	struct decision d = {.fate = FATE_DROP, .stage = STAGE_BACK};
	struct kernel_seen k = kernel_says(FATE_ACCEPT, 0);
	assert_int_equal(prove(&d, FATE_DROP, &k), PROOF_AGREES);
	assert_int_equal(v.verdict, FATE_DROP);
}

static void a_program_in_the_way_is_no_fault_of_the_engine(void **state)
{
	(void)state;
	struct decision d = rule_says(FATE_ACCEPT, &rules[0]);
	struct kernel_seen k = {.fate = FATE_DROP,
		.stage = STAGE_PACKET_PROGRAM,
		.traced = true,
		.where = "the interface"};
	assert_int_equal(prove(&d, FATE_ACCEPT, &k), PROOF_SETTLES);
	assert_int_equal(v.verdict, FATE_DROP);
	assert_string_equal(v.by.stage, "packet-program");
}

static void a_map_is_proved_when_each_of_its_samples_is(void **state)
{
	(void)state;
	struct space_look s = {.family = 4};
	struct proof good = {.state = PROOF_AGREES}, bad = {.state = PROOF_REFUSED};
	struct packet_verdict one = {.proof = &good}, other = {.proof = &bad};
	assert_false(space_proved(&s));
	VEC_PUSH(arena, &s.samples, &one);
	assert_true(space_proved(&s));
	VEC_PUSH(arena, &s.samples, &other);
	assert_false(space_proved(&s));
}

static void expect_sample(const char *from, const char *to, const char *want)
{
	struct space_range range;
	struct ip ip;
	char buf[IP_TEXT_MAX];
	assert_int_equal(ip_parse(from, &range.from), ERR_OK);
	assert_int_equal(ip_parse(to, &range.to), ERR_OK);
	bool found = space_sample(&range, &ip);
	assert_string_equal(found ? ip_format(&ip, buf) : "none", want);
}

static void a_sample_is_a_public_address_of_its_range(void **state)
{
	(void)state;
	expect_sample("0.0.0.0", "255.255.255.255", "1.0.0.1");
	expect_sample("10.0.0.0", "10.255.255.255", "none");
	expect_sample("10.9.0.0", "11.0.0.0", "11.0.0.0");
	expect_sample("8.8.8.8", "8.8.8.8", "8.8.8.8");
	expect_sample("::", "ffff::", "2000::1");
	expect_sample("fe80::", "fe80::ff", "none");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			the_same_verdict_by_the_same_rule_agrees, setup, teardown),
		cmocka_unit_test_setup_teardown(
			another_rule_differs_and_the_kernel_is_right, setup, teardown),
		cmocka_unit_test_setup_teardown(
			another_verdict_differs_and_can_be_pasted, setup, teardown),
		cmocka_unit_test_setup_teardown(a_reject_is_not_a_drop, setup, teardown),
		cmocka_unit_test_setup_teardown(
			a_maybe_stays_one_whatever_one_syn_met, setup, teardown),
		cmocka_unit_test_setup_teardown(
			what_could_not_be_computed_is_settled, setup, teardown),
		cmocka_unit_test_setup_teardown(
			a_legacy_rule_agrees_only_where_its_table_stands, setup,
			teardown),
		cmocka_unit_test_setup_teardown(
			a_traced_drop_without_a_rule_is_none_of_nftables, setup,
			teardown),
		cmocka_unit_test_setup_teardown(
			a_missing_way_back_is_behind_what_a_syn_shows, setup, teardown),
		cmocka_unit_test_setup_teardown(
			a_program_in_the_way_is_no_fault_of_the_engine, setup, teardown),
		cmocka_unit_test_setup_teardown(
			a_map_is_proved_when_each_of_its_samples_is, setup, teardown),
		cmocka_unit_test_setup_teardown(
			a_sample_is_a_public_address_of_its_range, setup, teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
