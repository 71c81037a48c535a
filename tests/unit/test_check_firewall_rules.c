/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "check_firewall.h"

static void what_everyone_may_pass_is_a_pass(void **state)
{
	(void)state;
	struct world w;
	world_open(&w, "strict");
	add_all(&w, FATE_ACCEPT);
	w.e.verdicts.rules = 12;
	EXPECT(&w, "");
	expect_message(&w, FINDING_FIREWALL_DROPS, VERDICT_PASS, "rules (12)");
	world_close(&w);
}

static void a_drop_fails_whatever_the_connect_over_lo_says(void **state)
{
	(void)state;
	struct world w;
	world_open(&w, "strict");
	add_all(&w, FATE_DROP);
	EXPECT(&w, "fail:firewall-drops");
	expect_message(&w, FINDING_FIREWALL_DROPS, VERDICT_FAIL,
		"inet filter input handle 7 \"rule 7\" (hand-added)");
	expect_advice(&w, FINDING_FIREWALL_DROPS,
		"nft insert rule inet filter input tcp dport '{ 80, 443 }' accept");
	assert_int_equal(find(&w, FINDING_FIREWALL_DROPS, VERDICT_FAIL)->certainty,
		CERTAINTY_COMPUTED);
	assert_null(find(&w, FINDING_FIREWALL_DROPS, VERDICT_PASS));
	world_close(&w);
}

static void a_reject_has_its_own_name(void **state)
{
	(void)state;
	struct world w;
	world_open(&w, "letsencrypt");
	add_all(&w, FATE_REJECT);
	EXPECT(&w, "fail:firewall-rejects");
	world_close(&w);
}

static void a_time_out_follows_from_the_drop(void **state)
{
	(void)state;
	struct world w;
	world_open4(&w, "strict");
	add_whole(&w, HERE4, 80, FATE_DROP);
	add_whole(&w, HERE4, 443, FATE_DROP);
	set_connect(&w, NULL, SCHEME__MAX, NULL, CONNECT_TIMEOUT);
	judge_by(&w, w.t.profile);
	const struct finding *cause = find(&w, FINDING_FIREWALL_DROPS, VERDICT_FAIL);
	assert_non_null(cause);
	assert_true(cause->consequences.n > 0);
	for (size_t i = 0; i < w.f.all.n; i++)
		if (w.f.all.v[i]->verdict != VERDICT_PASS && w.f.all.v[i] != cause)
			assert_ptr_equal(w.f.all.v[i]->cause, cause);
	world_close(&w);
}

/* 443 alone: needed, a risk, or no matter. */
static void only_what_the_ca_needs_counts(void **state)
{
	(void)state;
	static const struct {
		const char *profile, *bad;
	} rows[] = {
		{"strict", "fail:firewall-drops"},
		{"sectigo", "warn:firewall-drops"},
		{"letsencrypt", ""},
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct world w;
		world_open4(&w, rows[i].profile);
		w.t.path = arena_printf(w.a, "%sfileauth.txt", w.t.profile->dir);
		add_whole(&w, HERE4, 80, FATE_ACCEPT);
		add_whole(&w, HERE4, 443, FATE_DROP);
		judge_by(&w, w.t.profile);
		const char *word = rows[i].bad;
		if (*word ? !strstr(bad(&w), word) : strstr(bad(&w), "firewall") != NULL)
			fail_msg("%s: %s", rows[i].profile, bad(&w));
		world_close(&w);
	}
}

static void an_address_that_no_name_leads_to_is_no_matter(void **state)
{
	(void)state;
	struct world w;
	world_open4(&w, "strict");
	add_whole(&w, HERE4, 80, FATE_ACCEPT);
	add_whole(&w, HERE4, 443, FATE_ACCEPT);
	add_whole(&w, HERE6, 80, FATE_DROP);
	add_whole(&w, "20.9.9.9", 80, FATE_DROP);
	EXPECT(&w, "");
	world_close(&w);
}

static void martians_and_private_sources_do_not_count(void **state)
{
	(void)state;
	struct world w;
	world_open4(&w, "strict");
	add_hole(&w, 80, "9.255.255.255", "10.0.0.0", "10.255.255.255", "11.0.0.0",
		FATE_DROP);
	add_hole(&w, 443, "126.255.255.255", "127.0.0.0", "127.255.255.255", "128.0.0.0",
		FATE_DROP);
	EXPECT(&w, "");
	world_close(&w);
}

static void a_part_of_the_world_is_a_risk(void **state)
{
	(void)state;
	struct world w;
	world_open4(&w, "letsencrypt");
	add_hole(&w, 80, "39.255.255.255", "40.0.0.0", "43.255.255.255", "44.0.0.0",
		FATE_DROP);
	EXPECT(&w, "warn:firewall-drops-some");
	expect_message(&w, FINDING_FIREWALL_DROPS_SOME, VERDICT_WARN,
		"2 % of the Internet (it shuts out 40.0.0.0/6)");
	world_close(&w);
}

static void a_few_banned_addresses_are_none(void **state)
{
	(void)state;
	struct world w;
	world_open4(&w, "letsencrypt");
	add_hole(&w, 80, "39.255.255.255", "40.0.0.0", "40.0.0.255", "40.0.1.0",
		FATE_DROP);
	EXPECT(&w, "");
	world_close(&w);
}

static void a_known_address_of_the_ca_fails(void **state)
{
	(void)state;
	struct world w;
	world_open4(&w, "digicert");
	struct decider *d = NULL;
	for (int64_t port = 80; port <= 443; port += 363)
		d = add_hole(&w, port, "216.168.247.8", "216.168.247.9", "216.168.247.9",
			"216.168.247.10", FATE_DROP);
	EXPECT(&w, "fail:firewall-drops-ca");
	expect_message(&w, FINDING_FIREWALL_DROPS_CA, VERDICT_FAIL, "216.168.247.9");
	for (size_t i = 0; i < w.e.verdicts.spaces.n; i++)
		w.e.verdicts.spaces.v[i]->deciders.v[1]->owner = "fail2ban jail nginx";
	assert_string_equal(d->owner, "fail2ban jail nginx");
	EXPECT(&w, "fail:ban-set");
	expect_advice(&w, FINDING_BAN_SET, "fail2ban-client");
	world_close(&w);
}

static void an_allowlist_names_who_is_left_out(void **state)
{
	(void)state;
	struct world w;
	world_open4(&w, "digicert");
	for (int64_t port = 80; port <= 443; port += 363)
		add_hole(&w, port, "216.168.239.255", "216.168.240.0", "216.168.255.255",
			"216.169.0.0", FATE_ACCEPT);
	EXPECT(&w, "fail:firewall-drops-ca");
	expect_message(&w, FINDING_FIREWALL_DROPS_CA, VERDICT_FAIL, "202.65.16.4");
	world_close(&w);
}

static void an_allowlist_is_a_wall_to_a_ca_without_lists(void **state)
{
	(void)state;
	struct world w;
	world_open4(&w, "letsencrypt");
	add_hole(&w, 80, "216.168.239.255", "216.168.240.0", "216.168.255.255",
		"216.169.0.0", FATE_ACCEPT);
	EXPECT(&w, "fail:firewall-drops");
	expect_message(&w, FINDING_FIREWALL_DROPS, VERDICT_FAIL,
		"from anyone but 216.168.240.0/20: inet filter input \"policy drop\"");
	world_close(&w);
}

static void what_chance_decides_is_not_known(void **state)
{
	(void)state;
	struct world w;
	world_open4(&w, "letsencrypt");
	struct space_look *s = add_whole(&w, HERE4, 80, FATE_MAYBE);
	VEC_PUSH(w.a, &s->ranges.v[0]->reasons,
		"a rate limit in inet filter input handle 4");
	EXPECT(&w, "unknown:firewall-maybe");
	expect_message(&w, FINDING_FIREWALL_MAYBE, VERDICT_UNKNOWN,
		"depends on a rate limit in inet filter input handle 4");
	world_close(&w);
}

static void what_is_not_understood_is_not_known(void **state)
{
	(void)state;
	struct world w;
	world_open4(&w, "letsencrypt");
	struct space_look *s = add_whole(&w, HERE4, 80, FATE_UNKNOWN);
	VEC_PUSH(w.a, &s->ranges.v[0]->reasons, "unknown expression inner");
	EXPECT(&w, "unknown:firewall-unreadable");
	expect_message(&w, FINDING_FIREWALL_UNREADABLE, VERDICT_UNKNOWN,
		"unknown expression inner");
	world_close(&w);
}

static void rules_that_could_not_be_read_are_not_known(void **state)
{
	(void)state;
	struct world w;
	world_open4(&w, "letsencrypt");
	w.e.verdicts.obs = (struct obs){.seen = SEEN_DENIED, .source = "nftables"};
	EXPECT(&w, "unknown:firewall-unreadable");
	expect_message(&w, FINDING_FIREWALL_UNREADABLE, VERDICT_UNKNOWN, "needs root");
	world_close(&w);
}

static void stages_outside_the_rules_have_their_names(void **state)
{
	(void)state;
	static const struct {
		const char *stage, *table;
		enum finding_id id;
	} rows[] = {
		{"reverse-path-filter", NULL, FINDING_REVERSE_PATH_FILTER},
		{"return-route", NULL, FINDING_NO_RETURN_ROUTE},
		{"conntrack", NULL, FINDING_CONNTRACK_FULL},
		{"packet-program", NULL, FINDING_PACKET_PROGRAM},
		{"netfilter", "firewalld_policy_drop", FINDING_FIREWALL_PANIC},
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct world w;
		world_open4(&w, "letsencrypt");
		struct decider *d = add_whole(&w, HERE4, 80, FATE_DROP)->deciders.v[0];
		if (!rows[i].table)
			*d = (struct decider){.detail = "because"};
		else
			d->table = rows[i].table;
		d->stage = rows[i].stage;
		EXPECT(&w, arena_printf(w.a, "fail:%s", finding_table[rows[i].id].id));
		world_close(&w);
	}
}

static void without_a_name_public_addresses_are_judged(void **state)
{
	(void)state;
	struct world w;
	world_empty(&w, "strict");
	add_host(&w);
	add_whole(&w, HERE4, 80, FATE_DROP);
	add_whole(&w, HERE4, 443, FATE_ACCEPT);
	add_whole(&w, "10.0.0.5", 80, FATE_DROP);
	EXPECT(&w, "fail:firewall-drops");
	expect_message(&w, FINDING_FIREWALL_DROPS, VERDICT_FAIL, "port 80 of " HERE4);
	assert_int_equal(count_of(&w, FINDING_FIREWALL_DROPS, VERDICT_FAIL), 1);
	world_close(&w);
}

static void the_link_that_holds_the_address_is_the_way_in(void **state)
{
	(void)state;
	struct world w;
	world_open4(&w, "letsencrypt");
	add_whole(&w, HERE4, 80, FATE_ACCEPT);
	add_whole(&w, HERE4, 80, FATE_DROP)->interface = "eth1";
	EXPECT(&w, "");
	w.e.addresses.all.v[0]->interface = "lo";
	w.e.addresses.all.v[0]->loopback = true;
	w.e.addresses.defaults.v[0]->interface = "eth1";
	EXPECT(&w, "fail:firewall-drops");
	world_close(&w);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_everyone_may_pass_is_a_pass),
		cmocka_unit_test(a_drop_fails_whatever_the_connect_over_lo_says),
		cmocka_unit_test(a_reject_has_its_own_name),
		cmocka_unit_test(a_time_out_follows_from_the_drop),
		cmocka_unit_test(only_what_the_ca_needs_counts),
		cmocka_unit_test(an_address_that_no_name_leads_to_is_no_matter),
		cmocka_unit_test(martians_and_private_sources_do_not_count),
		cmocka_unit_test(a_part_of_the_world_is_a_risk),
		cmocka_unit_test(a_few_banned_addresses_are_none),
		cmocka_unit_test(a_known_address_of_the_ca_fails),
		cmocka_unit_test(an_allowlist_names_who_is_left_out),
		cmocka_unit_test(an_allowlist_is_a_wall_to_a_ca_without_lists),
		cmocka_unit_test(what_chance_decides_is_not_known),
		cmocka_unit_test(what_is_not_understood_is_not_known),
		cmocka_unit_test(rules_that_could_not_be_read_are_not_known),
		cmocka_unit_test(stages_outside_the_rules_have_their_names),
		cmocka_unit_test(without_a_name_public_addresses_are_judged),
		cmocka_unit_test(the_link_that_holds_the_address_is_the_way_in),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
