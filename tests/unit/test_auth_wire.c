/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "probes/auth.h"

#include <ldns/ldns.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

static const uint8_t no_caps[32], all_caps[32] = {0xff, 0xff, 0xff, 0xff};
static unsigned char query[AUTH_QUERY_MAX], said[512];
static size_t query_n, said_n;

static void ask(const struct auth_question *q, const uint8_t *caps)
{
	query_n = auth_wire_query(q, 0x1234, caps, query);
	memcpy(said, query, query_n);
	said_n = query_n;
	said[2] = 0x84; /* QR, AA */
}

static enum auth_fit fits(struct auth_head *h)
{
	return auth_wire_fits(query, query_n, said, said_n, h);
}

static const struct auth_question plain = {.name = "a.example", .type = 16};

static void a_query_is_as_rfc_1035_and_6891_have_it(void **state)
{
	(void)state;
	static const unsigned char expected[] = {0x12, 0x34, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1,
		1, 'a', 7, 'e', 'x', 'a', 'm', 'p', 'l', 'e', 0, 0, 16, 0, 1, 0, 0, 41,
		0x04, 0xd0, 0, 0, 0x80, 0, 0, 0};
	struct auth_question q = plain;
	q.dnssec = true;
	ask(&q, no_caps);
	assert_int_equal(query_n, sizeof(expected));
	assert_memory_equal(query, expected, sizeof(expected));
}

static void a_query_loses_its_opt_where_that_is_refused(void **state)
{
	(void)state;
	static const unsigned char expected[] = {0x12, 0x34, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0,
		1, 'a', 7, 'e', 'x', 'a', 'm', 'p', 'l', 'e', 0, 0, 16, 0, 1};
	static const struct {
		int rcode;
		bool refuses;
	} cases[] = {
		{0, false}, {1, true}, {2, false}, {3, false}, {4, true}, {5, false}};
	struct auth_question q = plain;
	q.dnssec = true;
	ask(&q, no_caps);
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		said[3] = (unsigned char)cases[i].rcode;
		assert_int_equal(auth_wire_refuses_edns(query, said), cases[i].refuses);
	}
	query_n = auth_wire_plain(query, query_n);
	assert_int_equal(query_n, sizeof(expected));
	assert_memory_equal(query, expected, sizeof(expected));
	said[3] = 1;
	assert_false(auth_wire_refuses_edns(query, said));
}

static void a_subnet_is_as_rfc_7871_has_it(void **state)
{
	(void)state;
	static const unsigned char expected[] = {
		0, 11, 0, 8, 0, 7, 0, 1, 24, 0, 202, 96, 209};
	struct cidr subnet;
	assert_int_equal(cidr_parse("202.96.209.0/24", &subnet), ERR_OK);
	struct auth_question q = plain;
	q.subnet = &subnet;
	ask(&q, no_caps);
	assert_memory_equal(
		query + query_n - sizeof(expected), expected, sizeof(expected));
	ldns_pkt *pkt = NULL;
	said[query_n - 4] = 20; /* SCOPE PREFIX-LENGTH */
	assert_int_equal(ldns_wire2pkt(&pkt, said, said_n), LDNS_STATUS_OK);
	assert_int_equal(auth_wire_scope(pkt, &subnet), 20);
	ldns_pkt_free(pkt);
	said[query_n - 1] ^= 1; /* another subnet than the one sent */
	assert_int_equal(ldns_wire2pkt(&pkt, said, said_n), LDNS_STATUS_OK);
	assert_int_equal(auth_wire_scope(pkt, &subnet), -1);
	ldns_pkt_free(pkt);
}

static void upper_case_goes_out_and_is_looked_for(void **state)
{
	(void)state;
	struct auth_head h;
	ask(&plain, all_caps);
	assert_memory_equal(query + 12, "\1A\7EXAMPLE", 10);
	assert_int_equal(fits(&h), AUTH_FITS);
	assert_true(h.case_kept);
	said[13] = 'a';
	assert_int_equal(fits(&h), AUTH_FITS);
	assert_false(h.case_kept);
	auth_wire_lower(query, query_n, said);
	assert_memory_equal(said + 12, "\1a\7example", 11);
}

static void what_does_not_answer_is_told_apart(void **state)
{
	(void)state;
	struct auth_head h;
	ask(&plain, no_caps);
	said[0] ^= 1;
	assert_int_equal(fits(&h), AUTH_OTHER_ID);
	assert_string_equal(h.words, "an answer with another id than the question's");
	ask(&plain, no_caps);
	said[13] = 'b';
	assert_int_equal(fits(&h), AUTH_OTHER_QUESTION);
	ask(&plain, no_caps);
	said[24] = 1; /* another type */
	assert_int_equal(fits(&h), AUTH_OTHER_QUESTION);
	ask(&plain, no_caps);
	said[2] = 0;
	assert_int_equal(fits(&h), AUTH_NO_ANSWER);
	ask(&plain, no_caps);
	said_n = 11;
	assert_int_equal(fits(&h), AUTH_NO_ANSWER);
	ask(&plain, no_caps);
	said_n = 20; /* the question is cut */
	assert_int_equal(fits(&h), AUTH_OTHER_QUESTION);
}

static void a_refusal_without_a_question_fits(void **state)
{
	(void)state;
	struct auth_head h;
	ask(&plain, no_caps);
	said[3] = 5;
	said[5] = 0;
	said_n = 12;
	assert_int_equal(fits(&h), AUTH_FITS);
	assert_int_equal(h.rcode, 5);
}

static void a_name_that_dns_cannot_hold_gives_no_query(void **state)
{
	(void)state;
	char name[80];
	memset(name, 'a', 70);
	memcpy(name + 70, ".example", 9);
	const struct auth_question q = {.name = name, .type = 16};
	assert_int_equal(auth_wire_query(&q, 1, no_caps, query), 0);
}

/* -- names --------------------------------------------------------------------------- */
static void the_name_right_below_a_zone_is_found(void **state)
{
	(void)state;
	struct arena *a = arena_new();
	assert_string_equal(auth_child(a, "www.a.co.uk", ""), "uk");
	assert_string_equal(auth_child(a, "www.a.co.uk", "uk"), "co.uk");
	assert_string_equal(auth_child(a, "www.a.co.uk", "co.uk"), "a.co.uk");
	assert_string_equal(auth_child(a, "a.co.uk", "a.co.uk"), "a.co.uk");
	assert_true(auth_within("a.example", ""));
	assert_true(auth_within("a.example", "example"));
	assert_true(auth_within("example", "example"));
	assert_false(auth_within("anexample", "example"));
	assert_false(auth_within("example", "a.example"));
	assert_string_equal(auth_lower(a, "A.Example."), "a.example");
	arena_free(a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_query_is_as_rfc_1035_and_6891_have_it),
		cmocka_unit_test(a_query_loses_its_opt_where_that_is_refused),
		cmocka_unit_test(a_subnet_is_as_rfc_7871_has_it),
		cmocka_unit_test(upper_case_goes_out_and_is_looked_for),
		cmocka_unit_test(what_does_not_answer_is_told_apart),
		cmocka_unit_test(a_refusal_without_a_question_fits),
		cmocka_unit_test(a_name_that_dns_cannot_hold_gives_no_query),
		cmocka_unit_test(the_name_right_below_a_zone_is_found),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
