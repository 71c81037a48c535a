/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Connects that do not stand: whose fault is it, and does it matter to the CA? */
#include "world_break.h"

/* One name on another machine. */
static void elsewhere(struct world *w, const char *profile)
{
	world_empty(w, profile);
	add_host(w);
	add_name(w, APEX, ROLE_EXAMINED);
	add_address(w, APEX, OTHER4, WHERE_ELSEWHERE);
}

static void two_addresses(struct world *w, const char *profile, const char *ip)
{
	world_empty(w, profile);
	add_host(w);
	add_name(w, APEX, ROLE_EXAMINED);
	add_name(w, WWW, ROLE_SIBLING);
	add_address(w, APEX, HERE4, WHERE_HERE);
	add_address(w, WWW, HERE4, WHERE_HERE);
	add_address(w, APEX, ip, WHERE_ELSEWHERE);
}

static void a_refusal_where_something_listens_is_a_firewalls(void **state)
{
	(void)state;
	struct world w;
	world_open4(&w, "strict");
	set_connect(&w, NULL, SCHEME_HTTP, NULL, CONNECT_REFUSED);
	EXPECT(&w, "fail:connect-refused");
	expect_message(&w, FINDING_CONNECT_REFUSED, VERDICT_FAIL, "though nginx");
	world_close(&w);
	world_open4(
		&w, "strict"); /* 443 refused with something listening is not allowed */
	set_connect(&w, NULL, SCHEME_HTTPS, NULL, CONNECT_REFUSED);
	EXPECT(&w, "fail:connect-refused");
	world_close(&w);
}

static void how_connects_to_another_machine_fail(void **state)
{
	static const struct {
		enum connect_result result;
		const char *words;
	} rows[] = {
		{CONNECT_REFUSED, "connections are refused"},
		{CONNECT_TIMEOUT, "no answer comes to a connect"},
		{CONNECT_RESET, "connections are reset"},
		{CONNECT_UNREACHABLE, "the address is unreachable"},
	};
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct world w;
		elsewhere(&w, "letsencrypt");
		set_connect(&w, NULL, SCHEME__MAX, NULL, rows[i].result);
		EXPECT(&w, "fail:address-elsewhere");
		expect_message(
			&w, FINDING_ADDRESS_ELSEWHERE, VERDICT_FAIL, rows[i].words);
		world_close(&w);
	}
}

static void each_kind_has_its_id(void **state)
{
	static const struct {
		enum connect_result result;
		enum finding_id id;
		const char *want;
	} rows[] = {
		{CONNECT_REFUSED, FINDING_CONNECT_REFUSED, "fail:connect-refused"},
		{CONNECT_RESET, FINDING_CONNECT_RESET, "fail:connect-reset"},
		{CONNECT_UNREACHABLE, FINDING_NETWORK_UNREACHABLE,
			"fail:network-unreachable"},
	};
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct world w;
		world_open4(&w, "letsencrypt");
		set_connect(&w, NULL, SCHEME_HTTP, NULL, rows[i].result);
		EXPECT(&w, rows[i].want);
		expect_message(&w, rows[i].id, VERDICT_FAIL, "though nginx");
		world_close(&w);
	}
}

/* A mixed name, all of whose addresses time out: not all of them are elsewhere. */
static void a_timeout_says_how_long_was_waited(void **state)
{
	(void)state;
	struct world w;
	world_empty(&w, "strict");
	add_host(&w);
	add_name(&w, APEX, ROLE_EXAMINED);
	add_name(&w, WWW, ROLE_SIBLING);
	add_address(&w, WWW, HERE4, WHERE_HERE);
	add_address(&w, APEX, HERE4, WHERE_HERE);
	add_address(&w, APEX, OTHER6, WHERE_ELSEWHERE);
	set_connect(&w, APEX, SCHEME_HTTP, NULL, CONNECT_TIMEOUT);
	for (size_t i = 0; i < w.e.reach.n; i++)
		w.e.reach.v[i]->ms = 10000;
	EXPECT(&w, "fail:connect-timeout unknown:egress-blocked");
	expect_message(&w, FINDING_CONNECT_TIMEOUT, VERDICT_FAIL, "waited 10.0 s");
	world_close(&w);
}

static void names_and_ports_of_one_cause_are_one_finding(void **state)
{
	(void)state;
	struct world w;
	world_open4(&w, "strict");
	set_connect(&w, NULL, SCHEME__MAX, NULL, CONNECT_REFUSED);
	EXPECT(&w, "fail:connect-refused");
	assert_int_equal(count_of(&w, FINDING_CONNECT_REFUSED, VERDICT_FAIL), 1);
	const struct finding *x = find(&w, FINDING_CONNECT_REFUSED, VERDICT_FAIL);
	assert_int_equal(x->names.n, 2);
	assert_null(x->subject.name); /* about every name */
	world_close(&w);
}

/* -- one of several addresses ------------------------------------------------------ */
static void a_dead_aaaa(void **state)
{
	static const struct {
		const char *profile, *want;
	} rows[] = {
		{"strict", "fail:address-dead"},
		{"letsencrypt", "warn:address-dead"},
		{"digicert", "warn:address-dead"},
		{"pebble", "fail:address-dead"},
	};
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct world w;
		two_addresses(&w, rows[i].profile, OTHER6);
		set_connect(&w, NULL, SCHEME__MAX, OTHER6, CONNECT_TIMEOUT);
		EXPECT(&w, rows[i].want);
		world_close(&w);
	}
}

static void a_dead_a_of_two(void **state)
{
	static const struct {
		const char *profile, *want;
	} rows[] = {
		{"strict", "fail:address-dead"},
		{"letsencrypt", "fail:address-dead"}, /* any may be its first */
		{"digicert", "warn:address-dead"},
		{"pebble", "unknown:address-dead"},
	};
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct world w;
		two_addresses(&w, rows[i].profile, OTHER4);
		set_connect(&w, NULL, SCHEME__MAX, OTHER4, CONNECT_TIMEOUT);
		EXPECT(&w, rows[i].want);
		world_close(&w);
	}
}

static void without_a_way_out_a_family_is_not_known(void **state)
{
	(void)state;
	struct world w;
	two_addresses(&w, "strict", OTHER6);
	set_connect(&w, NULL, SCHEME__MAX, OTHER6, CONNECT_UNREACHABLE);
	EXPECT(&w, "fail:address-dead"); /* it has one */
	w.e.addresses.defaults.n = 1;
	EXPECT(&w, "unknown:address-dead");
	expect_message(&w, FINDING_ADDRESS_DEAD, VERDICT_UNKNOWN, "no IPv6 way out");
	world_close(&w);
}

/* -- this host's own rules
 * ---------------------------------------------------------------- */
static void own_rules_that_refuse_are_not_charged_to_the_site(void **state)
{
	(void)state;
	struct world w;
	world_open4(&w, "strict");
	set_connect(&w, NULL, SCHEME__MAX, NULL, CONNECT_DENIED);
	EXPECT(&w, "unknown:egress-blocked");
	assert_int_equal(findings_answer(&w.f), ANSWER_UNKNOWN);
	world_close(&w);
}

static void a_timeout_over_lo_is_this_hosts_own_doing(void **state)
{
	(void)state;
	struct world w;
	world_open4(&w, "strict");
	set_connect(&w, NULL, SCHEME__MAX, NULL, CONNECT_TIMEOUT);
	EXPECT(&w, "unknown:egress-blocked");
	world_close(&w);
	world_open4(&w, "strict"); /* near: nothing listens, so that is the cause */
	no_listeners(&w, 80);
	set_connect(&w, NULL, SCHEME_HTTP, NULL, CONNECT_TIMEOUT);
	EXPECT(&w, "fail:no-listener");
	world_close(&w);
}

static void when_nothing_leaves_this_host_no_timeout_counts(void **state)
{
	(void)state;
	struct world w;
	elsewhere(&w, "letsencrypt");
	w.e.recursion.obs.seen = SEEN_NO;
	set_connect(&w, NULL, SCHEME__MAX, NULL, CONNECT_TIMEOUT);
	EXPECT(&w, "unknown:egress-blocked");
	struct reach *r = add_reach(&w, WWW, OTHER6, 80); /* near: one answer came */
	r->path = PATH_ROUTER;
	r->result = CONNECT_REFUSED;
	EXPECT(&w, "fail:address-elsewhere");
	world_close(&w);
}

/* -- behind a router
 * ------------------------------------------------------------------------ */
static void behind_router(struct world *w, const char *profile)
{
	world_empty(w, profile);
	add_host(w);
	add_name(w, APEX, ROLE_EXAMINED);
	add_address(w, APEX, OTHER4, WHERE_NAT);
}

static void a_hairpin_timeout_is_no_failure(void **state)
{
	(void)state;
	struct world w;
	behind_router(&w, "letsencrypt");
	set_connect(&w, NULL, SCHEME__MAX, NULL, CONNECT_TIMEOUT);
	EXPECT(&w, "unknown:file-not-served"); /* what it serves was not seen either */
	const struct finding *x = find(&w, FINDING_BEHIND_NAT, VERDICT_UNKNOWN);
	assert_non_null(x);
	assert_true(x->outside_only);
	expect_advice(&w, FINDING_FILE_NOT_SERVED, "--hosts example.com=");
	world_close(&w);
}

static void a_router_that_passes_on_proves_only_this_side(void **state)
{
	(void)state;
	struct world w;
	behind_router(&w, "letsencrypt");
	EXPECT(&w, "");
	assert_int_equal(findings_answer(&w.f), ANSWER_READY);
	assert_true(find(&w, FINDING_BEHIND_NAT, VERDICT_UNKNOWN)->outside_only);
	world_close(&w);
}

static void behind_a_router_nothing_may_listen_either(void **state)
{
	(void)state;
	struct world w;
	behind_router(&w, "letsencrypt");
	no_listeners(&w, 80);
	set_connect(&w, NULL, SCHEME__MAX, NULL, CONNECT_TIMEOUT);
	EXPECT(&w, "fail:no-listener");
	assert_int_equal(find(&w, FINDING_NO_LISTENER, VERDICT_FAIL)->certainty,
		CERTAINTY_COMPUTED);
	world_close(&w);
}

static void an_untried_connect_is_unknown(void **state)
{
	(void)state;
	struct world w;
	world_open4(&w, "letsencrypt");
	set_connect(&w, APEX, SCHEME_HTTP, NULL, CONNECT_NONE);
	EXPECT(&w, "unknown:connect-timeout");
	world_close(&w);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_refusal_where_something_listens_is_a_firewalls),
		cmocka_unit_test(how_connects_to_another_machine_fail),
		cmocka_unit_test(each_kind_has_its_id),
		cmocka_unit_test(a_timeout_says_how_long_was_waited),
		cmocka_unit_test(names_and_ports_of_one_cause_are_one_finding),
		cmocka_unit_test(a_dead_aaaa),
		cmocka_unit_test(a_dead_a_of_two),
		cmocka_unit_test(without_a_way_out_a_family_is_not_known),
		cmocka_unit_test(own_rules_that_refuse_are_not_charged_to_the_site),
		cmocka_unit_test(a_timeout_over_lo_is_this_hosts_own_doing),
		cmocka_unit_test(when_nothing_leaves_this_host_no_timeout_counts),
		cmocka_unit_test(a_hairpin_timeout_is_no_failure),
		cmocka_unit_test(a_router_that_passes_on_proves_only_this_side),
		cmocka_unit_test(behind_a_router_nothing_may_listen_either),
		cmocka_unit_test(an_untried_connect_is_unknown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
