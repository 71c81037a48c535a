/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "world_break.h"

/* Forgets the name's addresses and what was seen of them; both answers are then as given.
 */
static struct name_look *unresolve(
	struct world *w, const char *name, enum seen seen, int64_t rcode)
{
	struct name_look *l = look_of(w, name);
	const struct dns_answer answer = {.obs = {.seen = seen, .source = "recursion"},
		.rcode = rcode,
		.nxdomain = rcode == 3};
	l->a = l->aaaa = answer;
	l->host_a = l->host_aaaa = answer;
	l->addresses.n = 0;
	return l;
}

static void a_name_that_does_not_exist(void **state)
{
	(void)state;
	struct world w;
	world_open(&w, "letsencrypt");
	unresolve(&w, APEX, SEEN_NO, 3);
	EXPECT(&w, "fail:name-not-found");
	world_close(&w);
}

static void no_record_is_not_no_name(void **state)
{
	(void)state;
	struct world w;
	world_open(&w, "letsencrypt");
	unresolve(&w, APEX, SEEN_NO, 0);
	EXPECT(&w, "fail:no-address");
	world_close(&w);
}

static void a_missing_www_matters_where_both_are_asked(void **state)
{
	(void)state;
	struct world w;
	world_open(&w, "strict");
	unresolve(&w, WWW, SEEN_NO, 3);
	EXPECT(&w, "fail:sibling-missing");
	judge_by(&w, profile_of(&w, "digicert"));
	assert_string_equal(bad(&w), "");
	struct profile *p = profile_copy(&w, "digicert");
	p->names = NAMES_UNKNOWN;
	judge_by(&w, p);
	assert_string_equal(bad(&w), "warn:sibling-missing");
	world_close(&w);
}

static void a_sibling_that_was_not_looked_at_is_unknown(void **state)
{
	(void)state;
	struct world w;
	world_open(&w, "strict");
	w.t.names.n = 1;
	EXPECT(&w, "unknown:sibling-missing");
	judge_by(&w, profile_of(&w, "digicert"));
	assert_string_equal(bad(&w), "");
	world_close(&w);
}

static void a_whole_missing_domain_is_one_cause(void **state)
{
	(void)state;
	struct world w;
	world_open(&w, "strict");
	unresolve(&w, APEX, SEEN_NO, 3);
	unresolve(&w, WWW, SEEN_NO, 3);
	EXPECT(&w, "fail:name-not-found fail:sibling-missing");
	const struct finding *x = find(&w, FINDING_SIBLING_MISSING, VERDICT_FAIL);
	assert_ptr_equal(x->cause, find(&w, FINDING_NAME_NOT_FOUND, VERDICT_FAIL));
	world_close(&w);
}

static void servers_that_fail_and_servers_that_are_silent(void **state)
{
	(void)state;
	struct world w;
	world_open(&w, "letsencrypt");
	unresolve(&w, APEX, SEEN_FAILED, 2)->a.obs.excerpt = "SERVFAIL";
	EXPECT(&w, "fail:dns-servfail");
	expect_message(&w, FINDING_DNS_SERVFAIL, VERDICT_FAIL, "(A and AAAA): SERVFAIL");
	unresolve(&w, APEX, SEEN_FAILED, -1);
	EXPECT(&w, "fail:dns-timeout");
	world_close(&w);
}

static void silence_counts_only_where_others_answer(void **state)
{
	(void)state;
	struct world w;
	world_open(&w, "letsencrypt");
	unresolve(&w, APEX, SEEN_FAILED, -1);
	w.e.recursion.obs.seen = SEEN_FAILED;
	EXPECT(&w, "unknown:dns-timeout");
	w.e.recursion.obs.seen = SEEN_YES;
	w.e.recursion.replaced = true; /* by --resolver: its silence is its own */
	EXPECT(&w, "unknown:dns-timeout");
	world_close(&w);
}

static void one_lookup_of_two_may_fail(void **state)
{
	(void)state;
	struct world w;
	world_open4(&w, "letsencrypt");
	struct name_look *l = look_of(&w, APEX);
	l->aaaa = (struct dns_answer){.obs = {.seen = SEEN_FAILED}, .rcode = 2};
	EXPECT(&w, "warn:dns-servfail");
	struct profile *p = profile_copy(&w, "letsencrypt");
	p->addresses = ADDRESSES_V4; /* asks no AAAA */
	judge_by(&w, p);
	assert_string_equal(bad(&w), "");
	world_close(&w);
}

static void broken_signatures(void **state)
{
	(void)state;
	struct world w;
	world_open(&w, "strict");
	struct name_look *l = unresolve(&w, APEX, SEEN_FAILED, 2);
	l->a.dnssec = l->aaaa.dnssec = DNSSEC_BOGUS;
	l->a.why_bogus = "signature expired";
	EXPECT(&w, "fail:dnssec-bogus");
	expect_message(&w, FINDING_DNSSEC_BOGUS, VERDICT_FAIL, "signature expired");
	world_close(&w);
	world_open(
		&w, "strict"); /* near: an unsigned zone, and a signed one that holds */
	EXPECT(&w, "");
	assert_null(find(&w, FINDING_DNSSEC_BOGUS, VERDICT_PASS));
	look_of(&w, APEX)->a.dnssec = DNSSEC_SECURE;
	EXPECT(&w, "");
	assert_non_null(find(&w, FINDING_DNSSEC_BOGUS, VERDICT_PASS));
	world_close(&w);
}

/* -- the host's own resolver
 * ------------------------------------------------------------- */
static void block_roots(struct world *w)
{
	w->e.recursion.obs.seen = SEEN_NO;
	w->e.recursion.obs.excerpt = "no root server answers on UDP or TCP port 53";
	for (size_t i = 0; i < w->e.names.n; i++) {
		struct name_look *l = w->e.names.v[i];
		const struct dns_answer none = {
			.obs = {.seen = SEEN_FAILED, .source = "recursion"}, .rcode = -1};
		l->a = l->aaaa = none;
		for (size_t k = 0; k < l->addresses.n; k++)
			l->addresses.v[k]->origin = ORIGIN_HOST_RESOLVER;
	}
}

static void without_root_servers_the_hosts_resolver_stands_in(void **state)
{
	(void)state;
	struct world w;
	world_open(&w, "strict");
	block_roots(&w);
	EXPECT(&w, "");
	assert_non_null(find(&w, FINDING_RECURSION_BLOCKED, VERDICT_UNKNOWN));
	assert_true(find(&w, FINDING_RECURSION_BLOCKED, VERDICT_UNKNOWN)->outside_only);
	expect_message(&w, FINDING_NO_ADDRESS, VERDICT_PASS, "by this host's resolver");
	world_close(&w);
	world_open(&w, "strict"); /* near: a resolver was given, so no root is asked */
	w.e.recursion.obs.seen = SEEN_SKIPPED;
	w.e.recursion.replaced = true;
	EXPECT(&w, "");
	assert_null(find(&w, FINDING_RECURSION_BLOCKED, VERDICT_UNKNOWN));
	world_close(&w);
}

static void own_rules_that_refuse_dns_are_named(void **state)
{
	(void)state;
	struct world w;
	world_open(&w, "strict");
	block_roots(&w);
	w.e.recursion.obs.excerpt =
		"no root server answers (198.41.0.4 port 53: Operation not permitted)";
	EXPECT(&w, "warn:egress-blocked");
	world_close(&w);
}

static void with_no_dns_at_all_nothing_can_be_told(void **state)
{
	(void)state;
	struct world w;
	world_open(&w, "letsencrypt");
	unresolve(&w, APEX, SEEN_FAILED, -1);
	w.e.recursion.obs.seen = SEEN_NO;
	EXPECT(&w, "unknown:dns-timeout");
	assert_int_equal(findings_answer(&w.f), ANSWER_UNKNOWN);
	world_close(&w);
}

static void a_resolver_that_shares_nothing_with_the_authorities(void **state)
{
	(void)state;
	struct world w;
	world_open4(&w, "strict");
	struct ip *own = ARENA_NEW(w.a, struct ip);
	*own = ip_of("127.0.1.1");
	look_of(&w, APEX)->host_a.addresses.v[0] = own;
	EXPECT(&w, "warn:resolver-differs");
	expect_message(&w, FINDING_RESOLVER_DIFFERS, VERDICT_WARN, "127.0.1.1");
	world_close(&w);
}

static void a_resolver_that_shares_one_address_is_fine(void **state)
{
	(void)state;
	struct world w;
	world_open4(&w, "strict");
	struct ip *more = ARENA_NEW(w.a, struct ip);
	*more = ip_of(OTHER4);
	VEC_PUSH(w.a, &look_of(&w, APEX)->host_a.addresses, more);
	EXPECT(&w, "");
	look_of(&w, APEX)->host_a.obs.seen = SEEN_FAILED;
	EXPECT(&w, "");
	world_close(&w);
}

static void a_ca_that_asks_ipv4_alone_needs_an_a_record(void **state)
{
	(void)state;
	struct world w;
	world_empty(&w, "digicert");
	add_host(&w);
	add_name(&w, APEX, ROLE_EXAMINED);
	add_address(&w, APEX, HERE6, WHERE_HERE);
	EXPECT(&w, "");
	struct profile *p = profile_copy(&w, "digicert");
	p->addresses = ADDRESSES_V4;
	w.t.profile = p;
	EXPECT(&w, "fail:no-address");
	world_close(&w);
}

static void a_type_that_was_not_asked_for_is_unknown(void **state)
{
	(void)state;
	struct world w;
	world_open4(&w, "letsencrypt");
	look_of(&w, APEX)->aaaa.obs.seen = SEEN_SKIPPED; /* -4 */
	EXPECT(&w, "unknown:no-address");
	expect_message(&w, FINDING_NO_ADDRESS, VERDICT_UNKNOWN, "AAAA records");
	world_close(&w);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_name_that_does_not_exist),
		cmocka_unit_test(no_record_is_not_no_name),
		cmocka_unit_test(a_missing_www_matters_where_both_are_asked),
		cmocka_unit_test(a_sibling_that_was_not_looked_at_is_unknown),
		cmocka_unit_test(a_whole_missing_domain_is_one_cause),
		cmocka_unit_test(servers_that_fail_and_servers_that_are_silent),
		cmocka_unit_test(silence_counts_only_where_others_answer),
		cmocka_unit_test(one_lookup_of_two_may_fail),
		cmocka_unit_test(broken_signatures),
		cmocka_unit_test(without_root_servers_the_hosts_resolver_stands_in),
		cmocka_unit_test(own_rules_that_refuse_dns_are_named),
		cmocka_unit_test(with_no_dns_at_all_nothing_can_be_told),
		cmocka_unit_test(a_resolver_that_shares_nothing_with_the_authorities),
		cmocka_unit_test(a_resolver_that_shares_one_address_is_fine),
		cmocka_unit_test(a_ca_that_asks_ipv4_alone_needs_an_a_record),
		cmocka_unit_test(a_type_that_was_not_asked_for_is_unknown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
