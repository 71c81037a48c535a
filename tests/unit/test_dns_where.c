/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "probe.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

static struct arena *arena;
static struct evidence evidence;

static int set_up(void **state)
{
	(void)state;
	arena = arena_new();
	evidence = (struct evidence){.addresses.obs.seen = SEEN_YES};
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

static struct ip ip(const char *s)
{
	struct ip out;
	assert_int_equal(ip_parse(s, &out), ERR_OK);
	return out;
}

static void host_has(const char *s)
{
	struct local_address *a =
		VEC_ADD(arena, &evidence.addresses.all, struct local_address);
	a->ip = ip(s);
	a->up = true;
	a->loopback = ip_is_loopback(&a->ip);
}

static struct name_address *classified(const char *s)
{
	struct look look = {.arena = arena, .evidence = &evidence};
	struct name_look *n = VEC_ADD(arena, &evidence.names, struct name_look);
	struct name_address *addr = VEC_ADD(arena, &n->addresses, struct name_address);
	addr->ip = ip(s);
	dns_classify(&look);
	return addr;
}

static void an_address_of_this_host_is_here(void **state)
{
	(void)state;
	host_has("127.0.0.1");
	host_has("45.33.32.1");
	assert_int_equal(classified("45.33.32.1")->where, WHERE_HERE);
	assert_int_equal(classified("45.33.32.2")->where, WHERE_ELSEWHERE);
}

static void behind_private_addresses_it_may_be_nat(void **state)
{
	(void)state;
	host_has("127.0.0.1");
	host_has("169.254.1.1");
	host_has("10.0.0.5");
	host_has("fe80::1");
	assert_int_equal(classified("45.33.32.1")->where, WHERE_NAT);
	host_has("100.64.0.9");
	assert_int_equal(classified("45.33.32.1")->where, WHERE_NAT);
	host_has("2a01:7e00::5");
	/* a public IPv6 address says nothing of what is translated for IPv4 */
	assert_int_equal(classified("45.33.32.1")->where, WHERE_NAT);
	assert_int_equal(classified("2a01:7e00::6")->where, WHERE_ELSEWHERE);
}

static void a_host_without_the_family_is_not_the_one_behind_the_address(void **state)
{
	(void)state;
	host_has("45.33.32.1");
	host_has("fe80::1");
	host_has("::1");
	assert_int_equal(classified("2a01:7e00::6")->where, WHERE_ELSEWHERE);
}

static void a_container_with_one_private_family_may_be_behind_either(void **state)
{
	(void)state;
	host_has("172.17.0.2");
	assert_int_equal(classified("2a01:7e00::6")->where, WHERE_NAT);
}

static void a_reserved_address_says_as_what(void **state)
{
	(void)state;
	host_has("10.1.2.3");
	struct name_address *a = classified("10.1.2.3");
	assert_int_equal(a->where, WHERE_RESERVED);
	assert_string_equal(a->reserved_as, "Private-Use (RFC 1918)");
	a = classified("::1");
	assert_int_equal(a->where, WHERE_RESERVED);
	assert_non_null(strstr(a->reserved_as, "Loopback"));
	assert_null(classified("45.33.32.1")->reserved_as);
}

static void unknown_own_addresses_leave_it_unknown_until_they_are(void **state)
{
	(void)state;
	evidence.addresses.obs.seen = SEEN_SKIPPED;
	struct name_address *a = classified("45.33.32.1");
	assert_int_equal(a->where, WHERE_UNKNOWN);
	assert_int_equal(classified("10.0.0.1")->where, WHERE_RESERVED);
	evidence.addresses.obs.seen = SEEN_YES;
	host_has("45.33.32.1");
	struct look look = {.arena = arena, .evidence = &evidence};
	dns_classify(&look);
	assert_int_equal(a->where, WHERE_HERE);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(an_address_of_this_host_is_here),
		TEST(behind_private_addresses_it_may_be_nat),
		TEST(a_host_without_the_family_is_not_the_one_behind_the_address),
		TEST(a_container_with_one_private_family_may_be_behind_either),
		TEST(a_reserved_address_says_as_what),
		TEST(unknown_own_addresses_leave_it_unknown_until_they_are),
	};
	return cmocka_run_group_tests_name("dns_where", tests, NULL, NULL);
}
