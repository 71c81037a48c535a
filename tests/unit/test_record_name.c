/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where the record of a name must stand: by each profile's rows, and by --record. */
#include "record_name.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct arena *arena;
static struct target target;
static struct target_name name;
static struct record_name r;
static const char *why;

static int set_up(void **state)
{
	(void)state;
	arena = arena_new();
	target = (struct target){.method = METHOD_DNS};
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

static enum err find(const char *profile, const char *given)
{
	const struct profile *p;
	const char *nearest;
	assert_int_equal(profile_find(arena, profile, &p, &nearest), ERR_OK);
	assert_int_equal(target_name_parse(arena, given, &name, &why), ERR_OK);
	return record_name_of(arena, &target, &name, p, &r, &why);
}

static void stands(const char *profile, const char *given, int type, const char *host)
{
	enum err err = find(profile, given);
	if (err)
		fail_msg("%s %s: %s", profile, given, why);
	assert_string_equal(r.host, host);
	assert_int_equal(r.type, type);
	assert_string_equal(r.name, name.ascii);
}

static void refused(const char *profile, const char *given, enum err err, const char *s)
{
	assert_int_equal(find(profile, given), err);
	assert_string_equal(why, s);
}

static void expects(const char *value)
{
	target.have_expect = true;
	target.expect = (struct bytes){(const unsigned char *)value, strlen(value)};
}

static void value_is(const char *value)
{
	assert_int_equal(r.value.n, strlen(value));
	assert_memory_equal(r.value.p, value, r.value.n);
}

static void each_ca_has_its_host(void **state)
{
	(void)state;
	stands("digicert", "a.example.com", RR_TXT, "_dnsauth.a.example.com");
	assert_false(r.level_known);
	stands("geotrust", "example.com", RR_TXT, "_dnsauth.example.com");
	assert_true(r.level_known);
	stands("globalsign", "example.com", RR_TXT, "example.com");
	assert_string_equal(r.prefix, "");
	stands("letsencrypt", "a.example.com", RR_TXT, "_acme-challenge.a.example.com");
	assert_true(r.level_known);
	stands("certum", "example.com", RR_TXT, "_certum.example.com");
	stands("trustasia", "example.com", RR_TXT, "_dnsauth.example.com");
}

static void a_type_chooses_the_form(void **state)
{
	(void)state;
	target.record_type = RR_CNAME;
	stands("digicert", "example.com", RR_CNAME, "_dnsauth.example.com");
	assert_string_equal(r.target, "dcv.digicert.com");
	target.record_type = RR_TXT;
	stands("sectigo", "example.com", RR_TXT, "_pki-validation.example.com");
	assert_null(r.target);
}

static void www_takes_its_parent_where_s3_says_so(void **state)
{
	(void)state;
	stands("huawei", "www.example.com", RR_TXT, "_dnsauth.example.com");
	assert_true(r.level_known);
	stands("huawei", "www.a.example.com", RR_TXT, "_dnsauth.a.example.com");
	stands("huawei", "a.example.com", RR_TXT, "_dnsauth.a.example.com");
	stands("huawei/digicert", "www.example.com", RR_TXT, "_dnsauth.example.com");
	stands("alibaba", "www.example.com", RR_TXT, "_dnsauth.www.example.com");
	assert_false(r.level_known);
	stands("letsencrypt", "www.example.com", RR_TXT,
		"_acme-challenge.www.example.com");
}

static void www_alone_is_no_level_above_a_suffix(void **state)
{
	(void)state;
	stands("huawei", "www.com", RR_TXT, "_dnsauth.www.com");
}

static void a_wildcard_takes_the_name_behind_its_star(void **state)
{
	(void)state;
	stands("letsencrypt", "*.example.com", RR_TXT, "_acme-challenge.example.com");
	stands("huawei", "*.example.com", RR_TXT, "_dnsauth.example.com");
}

static void a_request_fills_the_host_and_the_value_of_sectigo(void **state)
{
	(void)state;
	static const struct csr csr = {.md5 = "0123456789ABCDEF0123456789ABCDEF",
		.sha256 = "00112233445566778899aabbccddeeff"
			  "ffeeddccbbaa99887766554433221100"};
	refused("sectigo", "example.com", ERR_NOT_FOUND,
		"its host is \"_\" and the MD5 of the certificate request: give --csr "
		"FILE, or --record HOST");
	target.csr = &csr;
	stands("sectigo", "example.com", RR_CNAME,
		"_0123456789abcdef0123456789abcdef.example.com");
	value_is("00112233445566778899aabbccddeeff.ffeeddccbbaa99887766554433221100."
		 "sectigo.com");
	stands("ssl.com", "example.com", RR_CNAME,
		"_0123456789abcdef0123456789abcdef.example.com");
	assert_int_equal(r.value.n, 0);
}

static void what_no_source_tells_must_be_given(void **state)
{
	(void)state;
	refused("actalis", "example.com", ERR_NOT_FOUND,
		"no source tells where its record stands: give --record HOST, the host "
		"record that the order shows");
	refused("amazon", "example.com", ERR_NOT_FOUND,
		"its host holds a token of the order: give --record HOST, the host "
		"record that the order shows");
	target.record_host = "_abc";
	stands("amazon", "example.com", RR_CNAME, "_abc.example.com");
	assert_string_equal(r.target, "acm-validations.aws");
	stands("actalis", "example.com", RR_TXT, "_abc.example.com");
}

static void record_is_relative_whole_or_the_apex(void **state)
{
	(void)state;
	static const struct {
		const char *option, *name, *host, *level;
	} cases[] = {
		{"_dnsauth", "a.example.com", "_dnsauth.a.example.com", "a.example.com"},
		{"_dnsauth.a", "a.example.com", "_dnsauth.a.example.com",
			"a.example.com"},
		{"_DNSAUTH.example.com", "a.example.com", "_dnsauth.example.com",
			"example.com"},
		{"_dnsauth.example.com.", "example.com", "_dnsauth.example.com",
			"example.com"},
		{"_x.elsewhere.net.", "example.com", "_x.elsewhere.net",
			"_x.elsewhere.net"},
		{"@", "a.example.com", "example.com", "example.com"},
		{"@", "example.com", "example.com", "example.com"},
		{"example.com", "example.com", "example.com", "example.com"},
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		target.record_host = cases[i].option;
		stands("strict", cases[i].name, RR_TXT, cases[i].host);
		assert_string_equal(r.level, cases[i].level);
		assert_true(r.given);
	}
}

static void a_given_host_brings_its_own_form(void **state)
{
	(void)state;
	target.record_host = "_pki-validation";
	stands("sectigo", "example.com", RR_TXT, "_pki-validation.example.com");
	target.record_host = "@";
	stands("digicert", "example.com", RR_TXT, "example.com");
}

static void a_host_that_is_no_name_is_refused_with_its_label(void **state)
{
	(void)state;
	char label[65], host[260];
	memset(label, 'a', 64);
	label[64] = '\0';
	target.record_host = label;
	refused("strict", "example.com", ERR_LIMIT,
		"label 1 has 64 octets, and a label has at most 63");
	target.record_host = "_dnsauth..x";
	refused("strict", "example.com", ERR_SYNTAX, "label 2 is empty");
	target.record_host = "b\xc3\xbc"
			     "cher";
	refused("strict", "example.com", ERR_SYNTAX,
		"label 1 is not ASCII: give it as an A-label (xn--…)");
	target.record_host = "_dns auth";
	refused("strict", "example.com", ERR_SYNTAX,
		"label 1 has the octet 0x20, which is no part of a host record");
	target.record_host = "\"_dnsauth\"";
	refused("strict", "example.com", ERR_SYNTAX,
		"label 1 has '\"', which is no part of a host record");
	memset(host, 'a', sizeof(host));
	for (size_t i = 50; i < 245; i += 51)
		host[i] = '.';
	host[245] = '\0';
	target.record_host = host;
	assert_int_equal(find("strict", "example.com"), ERR_LIMIT);
	assert_non_null(strstr(why, "has 257 octets, and a name has at most 253"));
}

static void a_long_name_leaves_no_room_for_the_prefix(void **state)
{
	(void)state;
	char n[260];
	memset(n, 'a', sizeof(n));
	for (size_t i = 60; i < 240; i += 61)
		n[i] = '.';
	memcpy(n + 240, ".com", 5);
	assert_int_equal(find("letsencrypt", n), ERR_LIMIT);
	assert_non_null(strstr(why, "has 260 octets, and a name has at most 253"));
}

static void a_value_loses_what_a_file_adds(void **state)
{
	(void)state;
	expects("abc\r\n");
	stands("strict", "example.com", RR_TXT, "_dnsauth.example.com");
	value_is("abc");
	expects("x.dcv.digicert.com.\n");
	target.record_type = RR_CNAME;
	stands("digicert", "example.com", RR_CNAME, "_dnsauth.example.com");
	value_is("x.dcv.digicert.com");
}

static void the_fixed_part_of_globalsigns_value_is_put_in_front(void **state)
{
	(void)state;
	expects("CODE");
	stands("globalsign", "example.com", RR_TXT, "example.com");
	value_is("_globalsign-domain-verification=CODE");
	expects("_globalsign-domain-verification=CODE");
	stands("globalsign", "example.com", RR_TXT, "example.com");
	value_is("_globalsign-domain-verification=CODE");
}

static void place_is(
	const record_hosts *all, size_t i, const char *host, enum record_place place)
{
	assert_true(i < all->n);
	assert_string_equal(all->v[i]->host, host);
	assert_int_equal(all->v[i]->place, place);
}

static void the_likely_slips_are_places_to_look_at(void **state)
{
	(void)state;
	record_hosts all = {0};
	stands("alibaba", "www.example.com", RR_TXT, "_dnsauth.www.example.com");
	record_name_places(arena, &r, &name, NULL, &all);
	place_is(&all, 0, "_dnsauth.www.example.com", PLACE_WANTED);
	place_is(&all, 1, "_dnsauth.www.example.com.example.com", PLACE_DOUBLED);
	place_is(&all, 2, "www.example.com", PLACE_NAME);
	place_is(&all, 3, "_dnsauth.example.com", PLACE_REGISTRABLE);
	place_is(&all, 4, "_acme-challenge.www.example.com", PLACE_PREFIX);
	assert_int_equal(all.n, 9);
}

static void a_parents_record_is_looked_for_at_the_www_name_too(void **state)
{
	(void)state;
	record_hosts all = {0};
	stands("huawei", "www.a.example.com", RR_TXT, "_dnsauth.a.example.com");
	record_name_places(arena, &r, &name, "a.example.com", &all);
	place_is(&all, 0, "_dnsauth.a.example.com", PLACE_WANTED);
	place_is(&all, 1, "_dnsauth.a.example.com.a.example.com", PLACE_DOUBLED);
	place_is(&all, 2, "a.example.com", PLACE_NAME);
	place_is(&all, 3, "_dnsauth.www.a.example.com", PLACE_WWW);
	place_is(&all, 4, "_dnsauth.example.com", PLACE_REGISTRABLE);
}

static void a_deep_name_has_a_bound_number_of_places(void **state)
{
	(void)state;
	record_hosts all = {0};
	assert_int_equal(find("strict", "a.b.c.d.e.f.g.h.i.j.k.l.m.n.o.example.com"), 0);
	record_name_places(arena, &r, &name, NULL, &all);
	assert_true(all.n <= RECORD_PLACES_MAX);
	size_t parents = 0;
	for (size_t i = 0; i < all.n; i++)
		parents += all.v[i]->place == PLACE_REGISTRABLE;
	assert_int_equal(parents, 8);
}

static void types_have_their_words(void **state)
{
	(void)state;
	assert_int_equal(record_type_of("txt"), RR_TXT);
	assert_int_equal(record_type_of("CName"), RR_CNAME);
	assert_int_equal(record_type_of("A"), 0);
	assert_int_equal(record_type_of("TXTTXTTXTTXT"), 0);
	assert_string_equal(record_type_str(RR_TXT), "TXT");
	assert_string_equal(record_type_str(RR_CNAME), "CNAME");
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(each_ca_has_its_host),
		TEST(a_type_chooses_the_form),
		TEST(www_takes_its_parent_where_s3_says_so),
		TEST(www_alone_is_no_level_above_a_suffix),
		TEST(a_wildcard_takes_the_name_behind_its_star),
		TEST(a_request_fills_the_host_and_the_value_of_sectigo),
		TEST(what_no_source_tells_must_be_given),
		TEST(record_is_relative_whole_or_the_apex),
		TEST(a_given_host_brings_its_own_form),
		TEST(a_host_that_is_no_name_is_refused_with_its_label),
		TEST(a_long_name_leaves_no_room_for_the_prefix),
		TEST(a_value_loses_what_a_file_adds),
		TEST(the_fixed_part_of_globalsigns_value_is_put_in_front),
		TEST(the_likely_slips_are_places_to_look_at),
		TEST(a_parents_record_is_looked_for_at_the_www_name_too),
		TEST(a_deep_name_has_a_bound_number_of_places),
		TEST(types_have_their_words),
	};
	return cmocka_run_group_tests_name("record_name", tests, NULL, NULL);
}
