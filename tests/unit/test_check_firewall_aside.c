/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "check_firewall.h"

static struct idle_rule *add_idle(struct world *w, const char *chain, int64_t port)
{
	struct idle_rule *x = VEC_ADD(w->a, &w->e.verdicts.idle, struct idle_rule);
	x->rule = (struct decider){.stage = "netfilter",
		.family = "inet",
		.table = "filter",
		.chain = chain,
		.handle = 9,
		.rule = "tcp dport { 80, 443 } accept",
		.owner = "hand-added"};
	x->to = ip_of(HERE4);
	x->interface = "eth0";
	x->port = port;
	x->proto = "tcp";
	return x;
}

static void a_rule_behind_the_drop_is_named_beside_it(void **state)
{
	(void)state;
	struct world w;
	world_open4(&w, "strict");
	add_whole(&w, HERE4, 80, FATE_DROP);
	add_whole(&w, HERE4, 443, FATE_DROP);
	add_idle(&w, "input", 80);
	add_idle(&w, "input", 443);
	EXPECT(&w, "fail:firewall-drops warn:rule-without-effect");
	expect_message(&w, FINDING_RULE_WITHOUT_EFFECT, VERDICT_WARN,
		"inet filter input handle 9 \"tcp dport { 80, 443 } accept\" "
		"(hand-added) "
		"accepts ports 80 and 443 and does not decide; what decides is inet "
		"filter input handle 7");
	assert_int_equal(count_of(&w, FINDING_RULE_WITHOUT_EFFECT, VERDICT_WARN), 1);
	assert_ptr_equal(find(&w, FINDING_RULE_WITHOUT_EFFECT, VERDICT_WARN)->cause,
		find(&w, FINDING_FIREWALL_DROPS, VERDICT_FAIL));
	world_close(&w);
}

static void the_reason_is_told_where_it_is_known(void **state)
{
	(void)state;
	struct world w;
	world_open4(&w, "letsencrypt");
	add_whole(&w, HERE4, 80, FATE_DROP);
	add_idle(&w, "web", 80)->why = "no rule jumps to its chain";
	judge_by(&w, w.t.profile);
	expect_message(&w, FINDING_RULE_WITHOUT_EFFECT, VERDICT_WARN,
		"does not decide: no rule jumps to its chain");
	world_close(&w);
}

static void a_rule_of_another_zone_is_a_mismatch(void **state)
{
	(void)state;
	struct world w;
	world_open4(&w, "letsencrypt");
	struct decider *d = add_whole(&w, HERE4, 80, FATE_REJECT)->deciders.v[0];
	VEC_PUSH(w.a, &d->path, "filter_IN_public");
	add_idle(&w, "filter_IN_web_allow", 80);
	EXPECT(&w, "fail:firewall-rejects warn:zone-mismatch");
	expect_message(&w, FINDING_ZONE_MISMATCH, VERDICT_WARN, "the zone web");
	VEC_PUSH(w.a, &d->path, "filter_IN_web_deny"); /* it did enter */
	EXPECT(&w, "fail:firewall-rejects warn:rule-without-effect");
	world_close(&w);
}

static void where_the_port_is_open_no_rule_is_without_effect(void **state)
{
	(void)state;
	struct world w;
	world_open4(&w, "letsencrypt");
	add_whole(&w, HERE4, 80, FATE_ACCEPT);
	add_idle(&w, "input", 80);
	EXPECT(&w, "");
	world_close(&w);
}

static void a_container_s_port_is_told(void **state)
{
	(void)state;
	struct world w;
	world_open4(&w, "strict");
	for (int64_t port = 80; port <= 443; port += 363) {
		struct decider *d =
			add_whole(&w, HERE4, port, FATE_ACCEPT)->deciders.v[0];
		d->hook = "forward";
		d->sent_to = ip_of("172.17.0.2");
		d->sent_port = port;
	}
	EXPECT(&w, "");
	expect_message(&w, FINDING_CONTAINER_PORT, VERDICT_PASS,
		"port 80 and 443 is sent on to 172.17.0.2");
	for (size_t i = 0; i < w.e.verdicts.spaces.n; i++)
		w.e.verdicts.spaces.v[i]->ranges.v[0]->verdict = FATE_DROP;
	EXPECT(&w, "fail:firewall-drops warn:container-port");
	world_close(&w);
}

static void programs_in_the_way_are_told(void **state)
{
	(void)state;
	struct world w;
	world_open4(&w, "strict");
	struct packet_program *p =
		VEC_ADD(w.a, &w.e.verdicts.programs, struct packet_program);
	*p = (struct packet_program){"xdp", "eth0", "program 12 fence"};
	EXPECT(&w, "warn:packet-program");
	expect_message(&w, FINDING_PACKET_PROGRAM, VERDICT_WARN,
		"xdp at eth0 (program 12 fence)");
	world_close(&w);
}

static void a_disagreement_with_the_kernel_is_told_with_its_report(void **state)
{
	(void)state;
	struct world w;
	world_open4(&w, "strict");
	struct packet_verdict *v = VEC_ADD(w.a, &w.e.verdicts.all, struct packet_verdict);
	v->from = ip_of(OTHER4);
	v->to = ip_of(HERE4);
	v->port = 443;
	v->proof = ARENA_NEW(w.a, struct proof);
	v->proof->state = PROOF_AGREES;
	v->proof->verdict = FATE_DROP;
	v->proof->report = "engine: accept\nkernel: drop\n";
	EXPECT(&w, "");
	v->proof->state = PROOF_DIFFERS;
	EXPECT(&w, "warn:kernel-differs");
	expect_message(&w, FINDING_KERNEL_DIFFERS, VERDICT_WARN,
		"port 443 is drop, and was computed as accept: the kernel is right");
	world_close(&w);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_rule_behind_the_drop_is_named_beside_it),
		cmocka_unit_test(the_reason_is_told_where_it_is_known),
		cmocka_unit_test(a_rule_of_another_zone_is_a_mismatch),
		cmocka_unit_test(where_the_port_is_open_no_rule_is_without_effect),
		cmocka_unit_test(a_container_s_port_is_told),
		cmocka_unit_test(programs_in_the_way_are_told),
		cmocka_unit_test(a_disagreement_with_the_kernel_is_told_with_its_report),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
