/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "nearest.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

static void distances_count_edits(void **state)
{
	(void)state;
	assert_int_equal(nearest_distance("", ""), 0);
	assert_int_equal(nearest_distance("digicert", "digicert"), 0);
	assert_int_equal(nearest_distance("digicert", "DigiCert"), 0);
	assert_int_equal(nearest_distance("digicert", "digcert"), 1);
	assert_int_equal(nearest_distance("digicert", "digiicert"), 1);
	assert_int_equal(nearest_distance("digicert", "digifert"), 1);
	assert_int_equal(nearest_distance("digicert", "digicetr"), 1);
	assert_int_equal(nearest_distance("kitten", "sitting"), 3);
	assert_int_equal(nearest_distance("", "abc"), 3);
	assert_int_equal(nearest_distance("abc", ""), 3);
}

static void a_word_beyond_the_limit_is_far_from_all(void **state)
{
	(void)state;
	char at[NEAREST_MAX + 1], over[NEAREST_MAX + 2];
	for (int i = 0; i < NEAREST_MAX + 1; i++) {
		at[i] = i < NEAREST_MAX ? 'a' : 0;
		over[i] = 'a';
	}
	over[NEAREST_MAX + 1] = 0;
	assert_int_equal(nearest_distance(at, at), 0);
	assert_int_equal(nearest_distance(at, over), NEAREST_MAX + 1);
	assert_int_equal(nearest_distance(over, at), NEAREST_MAX + 1);
}

static const char *pick(const char *typed)
{
	static const char *const words[] = {
		"strict", "digicert", "sectigo", "letsencrypt"};
	struct nearest n = {0};
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		nearest_offer(&n, typed, words[i]);
	return n.word;
}

static void the_nearest_word_is_offered_and_a_far_one_is_not(void **state)
{
	(void)state;
	assert_string_equal(pick("digcert"), "digicert");
	assert_string_equal(pick("letsencript"), "letsencrypt");
	assert_string_equal(pick("Sectgio"), "sectigo");
	assert_string_equal(pick("dig"), "digicert");
	assert_null(pick("example.com"));
	assert_null(pick("x"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(distances_count_edits),
		cmocka_unit_test(a_word_beyond_the_limit_is_far_from_all),
		cmocka_unit_test(the_nearest_word_is_offered_and_a_far_one_is_not),
	};
	return cmocka_run_group_tests_name("nearest", tests, NULL, NULL);
}
