/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "profile.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static struct arena *a;

static const struct profile *find(const char *name)
{
	const struct profile *p;
	const char *nearest;
	if (profile_find(a, name, &p, &nearest))
		fail_msg("%s is unknown", name);
	return p;
}

static void read_ok(const char *json)
{
	const char *why;
	if (profile_read(a, json, strlen(json), "ca.json", &why))
		fail_msg("refused: %s", why);
	assert_null(why);
}

static void a_new_profile_has_what_is_given_and_knows_nothing_else(void **state)
{
	(void)state;
	read_ok("{\"profiles\": [{\"id\": \"my-ca\", \"name\": \"My CA\", \"status\": "
		"[200, 204],"
		" \"redirects\": {\"followed\": true, \"codes\": [301], \"max\": 3}}]}");
	const struct profile *p = find("my-ca");
	size_t n;
	assert_ptr_equal(p, &profile_rows(&n)[16]);
	assert_int_equal(n, 17);
	assert_true(p->from_file);
	assert_string_equal(p->name, "My CA");
	assert_int_equal(p->status[1], 204);
	assert_int_equal(p->status[2], 0);
	assert_int_equal(p->redirects.followed, TRI_YES);
	assert_int_equal(p->redirects.codes[0], 301);
	assert_int_equal(p->redirects.max, 3);
	assert_int_equal(p->redirects.same_base, TRI_UNKNOWN);
	assert_int_equal(p->schemes, SCHEMES_UNKNOWN);
	assert_int_equal(p->body, BODY_UNKNOWN);
	assert_int_equal(p->body_max, PROFILE_UNKNOWN);
	assert_int_equal(p->token_hours, PROFILE_UNKNOWN);
	assert_int_equal(p->total_ms, PROFILE_UNKNOWN);
	assert_null(p->lists);
	assert_null(p->caa);
}

static void expect_nested(const struct profile *p)
{
	assert_int_equal(p->redirects.followed, TRI_NO);
	assert_int_equal(p->redirects.same_base, TRI_YES);
	assert_true(p->redirects.any_port);
	assert_int_equal(p->redirects.icann_tld, TRI_YES);
	assert_int_equal(p->redirects.path_max, 9);
	assert_int_equal(p->redirects.reserved_ok, TRI_YES);
	assert_int_equal(p->redirects.max, PROFILE_UNKNOWN);
	assert_string_equal(p->redirects.sources, "rs");
	assert_string_equal(p->lists[0].name, "l");
	assert_string_equal(p->lists[0].date, "2026-02-24");
	assert_string_equal(p->lists[0].prefixes[1], "2001:db8::1");
	assert_null(p->lists[0].prefixes[2]);
	assert_null(p->lists[1].name);
}

static void every_member_is_read(void **state)
{
	(void)state;
	read_ok("{\"profiles\": [{\"id\": \"full\", \"name\": \"Full\", \"documents\": "
		"\"a paper\","
		"\"note\": \"n\", \"console_wait\": \"w\", \"sources\": \"s\", "
		"\"unknown\": \"u\","
		"\"aliases\": [\"fu\", \"ll\"], \"method\": \"http-01\", \"dir\": "
		"\"/d/\","
		"\"file_name\": \"f.txt\", \"file_by_csr\": true, \"schemes\": \"order\","
		"\"names\": \"apex-and-www\", \"addresses\": \"v4\", \"body\": "
		"\"trim-both\","
		"\"body_max\": 0, \"status\": [], \"status_2xx\": true, "
		"\"tls_verified\": true,"
		"\"reserved_ok\": false, \"lists_complete\": null, \"connect_ms\": 5,"
		"\"total_ms\": 6, \"token_hours\": 0, \"dns_token_hours\": null,"
		"\"user_agents\": [\"A b\"], \"caa\": [\"ca.example\"],"
		"\"redirects\": {\"followed\": false, \"same_base\": true, \"any_port\": "
		"true,"
		"\"icann_tld\": true, \"path_max\": 9, \"reserved_ok\": true, \"max\": "
		"null,"
		"\"codes\": [], \"sources\": \"rs\"},"
		"\"lists\": [{\"name\": \"l\", \"date\": \"2026-02-24\", \"sources\": "
		"\"ls\","
		"\"prefixes\": [\"192.0.2.0/24\", \"2001:db8::1\"]}]}]}");
	const struct profile *p = find("ll");
	assert_string_equal(p->id, "full");
	assert_string_equal(p->documents, "a paper");
	assert_string_equal(p->note, "n");
	assert_string_equal(p->console_wait, "w");
	assert_string_equal(p->sources, "s");
	assert_string_equal(p->unknown, "u");
	assert_int_equal(p->method, METHOD_HTTP01);
	assert_string_equal(p->dir, "/d/");
	assert_string_equal(p->file_name, "f.txt");
	assert_true(p->file_by_csr);
	assert_int_equal(p->schemes, SCHEMES_ORDER);
	assert_int_equal(p->names, NAMES_APEX_AND_WWW);
	assert_int_equal(p->addresses, ADDRESSES_V4);
	assert_int_equal(p->body, BODY_TRIM_BOTH);
	assert_int_equal(p->body_max, 0);
	assert_int_equal(p->status[0], 0);
	assert_true(p->status_2xx);
	assert_int_equal(p->tls_verified, TRI_YES);
	assert_int_equal(p->reserved_ok, TRI_NO);
	assert_int_equal(p->lists_complete, TRI_UNKNOWN);
	assert_int_equal(p->connect_ms, 5);
	assert_int_equal(p->total_ms, 6);
	assert_int_equal(p->token_hours, 0);
	assert_int_equal(p->dns_token_hours, PROFILE_UNKNOWN);
	assert_string_equal(p->user_agents[0], "A b");
	assert_string_equal(p->caa[0], "ca.example");
	expect_nested(p);
}

static void an_override_changes_what_it_gives_and_keeps_the_rest(void **state)
{
	(void)state;
	size_t n;
	read_ok("{\"profiles\": [{\"id\": \"digicert\", \"token_hours\": 48,"
		" \"redirects\": {\"max\": 1}, \"lists\": [{\"name\": \"mine\","
		" \"prefixes\": [\"192.0.2.1\"]}]}]}");
	const struct profile *p = find("digicert");
	assert_ptr_equal(p, &profile_rows(&n)[1]);
	assert_int_equal(n, 16);
	assert_true(p->from_file);
	assert_int_equal(p->token_hours, 48);
	assert_int_equal(p->redirects.max, 1);
	assert_int_equal(p->redirects.codes[2], 307);
	assert_string_equal(p->file_name, "fileauth.txt");
	assert_string_equal(p->lists[0].name, "mine");
	assert_null(p->lists[1].name);
	/* brands and overlays stand on the changed row */
	assert_int_equal(find("geotrust")->token_hours, 48);
	assert_string_equal(find("huawei/digicert")->lists[0].name, "mine");
	assert_int_equal(find("huawei/digicert")->token_hours, 48);
	assert_int_equal(find("alibaba/digicert")->token_hours, 72);
	profile_forget();
	assert_int_equal(find("digicert")->token_hours, 720);
}

static void a_providers_row_can_be_changed_and_its_overlays_follow(void **state)
{
	(void)state;
	read_ok("{\"profiles\": [{\"id\": \"alibaba\", \"token_hours\": 96}]}");
	assert_int_equal(find("alibaba")->token_hours, 96);
	assert_int_equal(find("alibaba/digicert")->token_hours, 96);
	assert_int_equal(find("strict")->token_hours, 72);
}

static void an_alias_in_the_file_means_its_row_and_a_brand_becomes_one(void **state)
{
	(void)state;
	size_t n;
	read_ok("{\"profiles\": [{\"id\": \"comodo\", \"body_max\": 9},"
		"{\"id\": \"geotrust\", \"dns_token_hours\": 0}]}");
	assert_int_equal(find("sectigo")->body_max, 9);
	assert_int_equal(find("geotrust")->dns_token_hours, 0);
	assert_string_equal(find("geotrust")->name, "GeoTrust (DigiCert)");
	assert_int_equal(find("digicert")->dns_token_hours, 720);
	profile_rows(&n);
	assert_int_equal(n, 17);
}

static void a_profile_may_begin_from_another_of_the_file(void **state)
{
	(void)state;
	read_ok("{\"profiles\": [{\"id\": \"one\", \"based_on\": \"le\", \"total_ms\": "
		"7},"
		"{\"id\": \"two\", \"based_on\": \"one\", \"name\": \"Two\"}]}");
	assert_int_equal(find("two")->total_ms, 7);
	assert_int_equal(find("two")->redirects.max, 11);
	assert_string_equal(find("one")->name, "one");
	assert_null(find("one")->aliases);
	assert_string_equal(find("le")->id, "letsencrypt");
	assert_int_equal(find("letsencrypt")->total_ms, PROFILE_UNKNOWN);
}

static void a_second_file_adds_to_the_first(void **state)
{
	(void)state;
	size_t n;
	read_ok("{\"profiles\": [{\"id\": \"one\", \"body_max\": 1}]}");
	read_ok("{\"profiles\": [{\"id\": \"one\", \"connect_ms\": 2}, {\"id\": "
		"\"two\"}]}");
	profile_rows(&n);
	assert_int_equal(n, 18);
	assert_int_equal(find("one")->body_max, 1);
	assert_int_equal(find("one")->connect_ms, 2);
}

static int setup(void **state)
{
	(void)state;
	a = arena_new();
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	profile_forget();
	arena_free(a);
	return 0;
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_new_profile_has_what_is_given_and_knows_nothing_else),
		TEST(every_member_is_read),
		TEST(an_override_changes_what_it_gives_and_keeps_the_rest),
		TEST(a_providers_row_can_be_changed_and_its_overlays_follow),
		TEST(an_alias_in_the_file_means_its_row_and_a_brand_becomes_one),
		TEST(a_profile_may_begin_from_another_of_the_file),
		TEST(a_second_file_adds_to_the_first),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
