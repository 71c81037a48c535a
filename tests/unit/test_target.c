/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "target.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
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

static struct target_name parsed(const char *given)
{
	struct target_name n;
	const char *why = "untouched";
	assert_int_equal(target_name_parse(arena, given, &n, &why), ERR_OK);
	assert_null(why);
	assert_string_equal(n.given, given);
	assert_int_equal(n.role, ROLE_EXAMINED);
	return n;
}

static void refused(const char *given, enum err expected, const char *phrase)
{
	struct target_name n;
	const char *why = NULL;
	enum err err = target_name_parse(arena, given, &n, &why);
	if (err != expected)
		fail_msg("%s: error %d, not %d (%s)", given, err, expected,
			why ? why : "");
	assert_non_null(why);
	assert_string_equal(why, phrase);
}

static void a_plain_name_is_lower_case_without_its_dot(void **state)
{
	(void)state;
	struct target_name n = parsed("WWW.Example.COM.");
	assert_string_equal(n.ascii, "www.example.com");
	assert_string_equal(n.unicode, "www.example.com");
	assert_string_equal(n.registrable, "example.com");
	assert_false(n.wildcard);
	assert_false(n.public_suffix);
	assert_false(n.in_csr);
}

static void an_idn_becomes_alabels_without_transition(void **state)
{
	(void)state;
	struct target_name n = parsed("Bücher.example");
	assert_string_equal(n.ascii, "xn--bcher-kva.example");
	assert_string_equal(n.unicode, "bücher.example");
	/* transitional processing would make this "fass" and "faß" the same name */
	assert_string_equal(parsed("faß.de").ascii, "xn--fa-hia.de");
	assert_string_equal(
		parsed("中国移动.公司.cn").ascii, "xn--fiq02ib9d179b.xn--55qx5d.cn");
}

static void a_full_stop_of_another_script_is_a_dot(void **state)
{
	(void)state;
	assert_string_equal(parsed("例え。テスト。").ascii, "xn--r8jz45g.xn--zckzah");
}

static void an_alabel_is_shown_as_unicode(void **state)
{
	(void)state;
	struct target_name n = parsed("XN--Bcher-KVA.example");
	assert_string_equal(n.ascii, "xn--bcher-kva.example");
	assert_string_equal(n.unicode, "bücher.example");
}

static void a_wildcard_loses_its_star(void **state)
{
	(void)state;
	struct target_name n = parsed("*.example.com");
	assert_true(n.wildcard);
	assert_string_equal(n.ascii, "example.com");
	assert_null(target_sibling(arena, &n));
	refused("a.*.example.com", ERR_SYNTAX,
		"label 2 has a '*', which may only be the whole first label");
	refused("*.", ERR_SYNTAX, "label 1 is empty");
}

static void an_address_is_no_name(void **state)
{
	(void)state;
	const char *phrase = "it is an IP address, and what is examined is a domain name";
	refused("192.0.2.1", ERR_RANGE, phrase);
	refused("2001:db8::1", ERR_RANGE, phrase);
	refused("[2001:db8::1]", ERR_RANGE, phrase);
	refused("fe80::1%eth0", ERR_RANGE, phrase);
	refused("1.2.3", ERR_SYNTAX,
		"the last label is all digits: it is no domain name");
}

static void what_is_mistaken_for_a_name_is_told_apart(void **state)
{
	(void)state;
	refused("", ERR_SYNTAX, "it is empty");
	refused("https://example.com/x", ERR_SYNTAX,
		"it is a URL: give the host name alone");
	refused("example.com/x", ERR_SYNTAX, "it holds a '/': give the host name alone");
	refused("example.com:443", ERR_SYNTAX,
		"it holds a ':': give the name without a port");
	refused("admin@example.com", ERR_SYNTAX,
		"it is a mail address: give the domain name alone");
}

static void a_bad_label_is_named(void **state)
{
	(void)state;
	refused("a..example.com", ERR_SYNTAX, "label 2 is empty");
	refused(".", ERR_SYNTAX, "label 1 is empty");
	refused("-a.example.com", ERR_SYNTAX, "label 1 begins with a hyphen");
	refused("a.b-.com", ERR_SYNTAX, "label 2 ends with a hyphen");
	refused("a b.com", ERR_SYNTAX,
		"label 1 has the octet 0x20, which no host name may have");
	refused("a.b\033[31m.com", ERR_SYNTAX,
		"label 2 has the octet 0x1b, which no host name may have");
	refused("a!.com", ERR_SYNTAX, "label 1 has '!', which no host name may have");
	refused("_dnsauth.example.com", ERR_RANGE,
		"label 1 has an underscore, which no CA may certify "
		"(Baseline Requirements 7.1.2.7.12)");
}

static void lengths_end_at_63_and_253(void **state)
{
	(void)state;
	char name[300];
	memset(name, 'a', sizeof(name));
	memcpy(name + 63, ".com", 5);
	assert_int_equal(strlen(parsed(name).ascii), 67);
	memset(name, 'a', sizeof(name));
	memcpy(name + 64, ".com", 5);
	refused(name, ERR_LIMIT, "label 1 is longer than 63 octets");

	for (size_t i = 0; i < sizeof(name); i++)
		name[i] = i % 50 == 49 ? '.' : 'b';
	name[253] = '\0';
	assert_int_equal(strlen(parsed(name).ascii), 253);
	name[253] = 'b';
	name[254] = '\0';
	refused(name, ERR_LIMIT, "it is longer than 253 octets");
}

static void a_long_idn_label_is_measured_as_alabel(void **state)
{
	(void)state;
	char name[200] = "";
	for (size_t i = 0; i < 60; i++)
		memcpy(name + 2 * i, "ü", 3);
	refused(name, ERR_LIMIT, "a label is longer than 63 octets as an A-label");
}

static void what_idna2008_forbids_is_refused(void **state)
{
	(void)state;
	struct target_name n;
	const char *why = NULL;
	assert_int_equal(target_name_parse(arena, "i❤.example", &n, &why), ERR_SYNTAX);
	assert_non_null(strstr(why, "it is no internationalised name by IDNA2008: "));
	assert_int_equal(target_name_parse(arena, "xn--a.example", &n, &why), ERR_SYNTAX);
	refused("a\xff.example", ERR_SYNTAX, "octet 2 is not valid UTF-8");
}

static void two_hyphens_that_are_no_alabel_are_fine(void **state)
{
	(void)state;
	assert_string_equal(
		parsed("r3---sn-x.example.com").ascii, "r3---sn-x.example.com");
}

static void a_public_suffix_has_no_registrable_part(void **state)
{
	(void)state;
	struct target_name n = parsed("co.uk");
	assert_true(n.public_suffix);
	assert_null(n.registrable);
	assert_null(target_sibling(arena, &n));
	n = parsed("com");
	assert_true(n.public_suffix);
	n = parsed("a.b.co.uk");
	assert_false(n.public_suffix);
	assert_string_equal(n.registrable, "b.co.uk");
	/* the private section does not make an owner's name a suffix */
	n = parsed("github.io");
	assert_false(n.public_suffix);
	assert_string_equal(n.registrable, "github.io");
}

static void siblings_are_apex_and_www_alone(void **state)
{
	(void)state;
	struct target_name n = parsed("example.co.uk");
	assert_string_equal(target_sibling(arena, &n), "www.example.co.uk");
	n = parsed("www.example.co.uk");
	assert_string_equal(target_sibling(arena, &n), "example.co.uk");
	n = parsed("shop.example.co.uk");
	assert_null(target_sibling(arena, &n));
	n = parsed("www.shop.example.co.uk");
	assert_null(target_sibling(arena, &n));
}

static void siblings_are_added_once_behind_the_examined(void **state)
{
	(void)state;
	struct target t = {0};
	const char *given[] = {"bücher.example", "www.a.com", "a.com", "shop.b.com"};
	for (size_t i = 0; i < 4; i++)
		*VEC_ADD(arena, &t.names, struct target_name) = parsed(given[i]);
	target_add_siblings(arena, &t);
	target_add_siblings(arena, &t);
	assert_int_equal(t.names.n, 5);
	assert_string_equal(t.names.v[4]->ascii, "www.xn--bcher-kva.example");
	assert_string_equal(t.names.v[4]->unicode, "www.bücher.example");
	assert_int_equal(t.names.v[4]->role, ROLE_SIBLING);
	assert_int_equal(t.names.v[0]->role, ROLE_EXAMINED);
}

static void method_words_are_those_of_the_command_line(void **state)
{
	(void)state;
	assert_string_equal(method_words[METHOD_FILE], "file");
	assert_string_equal(method_words[METHOD_HTTP01], "http-01");
	assert_string_equal(method_words[METHOD_DNS], "dns");
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_plain_name_is_lower_case_without_its_dot),
		TEST(an_idn_becomes_alabels_without_transition),
		TEST(a_full_stop_of_another_script_is_a_dot),
		TEST(an_alabel_is_shown_as_unicode),
		TEST(a_wildcard_loses_its_star),
		TEST(an_address_is_no_name),
		TEST(what_is_mistaken_for_a_name_is_told_apart),
		TEST(a_bad_label_is_named),
		TEST(lengths_end_at_63_and_253),
		TEST(a_long_idn_label_is_measured_as_alabel),
		TEST(what_idna2008_forbids_is_refused),
		TEST(two_hyphens_that_are_no_alabel_are_fine),
		TEST(a_public_suffix_has_no_registrable_part),
		TEST(siblings_are_apex_and_www_alone),
		TEST(siblings_are_added_once_behind_the_examined),
		TEST(method_words_are_those_of_the_command_line),
	};
	return cmocka_run_group_tests_name("target", tests, NULL, NULL);
}
