/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "probes/trust.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

static void a_date_is_as_the_calendar_has_it(void **state)
{
	(void)state;
	struct arena *a = arena_new();
	assert_string_equal(trust_date(a, 0), "1970-01-01 00:00:00 UTC");
	assert_string_equal(trust_date(a, 951827696), "2000-02-29 12:34:56 UTC");
	assert_string_equal(trust_date(a, 1580515200), "2020-02-01 00:00:00 UTC");
	assert_string_equal(trust_date(a, 4107542399), "2100-02-28 23:59:59 UTC");
	assert_string_equal(trust_date(a, 4107542400), "2100-03-01 00:00:00 UTC");
	arena_free(a);
}

static void algorithms_that_must_not_be_used_are_unsupported(void **state)
{
	(void)state;
	assert_true(trust_algorithm(8));
	assert_true(trust_algorithm(13));
	assert_true(trust_algorithm(15));
	assert_false(trust_algorithm(1));
	assert_false(trust_algorithm(3));
	assert_false(trust_algorithm(12));
	assert_false(trust_algorithm(253));
}

/* "NAME A" signed by "KEY": what one set and its signatures make of a step. */
static ldns_rr *record(const char *s)
{
	ldns_rr *rr = NULL;
	assert_int_equal(ldns_rr_new_frm_str(&rr, s, 300, NULL, NULL), LDNS_STATUS_OK);
	return rr;
}

static void a_set_without_a_signature_is_told(void **state)
{
	(void)state;
	struct arena *a = arena_new();
	struct trust_step step = {0};
	ldns_rr_list *set = ldns_rr_list_new(), *keys = ldns_rr_list_new();
	const char *why = NULL;
	ldns_rr_list_push_rr(set, record("www.a.example. 60 A 192.0.2.1"));
	struct trusting t = {.arena = a, .now = 0, .step = &step, .keys = keys};
	assert_false(trust_verify(&t, set, set, &why));
	assert_string_equal(why, "there is no RRSIG over A of www.a.example");
	ldns_rr_list_push_rr(keys,
		record("www.a.example. 60 RRSIG A 13 3 60 20300101000000 20200101000000 "
		       "4711 a.example. AAAA"));
	assert_false(trust_verify(&t, set, keys, &why));
	assert_string_equal(why,
		"the RRSIG over A of www.a.example by key 4711, algorithm 13: a.example "
		"publishes no such DNSKEY");
	assert_int_equal(step.sigs.n, 1);
	assert_int_equal(step.sigs.v[0]->state, SIG_NO_KEY);
	assert_int_equal(step.sigs.v[0]->inception, 1577836800);
	ldns_rr_list_deep_free(set);
	ldns_rr_list_deep_free(keys);
	arena_free(a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_date_is_as_the_calendar_has_it),
		cmocka_unit_test(algorithms_that_must_not_be_used_are_unsupported),
		cmocka_unit_test(a_set_without_a_signature_is_told),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
