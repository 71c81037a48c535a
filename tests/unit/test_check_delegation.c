/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The delegation from both sides, and the chain of trust. */
#include "check_zone.h"

static void a_name_that_its_parent_denies(void **state)
{
	(void)state;
	struct world w;
	struct zone_look *z = zone_world(&w);
	z->obs.seen = SEEN_NO;
	judge_by(&w, w.t.profile);
	is_text(message(&w, FINDING_NOT_DELEGATED, VERDICT_FAIL),
		"com does not delegate example.com, though ns1.example.net "
		"(192.0.2.1) still serves it: the registration expired, is on hold, or "
		"lacks its real-name or ICP filing");
	expect_advice(&w, FINDING_NOT_DELEGATED, "whois example.com");
	z->servers.n = 0; /* by the cache of the host's resolver */
	judge_by(&w, w.t.profile);
	expect_message(&w, FINDING_NOT_DELEGATED, VERDICT_FAIL,
		"though this host's resolver still has it in its cache");
	for (size_t i = 0; i < w.e.names.n; i++)
		w.e.names.v[i]->host_a = (struct dns_answer){.obs = {.seen = SEEN_NO}};
	judge_by(&w, w.t.profile); /* nobody has it: it never was */
	assert_null(find(&w, FINDING_NOT_DELEGATED, VERDICT_FAIL));
	assert_null(find(&w, FINDING_NAME_NOT_FOUND, VERDICT_FAIL));
	w.t.method = METHOD_DNS; /* its addresses are nobody's matter */
	judge_by(&w, w.t.profile);
	is_text(message(&w, FINDING_NAME_NOT_FOUND, VERDICT_FAIL),
		"com says that there is no example.com (NXDOMAIN), and no name server "
		"that is known here serves it");
	world_close(&w);
}

static void a_server_that_refuses_a_denied_zone_does_not_serve_it(void **state)
{
	(void)state;
	struct world w;
	struct zone_look *z = zone_world(&w);
	z->obs.seen = SEEN_NO;
	for (size_t i = 0; i < z->servers.n; i++)
		z->servers.v[i]->serial = -1; /* it answered, but not with a SOA */
	for (size_t i = 0; i < w.e.names.n; i++)
		w.e.names.v[i]->host_a = (struct dns_answer){.obs = {.seen = SEEN_NO}};
	judge_by(&w, w.t.profile);
	assert_null(find(&w, FINDING_NOT_DELEGATED, VERDICT_FAIL));
	z->servers.v[0]->serial = 7;
	judge_by(&w, w.t.profile);
	assert_non_null(find(&w, FINDING_NOT_DELEGATED, VERDICT_FAIL));
	world_close(&w);
}

static void a_denied_name_is_the_cause_of_what_follows(void **state)
{
	(void)state;
	struct world w;
	struct zone_look *z = zone_world(&w);
	z->obs.seen = SEEN_NO;
	struct name_look *l = look_of(&w, APEX);
	l->a = l->aaaa = (struct dns_answer){
		.obs = {.seen = SEEN_NO}, .rcode = 3, .nxdomain = true};
	judge_by(&w, w.t.profile);
	const struct finding *x = find(&w, FINDING_NAME_NOT_FOUND, VERDICT_FAIL);
	assert_ptr_equal(x->cause, find(&w, FINDING_NOT_DELEGATED, VERDICT_FAIL));
	world_close(&w);
}

static void parent_and_child_that_name_other_servers(void **state)
{
	(void)state;
	struct world w;
	struct zone_look *z = zone_world(&w);
	fill_view(&w, &z->child_ns, X, RR_NS, NS1 "|old.example.net");
	z->parent_ns.records.v[0]->ttl = 172800;
	EXPECT(&w, "warn:delegation-changing");
	is_text(message(&w, FINDING_DELEGATION_CHANGING, VERDICT_WARN),
		"the delegation of example.com is not one: com names ns2.example.net, "
		"which the zone itself does not; the zone itself names old.example.net, "
		"which com does not; resolvers use either for up to 48 hours");
	is_text(find(&w, FINDING_DELEGATION_CHANGING, VERDICT_WARN)->advice,
		"Put the same records on all of them until then (after a change made "
		"now: 2027-01-17 08:00 UTC), and make the NS records of the zone those "
		"of the registrar.");
	fill_view(&w, &z->child_ns, X, RR_NS, "NS2.Example.Net|" NS1);
	EXPECT(&w, ""); /* the same, in another case and order */
	fill_view(&w, &z->child_ns, X, RR_NS, "T");
	EXPECT(&w, "");
	world_close(&w);
}

/* -- DNSSEC ------------------------------------------------------------------------ */
static struct trust_sig *add_sig(
	struct world *w, struct trust_step *s, enum sig_state state, int64_t covers)
{
	struct trust_sig *g = VEC_ADD(w->a, &s->sigs, struct trust_sig);
	*g = (struct trust_sig){.owner = X,
		.covers = covers,
		.signer = X,
		.algorithm = 13,
		.key_tag = 4711,
		.inception = 1799000000,
		.expiration = 1799990000,
		.state = state};
	return g;
}

static void each_broken_signature_is_told_with_its_dates(void **state)
{
	(void)state;
	static const struct {
		enum sig_state state;
		const char *words;
	} cases[] = {
		{SIG_EXPIRED, "expired on 2027-01-15 05:13 UTC, 3 hours ago"},
		{SIG_NO_KEY, "was made with a key that no DNSKEY of example.com holds"},
		{SIG_BAD, "does not verify"},
		{SIG_UNSUPPORTED, "uses an algorithm that is not supported"},
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct world w;
		zone_world(&w);
		add_step(&w, "", DNSSEC_SECURE);
		add_sig(&w, add_step(&w, X, DNSSEC_BOGUS), cases[i].state, RR_A);
		EXPECT(&w, "fail:dnssec-bogus");
		is_text(message(&w, FINDING_DNSSEC_BOGUS, VERDICT_FAIL),
			arena_printf(w.a,
				"the chain of trust breaks at example.com: the RRSIG "
				"over "
				"A of example.com (key tag 4711, algorithm 13) %s",
				cases[i].words));
		expect_advice(&w, FINDING_DNSSEC_BOGUS, "Sign example.com anew");
		world_close(&w);
	}
}

static void a_signature_of_tomorrow(void **state)
{
	(void)state;
	struct world w;
	zone_world(&w);
	struct trust_step *s = add_step(&w, X, DNSSEC_BOGUS);
	add_sig(&w, s, SIG_NOT_YET, RR_SOA)->inception = 1800000000 + 86400;
	EXPECT(&w, "fail:dnssec-bogus");
	expect_message(&w, FINDING_DNSSEC_BOGUS, VERDICT_FAIL,
		"is valid from 2027-01-16 08:00 UTC only, in 24 hours: check the clocks");
	world_close(&w);
}

static void a_ds_that_fits_no_key(void **state)
{
	(void)state;
	struct world w;
	zone_world(&w);
	struct trust_step *s = add_step(&w, X, DNSSEC_BOGUS);
	s->ds_matches = false;
	VEC_PUSH(w.a, &s->ds, "1111 8 2");
	VEC_PUSH(w.a, &s->keys, "2222 13 257");
	EXPECT(&w, "fail:dnssec-bogus");
	is_text(message(&w, FINDING_DNSSEC_BOGUS, VERDICT_FAIL),
		"the chain of trust breaks at example.com: no DS of the parent (1111 8 "
		"2) fits a DNSKEY of example.com (2222 13 257): key tag, algorithm, then "
		"digest type or flags");
	expect_advice(&w, FINDING_DNSSEC_BOGUS,
		"Correct the DS of example.com at the registrar");
	s->keys.n = 0;
	EXPECT(&w, "fail:dnssec-bogus");
	expect_message(&w, FINDING_DNSSEC_BOGUS, VERDICT_FAIL,
		"the parent has a DS (1111 8 2), and example.com has no DNSKEY");
	world_close(&w);
}

static void the_names_own_finding_says_which_zone(void **state)
{
	(void)state;
	struct world w;
	zone_world(&w);
	add_sig(&w, add_step(&w, X, DNSSEC_BOGUS), SIG_EXPIRED, RR_A);
	struct name_look *l = look_of(&w, APEX);
	l->a = l->aaaa = (struct dns_answer){
		.obs = {.seen = SEEN_FAILED}, .rcode = 2, .dnssec = DNSSEC_BOGUS};
	judge_by(&w, w.t.profile);
	assert_int_equal(count_of(&w, FINDING_DNSSEC_BOGUS, VERDICT_FAIL), 1);
	expect_message(&w, FINDING_DNSSEC_BOGUS, VERDICT_FAIL,
		"the DNSSEC signatures of example.com do not hold (A and AAAA): the "
		"chain of trust breaks at example.com: the RRSIG");
	world_close(&w);
}

static void the_first_break_is_the_cause(void **state)
{
	(void)state;
	struct world w;
	zone_world(&w);
	struct trust_step *com = add_step(&w, "com", DNSSEC_BOGUS);
	com->why = "no proof that there is no DS (NSEC3)";
	add_step(&w, X, DNSSEC_BOGUS);
	EXPECT(&w, "fail:dnssec-bogus");
	assert_int_equal(count_of(&w, FINDING_DNSSEC_BOGUS, VERDICT_FAIL), 1);
	expect_message(&w, FINDING_DNSSEC_BOGUS, VERDICT_FAIL,
		"the chain of trust breaks at com: no proof that there is no DS (NSEC3)");
	world_close(&w);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_name_that_its_parent_denies),
		cmocka_unit_test(a_server_that_refuses_a_denied_zone_does_not_serve_it),
		cmocka_unit_test(a_denied_name_is_the_cause_of_what_follows),
		cmocka_unit_test(parent_and_child_that_name_other_servers),
		cmocka_unit_test(each_broken_signature_is_told_with_its_dates),
		cmocka_unit_test(a_signature_of_tomorrow),
		cmocka_unit_test(a_ds_that_fits_no_key),
		cmocka_unit_test(the_names_own_finding_says_which_zone),
		cmocka_unit_test(the_first_break_is_the_cause),
	};
	return cmocka_run_group_tests_name("delegation", tests, NULL, NULL);
}
