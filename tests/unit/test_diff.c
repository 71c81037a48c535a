/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "checks/diff.h"
#include "world.h"

static struct bytes raw(const char *p, size_t n)
{
	return (struct bytes){(const unsigned char *)p, n};
}
#define RAW(s) raw((s), sizeof(s) - 1)

static void unicode_white_space_is_trimmed_at_the_end(void **state)
{
	(void)state;
	struct bytes b =
		diff_trim(RAW("ab \r\n\t\v\f\xC2\x85\xC2\xA0\xE3\x80\x80"), TRIM_RIGHT);
	assert_int_equal(b.n, 2);
	b = diff_trim(RAW("\xEF\xBB\xBF"
			  "ab"),
		TRIM_RIGHT); /* a mark is no space */
	assert_int_equal(b.n, 5);
	b = diff_trim(RAW(" ab"), TRIM_RIGHT);
	assert_int_equal(b.n, 3);
	b = diff_trim(RAW("\n ab \n"), TRIM_BOTH);
	assert_int_equal(b.n, 2);
	b = diff_trim(RAW(" \n"), TRIM_BOTH);
	assert_int_equal(b.n, 0);
}

static void pebble_trims_line_ends_and_tabs_alone(void **state)
{
	(void)state;
	assert_int_equal(diff_trim(RAW("ab\t\r\n"), TRIM_RIGHT_CRLF).n, 2);
	assert_int_equal(diff_trim(RAW("ab \n"), TRIM_RIGHT_CRLF).n, 3);
	assert_int_equal(diff_trim(RAW("\n"), TRIM_RIGHT_CRLF).n, 0);
}

static void check_edits(struct bytes body, struct bytes want, const char *words)
{
	struct arena *a = arena_new();
	const char *got = diff_edits(a, body, want);
	if (words)
		assert_string_equal(got, words);
	else
		assert_null(got);
	arena_free(a);
}

static void what_editors_do(void **state)
{
	(void)state;
	struct bytes want = RAW("token123");
	check_edits(RAW("\xEF\xBB\xBFtoken123"), want, "a byte order mark in front");
	check_edits(RAW("token123\n"), want, "white space added at the end (LF)");
	check_edits(RAW("token123\r\n"), want,
		"CRLF line ends, white space added at the end (LF)");
	check_edits(
		RAW("token123  "), want, "white space added at the end (space space)");
	check_edits(RAW("  token123"), want, "white space in front");
	check_edits(RAW("\xFF\xFEt\0o\0k\0e\0n\0"
			"1\0"
			"2\0"
			"3\0"),
		want, "the encoding UTF-16");
	check_edits(RAW("\xFE\xFF\0t\0o\0k\0e\0n\0"
			"1\0"
			"2\0"
			"3"),
		want, "the encoding UTF-16");
	check_edits(RAW("t\0o\0k\0e\0n\0"
			"1\0"
			"2\0"
			"3\0"),
		want, "the encoding UTF-16");
	check_edits(RAW("a\r\nb\r\n"), RAW("a\nb\n"), "CRLF line ends");
	check_edits(RAW("a\nb\n"), RAW("a\r\nb\r\n"), "LF line ends instead of CRLF");
	check_edits(RAW("token123"), RAW("token123\n"), "lost the line end at its end");
	check_edits(RAW("token124"), want, NULL);
	check_edits(RAW(""), want, NULL);
	check_edits(RAW("token123"), RAW(""), NULL);
}

static void check_words(
	struct bytes body, struct bytes want, bool acme, const char *words)
{
	struct arena *a = arena_new();
	assert_string_equal(diff_words(a, body, want, acme), words);
	arena_free(a);
}

static void where_and_how_they_differ(void **state)
{
	(void)state;
	check_words(RAW("abcXef"), RAW("abcdef"), false,
		"the served file differs (at byte 3 of 6): expected \"def\", served "
		"\"Xef\"");
	check_words(RAW(""), RAW("abc"), false,
		"the served file is empty (at byte 0 of 3): expected \"abc\", served its "
		"end");
	check_words(RAW("ab"), RAW("abc"), false,
		"the served file is cut off (at byte 2 of 3): expected \"c\", served its "
		"end");
	check_words(RAW("abcd"), RAW("abc"), false,
		"the served file goes on behind the expected bytes (at byte 3 of 3): "
		"expected "
		"its end, served \"d\"");
	check_words(RAW("a\0b"), RAW("abc"), false,
		"the served file differs (at byte 1 of 3): expected \"bc\", served the "
		"bytes "
		"00 62");
}

static void another_token_is_recognised(void **state)
{
	(void)state;
	check_words(RAW("zyxwvutsrqponmlkjihg"), RAW("abcdefghijklmnopqrst"), false,
		"the served file holds another token, maybe of an earlier request (at "
		"byte 0 of 20): expected \"abcdefghijklmnopqrst\", served "
		"\"zyxwvutsrqponmlkjihg\"");
	check_words(RAW("token.keyB"), RAW("token.keyA"), true,
		"the served file has the right token, but was made with another "
		"account's "
		"key (at byte 9 of 10): expected \"A\", served \"B\"");
}

static void what_is_shown_has_a_ceiling(void **state)
{
	(void)state;
	struct arena *a = arena_new();
	char big[5000];
	memset(big, 'x', sizeof(big));
	const char *words = diff_words(a, raw(big, sizeof(big)), RAW("y"), false);
	assert_true(strlen(words) < 300);
	assert_non_null(strstr(words, "\"xxxxxxxxxxxxxxxxxxxxxxxx…\""));
	arena_free(a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(unicode_white_space_is_trimmed_at_the_end),
		cmocka_unit_test(pebble_trims_line_ends_and_tabs_alone),
		cmocka_unit_test(what_editors_do),
		cmocka_unit_test(where_and_how_they_differ),
		cmocka_unit_test(another_token_is_recognised),
		cmocka_unit_test(what_is_shown_has_a_ceiling),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
