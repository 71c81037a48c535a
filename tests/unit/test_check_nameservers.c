/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Name servers one by one, and whether they agree. */
#include "check_zone.h"

static void servers_that_answer_alike(void **state)
{
	(void)state;
	struct world w;
	zone_world(&w);
	EXPECT(&w, "");
	is_text(message(&w, FINDING_NAMESERVERS_DISAGREE, VERDICT_PASS),
		"the name servers of example.com agree: serial 7 at ns1.example.net "
		"(192.0.2.1) and ns2.example.net (192.0.2.2)");
	world_close(&w);
}

static void one_bad_server_is_named_and_warned_of(void **state)
{
	(void)state;
	static const struct {
		const char *text, *bad, *words;
		enum finding_id id;
	} cases[] = {
		{"T", "warn:dns-timeout",
			"ns2.example.net (192.0.2.2) does not answer on "
			"port 53 (1 of 2 answer)",
			FINDING_DNS_TIMEOUT},
		{"L", "warn:lame-delegation",
			"ns2.example.net (192.0.2.2) does not know the zone (1 of 2 "
			"answer)",
			FINDING_LAME_DELEGATION},
		{"S", "warn:dns-servfail",
			"ns2.example.net (192.0.2.2): SERVFAIL (1 of 2 answer)",
			FINDING_DNS_SERVFAIL},
		{"R", "warn:dns-servfail",
			"ns2.example.net (192.0.2.2): REFUSED (1 of 2 answer)",
			FINDING_DNS_SERVFAIL},
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct world w;
		zone_world(&w);
		second_says(&w, cases[i].text);
		EXPECT(&w, cases[i].bad);
		is_text(message(&w, cases[i].id, VERDICT_WARN),
			arena_printf(
				w.a, "name servers of example.com: %s", cases[i].words));
		const struct finding *x = find(&w, cases[i].id, VERDICT_WARN);
		assert_string_equal(x->subject.name, X);
		assert_non_null(x->advice);
		world_close(&w);
	}
}

static void a_server_without_edns_is_warned_of_and_counts_as_answering(void **state)
{
	(void)state;
	struct world w;
	struct zone_look *z = zone_world(&w);
	for (size_t i = 0; i < z->servers.v[1]->answers.n; i++)
		z->servers.v[1]->answers.v[i]->edns_refused = true;
	EXPECT(&w, "warn:dns-servfail");
	is_text(message(&w, FINDING_DNS_SERVFAIL, VERDICT_WARN),
		"name servers of example.com: ns2.example.net (192.0.2.2) refuses "
		"queries with EDNS (FORMERR or NOTIMP), and answers without it");
	world_close(&w);
}

static void a_way_that_this_host_lacks_is_nobodys_fault(void **state)
{
	(void)state;
	struct world w;
	zone_world(&w);
	second_says(&w, "X");
	EXPECT(&w, "");
	second_says(&w, "?");
	EXPECT(&w, "");
	world_close(&w);
}

static void udp_alone_is_not_enough(void **state)
{
	(void)state;
	struct world w;
	struct zone_look *z = zone_world(&w);
	struct server_answer *a = add_answer(&w, z->servers.v[1], X, RR_SOA, "T");
	a->udp = SERVER_NOT_ASKED;
	EXPECT(&w, "warn:dns-timeout");
	is_text(message(&w, FINDING_DNS_TIMEOUT, VERDICT_WARN),
		"name servers of example.com: ns2.example.net (192.0.2.2) answers by UDP "
		"but not by TCP (2 of 2 answer)");
	expect_advice(&w, FINDING_DNS_TIMEOUT, "Open TCP 53 as well");
	world_close(&w);
}

static void a_type_that_one_server_does_not_know(void **state)
{
	(void)state;
	struct world w;
	struct zone_look *z = zone_world(&w);
	z->servers.v[1]->answers.n = 2;
	add_answer(&w, z->servers.v[1], X, RR_CAA, "I");
	EXPECT(&w, "warn:dns-servfail");
	is_text(message(&w, FINDING_DNS_SERVFAIL, VERDICT_WARN),
		"name servers of example.com: ns2.example.net (192.0.2.2): CAA NOTIMP (2 "
		"of 2 answer)");
	world_close(&w);
}

static void a_server_without_an_address(void **state)
{
	(void)state;
	struct world w;
	struct zone_look *z = zone_world(&w);
	VEC_PUSH(w.a, &z->unresolved, "ns3.example.net");
	EXPECT(&w, "warn:lame-delegation");
	is_text(message(&w, FINDING_LAME_DELEGATION, VERDICT_WARN),
		"name servers of example.com: ns3.example.net has no address (2 of 2 "
		"answer)");
	world_close(&w);
}

static void when_all_fail_the_names_finding_gets_their_names(void **state)
{
	(void)state;
	struct world w;
	struct zone_look *z = zone_world(&w);
	for (size_t i = 0; i < 2; i++) {
		struct server_look *s = z->servers.v[i];
		s->answers.n = 0;
		s->serial = -1;
		s->obs.seen = SEEN_FAILED;
		add_answer(&w, s, X, RR_SOA, "S");
	}
	struct name_look *l = look_of(&w, APEX);
	l->a = l->aaaa = (struct dns_answer){
		.obs = {.seen = SEEN_FAILED, .excerpt = "SERVFAIL"}, .rcode = 2};
	judge_by(&w, w.t.profile);
	is_text(message(&w, FINDING_DNS_SERVFAIL, VERDICT_FAIL),
		"the name servers fail for example.com (A and AAAA): SERVFAIL; "
		"ns1.example.net (192.0.2.1): SERVFAIL and ns2.example.net (192.0.2.2): "
		"SERVFAIL");
	assert_int_equal(count_of(&w, FINDING_DNS_SERVFAIL, VERDICT_FAIL), 1);
	l->a = l->aaaa = (struct dns_answer){.obs = {.seen = SEEN_SKIPPED}};
	judge_by(&w, w.t.profile); /* nobody spoke of the name: the zone's own */
	is_text(message(&w, FINDING_DNS_SERVFAIL, VERDICT_FAIL),
		"name servers of example.com: ns1.example.net (192.0.2.1): SERVFAIL and "
		"ns2.example.net (192.0.2.2): SERVFAIL");
	world_close(&w);
}

static void stop(struct world *w, const char *ip)
{
	struct packet_verdict *v = VEC_ADD(w->a, &w->e.egress.all, struct packet_verdict);
	w->e.egress.obs = (struct obs){.seen = SEEN_YES, .source = "rules"};
	*v = (struct packet_verdict){.port = 53,
		.proto = "udp",
		.verdict = FATE_DROP,
		.by = {.stage = "netfilter",
			.hook = "output",
			.family = "inet",
			.table = "out",
			.chain = "output",
			.handle = 3,
			.rule = "udp dport 53 drop"}};
	assert_int_equal(ip_parse(ip, &v->to), ERR_OK);
}

static void a_server_that_own_rules_keep_away_is_not_charged(void **state)
{
	(void)state;
	struct world w;
	zone_world(&w);
	second_says(&w, "T");
	EXPECT(&w, "warn:dns-timeout");
	stop(&w, "192.0.2.1"); /* another one: it answers */
	EXPECT(&w, "warn:dns-timeout");
	stop(&w, "192.0.2.2");
	EXPECT(&w, "warn:egress-blocked");
	const char *words = message(&w, FINDING_EGRESS_BLOCKED, VERDICT_WARN);
	assert_non_null(strstr(words, "the name server ns2.example.net (192.0.2.2): "
				      "dropped by"));
	world_close(&w);
}

static void silence_of_all_may_be_ones_own(void **state)
{
	(void)state;
	struct world w;
	struct zone_look *z = zone_world(&w);
	second_says(&w, "T");
	z->servers.n = 0;
	VEC_PUSH(w.a, &z->servers, z->servers.v[1]);
	w.e.recursion.obs.seen = SEEN_NO;
	judge_by(&w, w.t.profile);
	assert_null(find(&w, FINDING_DNS_TIMEOUT, VERDICT_FAIL));
	assert_null(find(&w, FINDING_DNS_TIMEOUT, VERDICT_WARN));
	w.e.recursion.obs.seen = SEEN_YES;
	judge_by(&w, w.t.profile);
	assert_non_null(find(&w, FINDING_DNS_TIMEOUT, VERDICT_FAIL));
	world_close(&w);
}

static void the_zones_of_others_are_not_judged(void **state)
{
	(void)state;
	struct world w;
	zone_world(&w);
	struct zone_look *com = add_zone(&w, "com", "", "a.gtld-servers.net");
	add_answer(&w, add_server(&w, com, "a.gtld-servers.net", "192.0.2.8"), "com",
		RR_SOA, "T");
	EXPECT(&w, "");
	world_close(&w);
}

static void serials_and_answers_that_differ(void **state)
{
	(void)state;
	struct world w;
	struct zone_look *z = zone_world(&w);
	z->servers.v[1]->serial = 6;
	EXPECT(&w, "warn:nameservers-disagree");
	is_text(message(&w, FINDING_NAMESERVERS_DISAGREE, VERDICT_WARN),
		"the name servers of example.com disagree: serial 7 at ns1.example.net "
		"(192.0.2.1); serial 6 at ns2.example.net (192.0.2.2)");
	fill_view(&w, &z->servers.v[1]->answers.v[1]->answer, X, RR_A, "21.4.5.6");
	EXPECT(&w, "warn:nameservers-disagree");
	is_text(message(&w, FINDING_NAMESERVERS_DISAGREE, VERDICT_WARN),
		"the name servers of example.com disagree: ns1.example.net (192.0.2.1) "
		"says 20.1.2.3 for example.com A, ns2.example.net (192.0.2.2) says "
		"21.4.5.6; serial 7 at ns1.example.net (192.0.2.1); serial 6 at "
		"ns2.example.net (192.0.2.2)");
	expect_advice(&w, FINDING_NAMESERVERS_DISAGREE, "the lower serial");
	world_close(&w);
}

static void answers_with_one_address_in_common_are_no_disagreement(void **state)
{
	(void)state;
	struct world w;
	struct zone_look *z = zone_world(&w);
	fill_view(&w, &z->servers.v[1]->answers.v[1]->answer, X, RR_A, "21.4.5.6|" HERE4);
	EXPECT(&w, "");
	world_close(&w);
}

static void hostile_names_of_servers(void **state)
{
	(void)state;
	struct world w;
	struct zone_look *z = zone_world(&w);
	char *big = arena_alloc(w.a, 4096);
	memset(big, 'x', 4095);
	z->servers.v[1]->name = big;
	second_says(&w, "T");
	fill_view(&w, &z->child_ns, X, RR_NS, "\x1b[31m|a\nb");
	z->parent_ns.records.v[0]->text = NULL;
	z->servers.v[0]->name = NULL;
	EXPECT(&w, "warn:delegation-changing warn:dns-timeout");
	world_close(&w);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(servers_that_answer_alike),
		cmocka_unit_test(one_bad_server_is_named_and_warned_of),
		cmocka_unit_test(
			a_server_without_edns_is_warned_of_and_counts_as_answering),
		cmocka_unit_test(a_way_that_this_host_lacks_is_nobodys_fault),
		cmocka_unit_test(udp_alone_is_not_enough),
		cmocka_unit_test(a_type_that_one_server_does_not_know),
		cmocka_unit_test(a_server_without_an_address),
		cmocka_unit_test(when_all_fail_the_names_finding_gets_their_names),
		cmocka_unit_test(a_server_that_own_rules_keep_away_is_not_charged),
		cmocka_unit_test(silence_of_all_may_be_ones_own),
		cmocka_unit_test(the_zones_of_others_are_not_judged),
		cmocka_unit_test(serials_and_answers_that_differ),
		cmocka_unit_test(answers_with_one_address_in_common_are_no_disagreement),
		cmocka_unit_test(hostile_names_of_servers),
	};
	return cmocka_run_group_tests_name("nameservers", tests, NULL, NULL);
}
