/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Looks that this host's own rules stop tell nothing of the other side. */
#include "check_firewall.h"

static struct packet_verdict *add_own(
	struct world *w, const char *to, int64_t port, enum fate f)
{
	struct packet_verdict *v = VEC_ADD(w->a, &w->e.egress.all, struct packet_verdict);
	w->e.egress.obs = (struct obs){.seen = SEEN_YES, .source = "rules"};
	*v = (struct packet_verdict){.from = ip_of(HERE4),
		.to = ip_of(to),
		.interface = "eth0",
		.port = port,
		.proto = "tcp",
		.verdict = f,
		.by = {.stage = "netfilter",
			.hook = "output",
			.family = "inet",
			.table = "out",
			.chain = "output",
			.handle = 3,
			.rule = "tcp dport 80 drop"}};
	return v;
}

static void a_timeout_that_an_own_rule_explains_is_unknown(void **state)
{
	(void)state;
	struct world w;
	world_open4(&w, "letsencrypt");
	set_connect(&w, NULL, SCHEME_HTTP, NULL, CONNECT_TIMEOUT);
	add_own(&w, HERE4, 80, FATE_DROP);
	judge_by(&w, w.t.profile);
	expect_message(&w, FINDING_EGRESS_BLOCKED, VERDICT_UNKNOWN,
		"this host's own connect to it is dropped by inet out output handle 3 "
		"\"tcp dport 80 drop\"");
	assert_int_equal(count_of(&w, FINDING_CONNECT_TIMEOUT, VERDICT_FAIL), 0);
	world_close(&w);
}

static void a_timeout_that_no_own_rule_explains_is_charged(void **state)
{
	(void)state;
	struct world w;
	world_open4(&w, "letsencrypt");
	set_connect(&w, NULL, SCHEME_HTTP, NULL, CONNECT_TIMEOUT);
	add_own(&w, HERE4, 80, FATE_ACCEPT);
	add_own(&w, HERE4, 443, FATE_DROP);
	add_own(&w, "20.1.2.99", 80, FATE_DROP);
	judge_by(&w, w.t.profile);
	assert_int_equal(count_of(&w, FINDING_EGRESS_BLOCKED, VERDICT_UNKNOWN), 1);
	expect_message(&w, FINDING_EGRESS_BLOCKED, VERDICT_UNKNOWN, "though nginx");
	world_close(&w);
}

static void a_refused_connect_is_no_drop_s_doing(void **state)
{
	(void)state;
	struct world w;
	world_open4(&w, "letsencrypt");
	set_connect(&w, NULL, SCHEME_HTTP, NULL, CONNECT_REFUSED);
	add_own(&w, HERE4, 80, FATE_DROP);
	judge_by(&w, w.t.profile);
	assert_int_equal(count_of(&w, FINDING_EGRESS_BLOCKED, VERDICT_UNKNOWN), 0);
	world_close(&w);
}

static void an_answer_that_no_state_lets_in_is_maybe(void **state)
{
	(void)state;
	struct world w;
	world_open4(&w, "letsencrypt");
	set_connect(&w, NULL, SCHEME_HTTP, NULL, CONNECT_TIMEOUT);
	struct packet_verdict *v = add_own(&w, HERE4, 80, FATE_MAYBE);
	v->by.hook = "input";
	VEC_PUSH(w.a, &v->reasons, "no rule lets it in");
	judge_by(&w, w.t.profile);
	expect_message(&w, FINDING_EGRESS_BLOCKED, VERDICT_UNKNOWN,
		"let out, and the answer is maybe dropped by inet out output handle 3");
	assert_non_null(strstr(find(&w, FINDING_EGRESS_BLOCKED, VERDICT_UNKNOWN)->advice,
		"ct state established,related accept"));
	world_close(&w);
}

static void questions_to_name_servers_are_judged_alike(void **state)
{
	(void)state;
	struct world w;
	world_open4(&w, "letsencrypt");
	w.e.recursion.obs = (struct obs){
		.seen = SEEN_NO, .source = "root servers", .excerpt = "no answer"};
	add_own(&w, "198.41.0.4", 53, FATE_DROP);
	judge_by(&w, w.t.profile);
	const struct finding *x = find(&w, FINDING_EGRESS_BLOCKED, VERDICT_WARN);
	if (!x)
		x = find(&w, FINDING_EGRESS_BLOCKED, VERDICT_UNKNOWN);
	assert_non_null(x);
	assert_non_null(strstr(x->message, "stop its questions to name servers on port "
					   "53: dropped by inet out output handle 3"));
	world_close(&w);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_timeout_that_an_own_rule_explains_is_unknown),
		cmocka_unit_test(a_timeout_that_no_own_rule_explains_is_charged),
		cmocka_unit_test(a_refused_connect_is_no_drop_s_doing),
		cmocka_unit_test(an_answer_that_no_state_lets_in_is_maybe),
		cmocka_unit_test(questions_to_name_servers_are_judged_alike),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
