/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "probes/dns_resolver.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

/* As libunbound 1.17.1 writes it. */
static const char log_text[] =
	"[1700000000] libunbound[12:0] error: SERVFAIL <www.a.example. A IN>: the first\n"
	"[1700000000] libunbound[12:0] info: validation failure <x. A IN>: no\n"
	"[1700000001] libunbound[12:0] error: SERVFAIL <www.a.example. AAAA IN>: other\n"
	"[1700000002] libunbound[12:0] error: SERVFAIL <WWW.a.example. A IN>: all "
	"servers "
	"for this domain failed, at zone a.example. from 192.0.2.1 got REFUSED\n"
	"[1700000003] libunbound[12:0] error: SERVFAIL <. DNSKEY IN>: at the root";

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

static void the_last_reason_for_this_very_question_is_found(void **state)
{
	(void)state;
	assert_string_equal(dns_resolver_reason(arena, log_text, "www.a.example", "A"),
		"all servers for this domain failed, at zone a.example. from 192.0.2.1 "
		"got "
		"REFUSED");
	assert_string_equal(
		dns_resolver_reason(arena, log_text, "www.a.example", "AAAA"), "other");
	assert_string_equal(
		dns_resolver_reason(arena, log_text, ".", "DNSKEY"), "at the root");
}

static void another_question_has_no_reason(void **state)
{
	(void)state;
	assert_null(dns_resolver_reason(arena, log_text, "a.example", "A"));
	assert_null(dns_resolver_reason(arena, log_text, "www.a.example", "DS"));
	assert_null(dns_resolver_reason(arena, "", "www.a.example", "A"));
	assert_null(dns_resolver_reason(arena, "SERVFAIL <", "www.a.example", "A"));
}

static void a_reason_without_end_is_cut(void **state)
{
	(void)state;
	char s[4000];
	memset(s, 'x', sizeof(s));
	memcpy(s, "SERVFAIL <a. A IN>: ", 20);
	s[3999] = '\0';
	assert_int_equal(strlen(dns_resolver_reason(arena, s, "a", "A")), 500);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(the_last_reason_for_this_very_question_is_found),
		TEST(another_question_has_no_reason),
		TEST(a_reason_without_end_is_cut),
	};
	return cmocka_run_group_tests_name("dns_resolver", tests, NULL, NULL);
}
