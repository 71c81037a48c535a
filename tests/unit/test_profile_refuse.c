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

/* Refused with exactly this line, and nothing taken over. */
static void refused(const char *json, const char *line)
{
	size_t before, after;
	const char *why;
	const struct profile *rows = profile_rows(&before);
	if (profile_read(a, json, strlen(json), "ca.json", &why) != ERR_SYNTAX)
		fail_msg("taken: %s", json);
	assert_string_equal(why, line);
	assert_ptr_equal(profile_rows(&after), rows);
	assert_int_equal(after, before);
	assert_false(find("digicert")->from_file);
}

/* The same for one member of one profile. */
static void refused_member(const char *member, const char *line)
{
	refused(arena_printf(a, "{\"profiles\": [{\"id\": \"x\", %s}]}", member),
		arena_printf(a, "ca.json: profiles[0].%s", line));
}

static void what_is_no_json_is_refused_with_its_line(void **state)
{
	(void)state;
	refused("{\"profiles\": [\n{\"id\": \"x\",}]}",
		"ca.json:2:12: string or '}' expected near '}'; expected JSON");
	refused("", "ca.json:1:0: '[' or '{' expected near end of file; expected JSON");
	refused("{\"profiles\": [{\"id\": \"x\", \"id\": \"y\"}]}",
		"ca.json:1:30: duplicate object key near '\"id\"'; expected JSON");
	refused("{\"profiles\": []} x",
		"ca.json:1:18: end of file expected near 'x'; expected JSON");
}

static void a_hostile_byte_in_the_complaint_is_escaped(void **state)
{
	(void)state;
	const char *why;
	assert_int_equal(profile_read(a, "\033[2J", 4, "c\033.json", &why), ERR_SYNTAX);
	assert_null(strchr(why, '\033'));
	assert_string_equal(
		why, "c\\x1b.json:1:1: '[' or '{' expected near '\\x1b'; expected JSON");
	const char *json = "{\"profiles\": [{\"id\": \"x\", \"\\u001b[2J\": 1}]}";
	assert_int_equal(profile_read(a, json, strlen(json), "f", &why), ERR_SYNTAX);
	assert_null(strchr(why, '\033'));
}

static void a_wrong_top_level_is_refused(void **state)
{
	(void)state;
	refused("[]", "ca.json: the top level: an array of 0 is not an object");
	refused("{}", "ca.json: \"profiles\" must be an array of at most 64 objects");
	refused("{\"profiles\": {}}",
		"ca.json: \"profiles\" must be an array of at most 64 objects");
	refused("{\"profile\": []}",
		"ca.json: the top level: there is no member \"profile\"; did you mean "
		"\"profiles\"?");
	refused("{\"profiles\": [1]}", "ca.json: profiles[0]: 1 is not an object");
	refused("{\"profiles\": [{}]}", "ca.json: profiles[0]: \"id\" is missing");
}

static void an_unknown_member_is_refused_with_the_nearest_one(void **state)
{
	(void)state;
	refused("{\"profiles\": [{\"id\": \"x\", \"schemas\": \"http\"}]}",
		"ca.json: profiles[0]: there is no member \"schemas\"; did you mean "
		"\"schemes\"?");
	refused("{\"profiles\": [{\"id\": \"x\", \"redirects\": {\"count\": 1}}]}",
		"ca.json: profiles[0].redirects: there is no member \"count\"; see "
		"PROFILE FILES "
		"in pkiready(8)");
	refused("{\"profiles\": [{\"id\": \"x\", \"basedon\": \"y\"}]}",
		"ca.json: profiles[0]: there is no member \"basedon\"; did you mean "
		"\"based_on\"?");
}

static void a_bad_id_is_refused(void **state)
{
	(void)state;
	const char *rule = "is not a name of lower-case letters, digits, '.' and '-'";
	static const char *const bad[] = {"\"\"", "\"A\"", "\"a/b\"", "\"a b\"", "\".a\"",
		"1", "\"-a\"", "\"a_b\""};
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		refused(arena_printf(a, "{\"profiles\": [{\"id\": %s}]}", bad[i]),
			arena_printf(a, "ca.json: profiles[0].id: %s %s", bad[i], rule));
	refused("{\"profiles\": [{\"id\": \"x\"}, {\"id\": \"x\"}]}",
		"ca.json: profiles[1].id: \"x\" is not given once only: an earlier "
		"profile of "
		"this file has it");
	refused("{\"profiles\": [{\"id\": \"x\", \"aliases\": [\"le\"]}]}",
		"ca.json: alias \"le\" of \"x\" is already a name of \"letsencrypt\"");
	refused("{\"profiles\": [{\"id\": \"x\", \"based_on\": \"nobody\"}]}",
		"ca.json: profiles[0].based_on: \"nobody\" is not a known profile (see: "
		"pkiready "
		"list profiles)");
}

static void a_bad_prefix_is_refused(void **state)
{
	(void)state;
	static const char *const bad[] = {"192.0.2.1/24", "192.0.2.0/33", "192.0.2",
		"2001:db8::/129", "example.com", "01.2.3.4", ""};
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		refused_member(arena_printf(a,
				       "\"lists\": [{\"name\": \"l\", \"prefixes\": "
				       "[\"192.0.2.7\", \"%s\"]}]",
				       bad[i]),
			arena_printf(a,
				"lists[0].prefixes[1]: \"%s\" is not an address or a "
				"CIDR prefix "
				"whose host bits are zero",
				bad[i]));
	refused_member("\"lists\": [{\"name\": \"l\"}]",
		"lists[0]: an object is not a list with \"name\" and \"prefixes\"");
	refused_member("\"lists\": [{\"name\": \"l\", \"date\": \"24.2.2026\", "
		       "\"prefixes\": []}]",
		"lists[0].date: \"24.2.2026\" is not a date as 2026-02-24");
}

static void a_value_of_the_wrong_kind_is_refused(void **state)
{
	(void)state;
	refused_member("\"redirects\": {\"max\": \"ten\"}",
		"redirects.max: \"ten\" is not a whole number from 0 to 100, or null");
	refused_member("\"redirects\": {\"max\": 101}",
		"redirects.max: 101 is not a whole number from 0 to 100, or null");
	refused_member("\"redirects\": {\"max\": 1.5}",
		"redirects.max: 1.5 is not a whole number from 0 to 100, or null");
	refused_member("\"redirects\": {\"path_max\": null}",
		"redirects.path_max: null is not allowed here: leave the member out "
		"instead");
	refused_member("\"redirects\": {\"codes\": [301, 200]}",
		"redirects.codes[1]: 200 is not a whole number from 300 to 399");
	refused_member(
		"\"redirects\": {\"codes\": [301, 302, 303, 304, 305, 306, 307, 308]}",
		"redirects.codes: an array of 8 is not an array of at most 7 members");
	refused_member("\"redirects\": []", "redirects: an array of 0 is not an object");
	refused_member("\"status\": [200, 201, 202, 203]",
		"status: an array of 4 is not an array of at most 3 members");
	refused_member("\"body_max\": -1",
		"body_max: -1 is not a whole number from 0 to 1000000000, or null");
	refused_member("\"body_max\": 99999999999999999",
		"body_max: 99999999999999999 is not a whole number from 0 to 1000000000, "
		"or null");
	refused_member("\"schemes\": \"https\"",
		"schemes: \"https\" is not one of \"unknown\", \"http\", \"either\", "
		"\"order\", "
		"\"both-or-refused\"");
	refused_member("\"method\": null",
		"method: null is not allowed here: leave the member out instead");
	refused_member("\"tls_verified\": \"no\"",
		"tls_verified: \"no\" is not true, false or null");
	refused_member("\"status_2xx\": 1", "status_2xx: 1 is not true or false");
	refused_member("\"caa\": \"ca.example\"",
		"caa: \"ca.example\" is not an array of at most 64 members");
	refused_member("\"caa\": [\"CA.example\"]",
		"caa[0]: \"CA.example\" is not a domain name in lower case");
}

static void a_text_that_could_harm_is_refused(void **state)
{
	(void)state;
	refused_member("\"user_agents\": [\"a\\r\\nHost: b\"]",
		"user_agents[0]: \"a\\r\\nHost: b\" is not a User-Agent of visible ASCII "
		"characters");
	refused_member("\"note\": \"\\u001b[2J\"",
		"note: \"\\u001B[2J\" is not a line of text without control characters");
	refused_member("\"note\": \"\\u009b2J\"",
		"note: \"\\u009B2J\" is not a line of text without control characters");
	refused_member("\"dir\": \"/a/../b/\"",
		"dir: \"/a/../b/\" is not a URL path with \"/\" at both ends");
	refused_member("\"dir\": \"a/\"",
		"dir: \"a/\" is not a URL path with \"/\" at both ends");
	refused_member("\"file_name\": \"a/b\"",
		"file_name: \"a/b\" is not a file name without \"/\"");
	refused_member("\"file_name\": \"..\"",
		"file_name: \"..\" is not a file name without \"/\"");
}

static void what_is_too_large_is_refused(void **state)
{
	(void)state;
	const char *why;
	size_t n = (1 << 20) + 1;
	char *json = arena_alloc(a, n);
	memset(json, ' ', n);
	assert_int_equal(profile_read(a, json, n, "ca.json", &why), ERR_LIMIT);
	assert_string_equal(
		why, "ca.json: more than the 1048576 bytes that a profile file may have");

	char *text = arena_alloc(a, 1026);
	memset(text, 'x', 1025);
	refused_member(arena_printf(a, "\"note\": \"%s\"", text),
		arena_printf(a,
			"note: \"%.59s... is not a line of text without control "
			"characters",
			text));

	const char *rows = "";
	for (int i = 0; i < 65; i++)
		rows = arena_printf(a, "%s%s{\"id\": \"p%d\"}", rows, i ? "," : "", i);
	refused(arena_printf(a, "{\"profiles\": [%s]}", rows),
		"ca.json: \"profiles\" must be an array of at most 64 objects");
	char *deep = arena_alloc(a, 400001);
	memset(deep, '[', 400000);
	assert_int_equal(profile_read(a, deep, 400000, "ca.json", &why), ERR_SYNTAX);
	assert_non_null(strstr(why, "maximum parsing depth"));
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
		TEST(what_is_no_json_is_refused_with_its_line),
		TEST(a_hostile_byte_in_the_complaint_is_escaped),
		TEST(a_wrong_top_level_is_refused),
		TEST(an_unknown_member_is_refused_with_the_nearest_one),
		TEST(a_bad_id_is_refused),
		TEST(a_bad_prefix_is_refused),
		TEST(a_value_of_the_wrong_kind_is_refused),
		TEST(a_text_that_could_harm_is_refused),
		TEST(what_is_too_large_is_refused),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
