/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "probe.h"
#include "probes/dns_roots.h"

#include <ldns/ldns.h>
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

static struct bytes text(const char *s)
{
	return (struct bytes){.p = (const unsigned char *)s, .n = strlen(s)};
}

static struct bytes file(const char *path)
{
	enum { MAX = 1 << 20 };
	FILE *f = fopen(path, "rb");
	if (!f)
		return (struct bytes){0};
	unsigned char *p = arena_alloc(arena, MAX);
	struct bytes b = {.p = p, .n = fread(p, 1, MAX, f)};
	fclose(f);
	return b;
}

static bool has(const struct dns_roots *roots, const struct ip *ip)
{
	for (size_t i = 0; i < roots->servers.n; i++)
		if (ip_equal(roots->servers.v[i], ip))
			return true;
	return false;
}

static void the_built_in_servers_are_those_of_the_system(void **state)
{
	(void)state;
	struct dns_roots built_in, system = {0};
	const char *why;
	struct bytes hints = file("/usr/share/dns/root.hints");
	dns_roots_default(arena, &built_in);
	assert_int_equal(built_in.servers.n, 26);
	if (!hints.n)
		skip();
	assert_int_equal(dns_roots_hints(arena, hints, &system, &why), ERR_OK);
	assert_int_equal(system.servers.n, 26);
	for (size_t i = 0; i < 26; i++)
		assert_true(has(&built_in, system.servers.v[i]));
}

/* A key tag and the SHA-256 digest that the DS record of this DNSKEY has. */
static const char *ds_of(const char *dnskey)
{
	ldns_rr *key = NULL;
	assert_int_equal(
		ldns_rr_new_frm_str(&key, dnskey, 0, NULL, NULL), LDNS_STATUS_OK);
	ldns_rr *ds = ldns_key_rr2ds(key, LDNS_SHA256);
	char *s = ldns_rr2str(ds);
	char *at = strstr(s, "DS\t");
	const char *copy = arena_str(arena, at + 3);
	free(s);
	ldns_rr_free(ds);
	ldns_rr_free(key);
	return copy;
}

static void the_built_in_anchors_are_made_of_the_root_keys(void **state)
{
	(void)state;
	struct dns_roots built_in, system = {0};
	const char *why;
	dns_roots_default(arena, &built_in);
	assert_int_equal(built_in.anchors.n, 2);
	assert_string_equal(built_in.anchors.v[0],
		". IN DS 20326 8 2 "
		"E06D44B80B8F1D39A95C0B0D7C65D08458E880409BBC683457104237C7F8EC8D");
	assert_string_equal(built_in.anchors.v[1],
		". IN DS 38696 8 2 "
		"683D2D0ACB8C9B712A1948B27F741219298D0A450D612C483AF444A4C0FB2B16");
	struct bytes keys = file("/usr/share/dns/root.key");
	if (!keys.n)
		skip();
	assert_int_equal(dns_roots_anchors(arena, keys, &system, &why), ERR_OK);
	assert_int_equal(system.anchors.n, 2);
	for (size_t i = 0; i < 2; i++) {
		const char *made = ds_of(system.anchors.v[i]);
		const char *ours = strstr(built_in.anchors.v[i], "DS ") + 3;
		assert_int_equal(strncasecmp(made, ours, strlen(ours)), 0);
	}
}

static void a_hints_file_is_read_whatever_its_form(void **state)
{
	(void)state;
	struct dns_roots roots;
	const char *why;
	dns_roots_default(arena, &roots);
	assert_int_equal(
		dns_roots_hints(arena,
			text("; a comment\r\n$TTL 60\n.\t3600 NS a.root. ; more\n"
			     "a.root. 60 A 192.0.2.1\n"
			     "\t60 IN AAAA (\n 2001:db8::1 ; within\n )\n\n"
			     "b.root. A 192.0.2.2"),
			&roots, &why),
		ERR_OK);
	assert_int_equal(roots.servers.n, 3);
	char buf[IP_TEXT_MAX];
	assert_string_equal(ip_format(roots.servers.v[0], buf), "192.0.2.1");
	assert_string_equal(ip_format(roots.servers.v[1], buf), "2001:db8::1");
	assert_string_equal(ip_format(roots.servers.v[2], buf), "192.0.2.2");
	assert_int_equal(roots.anchors.n, 2); /* untouched */
}

static void hints_are(const char *s, enum err expected, const char *phrase)
{
	struct dns_roots roots;
	const char *why = NULL;
	dns_roots_default(arena, &roots);
	assert_int_equal(dns_roots_hints(arena, text(s), &roots, &why), expected);
	assert_string_equal(why, phrase);
	assert_int_equal(roots.servers.n, 26);
	assert_int_equal(dns_check_hints(arena, text(s), &why), expected);
}

static void a_bad_hints_file_is_refused_with_its_line(void **state)
{
	(void)state;
	hints_are("", ERR_SYNTAX, "it holds no address of a root server");
	hints_are(". NS a.root.\n", ERR_SYNTAX, "it holds no address of a root server");
	hints_are("a.root. A 192.0.2.1\n. TXT x\n", ERR_SYNTAX,
		"line 2: a record that is neither NS, A nor AAAA");
	hints_are("\n\n$INCLUDE /etc/passwd\n", ERR_SYNTAX,
		"line 3: a directive other than $TTL");
	hints_are(
		"a A ( 192.0.2.1\n", ERR_SYNTAX, "line 1: parentheses that do not match");
	hints_are(
		"a A 192.0.2.1 )\n", ERR_SYNTAX, "line 1: parentheses that do not match");
	char *longest = arena_alloc(arena, 6000);
	memset(longest, 'a', 5999);
	hints_are(longest, ERR_LIMIT, "line 1: a record longer than 4096 octets");
	const char *why = NULL;
	struct dns_roots roots = {0};
	assert_int_equal(
		dns_roots_hints(arena, text("<html>\n"), &roots, &why), ERR_SYNTAX);
	assert_int_equal(strncmp(why, "line 1: no resource record: ", 28), 0);
	const unsigned char binary[] = {'a', 0, 'b'};
	assert_int_equal(
		dns_roots_hints(arena, (struct bytes){.p = binary, .n = 3}, &roots, &why),
		ERR_SYNTAX);
	assert_string_equal(why, "line 1: a NUL octet: this is no zone file");
}

static void ends_after_a_thousand_records_and_a_mebibyte(void **state)
{
	(void)state;
	struct dns_roots roots = {0};
	const char *why = NULL;
	const char *row = "a.root. A 192.0.2.1\n";
	size_t n = strlen(row);
	char *many = arena_alloc(arena, 1001 * n + 1);
	for (size_t i = 0; i < 1001; i++)
		memcpy(many + i * n, row, n);
	assert_int_equal(dns_roots_hints(arena, text(many), &roots, &why), ERR_LIMIT);
	assert_string_equal(why, "line 1001: more than 1000 records");
	many[1000 * n] = '\0';
	assert_int_equal(dns_roots_hints(arena, text(many), &roots, &why), ERR_OK);
	struct bytes big = {.p = arena_alloc(arena, DNS_ROOTS_FILE_MAX + 1),
		.n = DNS_ROOTS_FILE_MAX + 1};
	assert_int_equal(dns_roots_hints(arena, big, &roots, &why), ERR_LIMIT);
	assert_string_equal(why, "it is longer than 1 MiB");
}

static void an_anchor_file_gives_one_line_a_record(void **state)
{
	(void)state;
	struct dns_roots roots;
	const char *why;
	dns_roots_default(arena, &roots);
	assert_int_equal(dns_roots_anchors(arena,
				 text("; autotrust\n. 60 IN DS ( 1 13 2\n 00"
				      "11223344556677889900112233445566778899001122334455"
				      "667788990011 ) ; x\n"),
				 &roots, &why),
		ERR_OK);
	assert_int_equal(roots.anchors.n, 1);
	assert_null(strpbrk(roots.anchors.v[0], "();\n"));
	assert_int_equal(roots.servers.n, 26);
	assert_int_equal(
		dns_check_anchors(arena, text(". A 192.0.2.1\n"), &why), ERR_SYNTAX);
	assert_string_equal(why, "line 1: a record that is neither DS nor DNSKEY");
	assert_int_equal(dns_check_anchors(arena, text("; none\n"), &why), ERR_SYNTAX);
	assert_string_equal(why, "it holds no trust anchor");
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(the_built_in_servers_are_those_of_the_system),
		TEST(the_built_in_anchors_are_made_of_the_root_keys),
		TEST(a_hints_file_is_read_whatever_its_form),
		TEST(a_bad_hints_file_is_refused_with_its_line),
		TEST(ends_after_a_thousand_records_and_a_mebibyte),
		TEST(an_anchor_file_gives_one_line_a_record),
	};
	return cmocka_run_group_tests_name("dns_roots", tests, NULL, NULL);
}
