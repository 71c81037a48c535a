/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "verdict/space.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static struct arena *arena;

static int setup(void **state)
{
	(void)state;
	arena = arena_new();
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

static struct ip small(unsigned v)
{
	return (struct ip){.family = 4, .addr = {0, 0, (uint8_t)(v >> 8), (uint8_t)v}};
}

static struct range between(unsigned lo, unsigned hi)
{
	return (struct range){.lo = small(lo), .hi = small(hi)};
}

static void taking_a_range_leaves_the_rest(void **state)
{
	(void)state;
	struct range r = between(10, 20), cut = between(13, 15);
	struct space s = space_of(arena, &r);
	struct space t = space_take(arena, &s, &cut);
	struct ip ip = small(12);
	assert_true(space_holds(&s, &ip));
	assert_false(space_holds(&t, &ip));
	ip = small(13);
	assert_false(space_holds(&s, &ip));
	assert_true(space_holds(&t, &ip));
	space_join(arena, &s, t);
	size_t n;
	struct range *all = space_ranges(arena, &s, &n);
	assert_int_equal(n, 1);
	assert_memory_equal(&all[0], &r, sizeof(r));
}

static void the_ends_of_the_whole_space_can_be_taken(void **state)
{
	(void)state;
	for (int family = 4; family <= 6; family += 2) {
		struct space s = space_all(arena, family);
		struct range r = {.lo = {.family = family}, .hi = {.family = family}};
		memset(r.lo.addr, 0xff, family == 4 ? 4 : 16);
		memcpy(r.hi.addr, r.lo.addr, 16);
		struct space last = space_take(arena, &s, &r);
		struct ip ip;
		assert_true(space_single(&last, &ip));
		assert_false(space_holds(&s, &ip));
		ip = (struct ip){.family = family};
		r = (struct range){.lo = ip, .hi = ip};
		struct space first = space_take(arena, &s, &r);
		assert_true(space_holds(&first, &ip));
		assert_false(space_holds(&s, &ip));
		size_t n;
		space_ranges(arena, &s, &n);
		assert_int_equal(n, 1);
	}
}

/* Against a plain array of flags, with two spaces that exchange ranges. */
static void random_takes_and_joins_agree_with_an_array(void **state)
{
	(void)state;
	enum { N = 700 };
	static unsigned char in_a[N];
	struct range r = between(0, N - 1);
	struct space a = space_of(arena, &r), b = space_none(4);
	memset(in_a, 1, sizeof(in_a));
	unsigned seed = 42;
	for (int round = 0; round < 4000; round++) {
		seed = seed * 1103515245u + 12345u;
		unsigned lo = (seed >> 8) % N, hi = lo + (seed >> 20) % 40;
		bool to_a = (seed >> 30) & 1;
		if (hi >= N)
			hi = N - 1;
		r = between(lo, hi);
		space_join(arena, to_a ? &a : &b, space_take(arena, to_a ? &b : &a, &r));
		memset(in_a + lo, to_a, hi - lo + 1);
		for (unsigned i = 0; round % 100 == 0 && i < N; i++) {
			struct ip ip = small(i);
			assert_int_equal(space_holds(&a, &ip), in_a[i]);
			assert_int_equal(space_holds(&b, &ip), !in_a[i]);
		}
	}
	size_t n, changes = in_a[0];
	for (unsigned i = 1; i < N; i++)
		changes += in_a[i] && !in_a[i - 1];
	space_ranges(arena, &a, &n);
	assert_int_equal(n, changes);
}

static void a_copy_lives_on_its_own(void **state)
{
	(void)state;
	struct range r = between(0, 9), cut = between(3, 4);
	struct space s = space_of(arena, &r), c = space_copy(arena, &s);
	space_take(arena, &s, &cut);
	struct ip ip = small(3);
	assert_false(space_holds(&s, &ip));
	assert_true(space_holds(&c, &ip));
}

static void fifty_thousand_cuts_in_order_stay_shallow(void **state)
{
	(void)state;
	struct space s = space_all(arena, 4);
	for (unsigned i = 0; i < 50000; i++) {
		struct range r = between(i * 2 % 65536, i * 2 % 65536);
		r.lo.addr[0] = r.hi.addr[0] = (uint8_t)(i >> 12);
		space_take(arena, &s, &r);
	}
	size_t n;
	space_ranges(arena, &s, &n);
	assert_true(n > 40000);
}

static void a_prefix_is_its_range(void **state)
{
	(void)state;
	struct cidr c;
	char lo[IP_TEXT_MAX], hi[IP_TEXT_MAX];
	assert_int_equal(cidr_parse("198.51.100.128/25", &c), ERR_OK);
	struct range r = range_of_cidr(&c);
	assert_string_equal(ip_format(&r.lo, lo), "198.51.100.128");
	assert_string_equal(ip_format(&r.hi, hi), "198.51.100.255");
	assert_int_equal(cidr_parse("2001:db8::/127", &c), ERR_OK);
	r = range_of_cidr(&c);
	assert_string_equal(ip_format(&r.hi, hi), "2001:db8::1");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(taking_a_range_leaves_the_rest),
		cmocka_unit_test(the_ends_of_the_whole_space_can_be_taken),
		cmocka_unit_test(random_takes_and_joins_agree_with_an_array),
		cmocka_unit_test(a_copy_lives_on_its_own),
		cmocka_unit_test(fifty_thousand_cuts_in_order_stay_shallow),
		cmocka_unit_test(a_prefix_is_its_range),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
