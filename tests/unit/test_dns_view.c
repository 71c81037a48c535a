/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "probes/dns_answer.h"
#include "probes/dns_view.h"

#include <ldns/ldns.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

static struct arena *arena;

static int set_up(void **state)
{
	(void)state;
	arena = arena_new();
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

static void push(ldns_pkt *pkt, ldns_pkt_section section, const char *record)
{
	ldns_rr *rr = NULL;
	assert_int_equal(
		ldns_rr_new_frm_str(&rr, record, 300, NULL, NULL), LDNS_STATUS_OK);
	ldns_pkt_push_rr(pkt, section, rr);
}

static struct dns_view view_of(const char *name, int type, ldns_pkt *pkt)
{
	struct dns_view v;
	uint8_t *wire = NULL;
	size_t n = 0;
	ldns_pkt_set_qr(pkt, true);
	assert_int_equal(ldns_pkt2wire(&wire, pkt, &n), LDNS_STATUS_OK);
	dns_view_read(arena, name, type, wire, n, &v);
	free(wire);
	ldns_pkt_free(pkt);
	return v;
}

static struct dns_view answer(const char *name, int type, const char *const *records)
{
	ldns_pkt *pkt = ldns_pkt_new();
	for (; *records; records++)
		push(pkt, LDNS_SECTION_ANSWER, *records);
	return view_of(name, type, pkt);
}
#define ANSWER(name, type, ...) \
	answer((name), (type), (const char *const[]){__VA_ARGS__, NULL})

static void a_caa_record_comes_apart(void **state)
{
	(void)state;
	struct dns_view v = ANSWER(
		"a.example", RR_CAA, "a.example. 60 CAA 128 IsSue \"ca.example; x=1\"");
	assert_int_equal(v.obs.seen, SEEN_YES);
	assert_int_equal(v.records.n, 1);
	assert_int_equal(v.records.v[0]->flags, 128);
	assert_string_equal(v.records.v[0]->tag, "IsSue");
	assert_int_equal(v.records.v[0]->data.n, 15);
	assert_memory_equal(v.records.v[0]->data.p, "ca.example; x=1", 15);
	assert_int_equal(v.records.v[0]->ttl, 60);
	assert_string_equal(v.end, "a.example");
}

static void the_strings_of_a_txt_are_joined(void **state)
{
	(void)state;
	struct dns_view v =
		ANSWER("a.example", RR_TXT, "A.example. TXT \"one\" \"\" \"two\"");
	assert_int_equal(v.records.v[0]->strings, 3);
	assert_int_equal(v.records.v[0]->data.n, 6);
	assert_memory_equal(v.records.v[0]->data.p, "onetwo", 6);
	assert_string_equal(v.records.v[0]->text, "\"one\" \"\" \"two\"");
	assert_string_equal(v.records.v[0]->owner, "A.example");
}

static void a_dname_stands_in_the_chain_before_its_cname(void **state)
{
	(void)state;
	struct dns_view v = ANSWER("www.a.example", RR_TXT, "a.example. DNAME b.example.",
		"www.a.example. CNAME www.b.example.", "www.b.example. TXT x");
	assert_int_equal(v.chain.n, 2);
	assert_int_equal(v.chain.v[0]->type, RR_DNAME);
	assert_memory_equal(v.chain.v[1]->data.p, "www.b.example", 13);
	assert_string_equal(v.end, "www.b.example");
	assert_int_equal(v.records.n, 1);
}

static void a_question_for_the_cname_does_not_follow_it(void **state)
{
	(void)state;
	struct dns_view v = ANSWER("a.example", RR_CNAME, "a.example. CNAME b.example.",
		"b.example. CNAME c.example.");
	assert_int_equal(v.chain.n, 0);
	assert_int_equal(v.records.n, 1);
	assert_memory_equal(v.records.v[0]->data.p, "b.example", 9);
}

static void a_chain_that_loops_is_a_failure(void **state)
{
	(void)state;
	struct dns_view v = ANSWER("a.example", RR_TXT, "a.example. CNAME b.example.",
		"b.example. CNAME a.example.");
	assert_int_equal(v.obs.seen, SEEN_FAILED);
	assert_string_equal(v.obs.excerpt,
		"CNAME b.example, CNAME a.example: the chain of CNAMEs does not end");
}

static void a_negative_answer_has_the_lesser_ttl_of_its_soa(void **state)
{
	(void)state;
	ldns_pkt *pkt = ldns_pkt_new();
	push(pkt, LDNS_SECTION_AUTHORITY, "example. 120 SOA ns. h. 1 2 3 4 600");
	ldns_pkt_set_rcode(pkt, LDNS_RCODE_NXDOMAIN);
	struct dns_view v = view_of("a.example", RR_TXT, pkt);
	assert_int_equal(v.obs.seen, SEEN_NO);
	assert_true(v.nxdomain);
	assert_string_equal(v.soa, "example");
	assert_int_equal(v.negative_ttl, 120);
}

static void a_thousand_caa_records_are_kept(void **state)
{
	(void)state;
	ldns_pkt *pkt = ldns_pkt_new();
	for (int i = 0; i < 1100; i++) {
		char s[100];
		snprintf(s, sizeof(s), "a.example. CAA 0 issue \"ca%d.example\"", i);
		push(pkt, LDNS_SECTION_ANSWER, s);
	}
	struct dns_view v = view_of("a.example", RR_CAA, pkt);
	assert_int_equal(v.records.n, RECORDS_KEPT);
	assert_true(v.truncated);
	assert_memory_equal(v.records.v[999]->data.p, "ca999.example", 13);
	assert_true(strlen(v.obs.excerpt) <= VIEW_EXCERPT_MAX + 3);
}

static void a_txt_of_64_kilobytes_is_kept_whole(void **state)
{
	(void)state;
	enum { STRINGS = 250 };
	ldns_pkt *pkt = ldns_pkt_new();
	ldns_rr *rr = ldns_rr_new();
	char s[256] = "";
	memset(s, 'x', 255);
	ldns_rr_set_type(rr, LDNS_RR_TYPE_TXT);
	ldns_rr_set_owner(rr, ldns_dname_new_frm_str("a.example."));
	for (int i = 0; i < STRINGS; i++)
		ldns_rr_push_rdf(rr, ldns_rdf_new_frm_str(LDNS_RDF_TYPE_STR, s));
	ldns_pkt_push_rr(pkt, LDNS_SECTION_ANSWER, rr);
	struct dns_view v = view_of("a.example", RR_TXT, pkt);
	assert_int_equal(v.records.v[0]->data.n, STRINGS * 255);
	assert_int_equal(v.records.v[0]->strings, STRINGS);
	assert_int_equal(strlen(v.records.v[0]->text), VIEW_TEXT_MAX + 3);
}

static void what_is_no_message_is_a_failure(void **state)
{
	(void)state;
	struct dns_view v;
	dns_view_read(arena, "a.example", RR_TXT, "\0\1\2", 3, &v);
	assert_int_equal(v.obs.seen, SEEN_FAILED);
	assert_int_equal(v.rcode, -1);
	assert_non_null(strstr(v.obs.excerpt, "not a DNS message"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_caa_record_comes_apart),
		cmocka_unit_test(the_strings_of_a_txt_are_joined),
		cmocka_unit_test(a_dname_stands_in_the_chain_before_its_cname),
		cmocka_unit_test(a_question_for_the_cname_does_not_follow_it),
		cmocka_unit_test(a_chain_that_loops_is_a_failure),
		cmocka_unit_test(a_negative_answer_has_the_lesser_ttl_of_its_soa),
		cmocka_unit_test(a_thousand_caa_records_are_kept),
		cmocka_unit_test(a_txt_of_64_kilobytes_is_kept_whole),
		cmocka_unit_test(what_is_no_message_is_a_failure),
	};
	return cmocka_run_group_tests(tests, set_up, tear_down);
}
