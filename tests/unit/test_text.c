/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

static struct arena *a;

static int setup(void **state)
{
	(void)state;
	a = arena_new();
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	arena_free(a);
	return 0;
}

static void an_empty_text_reads_as_the_empty_string(void **state)
{
	(void)state;
	struct text t;
	text_init(&t, a, 10);
	assert_string_equal(text_str(&t), "");
	assert_null(t.p);
	text_add(&t, "");
	assert_string_equal(text_str(&t), "");
	assert_false(t.over);
}

static void text_grows_to_its_ceiling_and_no_further(void **state)
{
	(void)state;
	struct text t;
	text_init(&t, a, 1000);
	for (int i = 0; i < 100; i++)
		text_printf(&t, "%09d-", i);
	assert_int_equal(t.n, 1000);
	assert_false(t.over);
	assert_memory_equal(t.p + 990, "000000099-", 11);
	text_add(&t, "x");
	assert_true(t.over);
	assert_int_equal(t.n, 1000);
}

static void what_does_not_fit_is_cut_and_nothing_follows_it(void **state)
{
	(void)state;
	struct text t;
	text_init(&t, a, 5);
	text_add(&t, "abcdefgh");
	assert_string_equal(text_str(&t), "abcde");
	assert_true(t.over);
	text_init(&t, a, 5);
	text_add(&t, "abcdefgh");
	text_add(&t, "");
	assert_true(t.over);
	text_init(&t, a, 0);
	text_add(&t, "a");
	assert_string_equal(text_str(&t), "");
	assert_true(t.over);
}

static void a_character_is_never_torn_by_the_ceiling(void **state)
{
	(void)state;
	struct text t;
	text_init(&t, a, 4);
	text_add(&t, "ab\xe2\x82\xac");
	assert_string_equal(text_str(&t), "ab");
	text_init(&t, a, 5);
	text_add(&t, "ab\xe2\x82\xac");
	assert_string_equal(text_str(&t), "ab\xe2\x82\xac");
	assert_false(t.over);
}

static void long_formatted_text_is_added_whole(void **state)
{
	(void)state;
	struct text t;
	char s[601];
	memset(s, 'y', 600);
	s[600] = '\0';
	text_init(&t, a, 10000);
	text_printf(&t, "<%s>", s);
	assert_int_equal(t.n, 602);
	assert_int_equal(t.p[601], '>');
}

struct escape_case {
	const char *raw;
	size_t n;
	const char *escaped;
};

static const struct escape_case escape_cases[] = {
	{"plain ~ text", 12, "plain ~ text"},
	{"a\\b", 3, "a\\\\b"},
	{"\x1b[31mred\x07", 9, "\\x1b[31mred\\x07"},
	{"\r\n\t\x7f\0", 5, "\\x0d\\x0a\\x09\\x7f\\x00"},
	{"\xc2\x9b"
	 "31m",
		5, "\\xc2\\x9b31m"}, /* CSI as C1, in UTF-8 */
	{"\x9b", 1, "\\x9b"},        /* CSI as C1, alone */
	{"\xe2\x80\xae"
	 "gpj",
		6, "\\u{202e}gpj"}, /* right-to-left override */
	{"\xe2\x80\xa8\xe2\x80\xa9", 6, "\\u{2028}\\u{2029}"}, /* line separators */
	{"\xef\xbb\xbfx", 4, "\\u{feff}x"},                    /* byte order mark */
	{"\xf3\xa0\x81\x81", 4, "\\u{e0041}"},                 /* a tag character */
	{"\xe3\x85\xa4", 3, "\\u{3164}"},                      /* Hangul filler */
	{"\xc3\xa9 \xe4\xb8\xad", 6, "\xc3\xa9 \xe4\xb8\xad"}, /* ordinary letters stay */
	{"\xc0\xaf", 2, "\\xc0\\xaf"},                         /* overlong */
	{"\xe0\x80\xaf", 3, "\\xe0\\x80\\xaf"},                /* overlong */
	{"\xed\xa0\x80", 3, "\\xed\\xa0\\x80"},                /* surrogate */
	{"\xf4\x90\x80\x80", 4, "\\xf4\\x90\\x80\\x80"},       /* above U+10FFFF */
	{"\xe4\xb8", 2, "\\xe4\\xb8"},                         /* cut off */
	{"", 0, ""},
};

static void every_kind_of_byte_has_its_escaped_form_and_comes_back(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(escape_cases) / sizeof(*escape_cases); i++) {
		const struct escape_case *c = &escape_cases[i];
		struct text t;
		struct bytes back;
		text_init(&t, a, 1000);
		text_add_escaped(&t, c->raw, c->n);
		assert_string_equal(text_str(&t), c->escaped);
		assert_true(text_unescape(a, text_str(&t), &back));
		assert_int_equal(back.n, c->n);
		assert_memory_equal(back.p, c->raw, c->n);
	}
}

static void every_pair_of_bytes_comes_back_from_a_printable_form(void **state)
{
	(void)state;
	for (unsigned v = 0; v < 0x10000; v++) {
		unsigned char raw[2] = {(unsigned char)(v >> 8), (unsigned char)v};
		struct text t;
		struct bytes back;
		text_init(&t, a, 100);
		text_add_escaped(&t, raw, 2);
		for (size_t i = 0; i < t.n; i++)
			assert_true((unsigned char)t.p[i] >= 0x20 && t.p[i] != 0x7f);
		assert_true(text_unescape(a, t.p, &back));
		assert_int_equal(back.n, 2);
		assert_memory_equal(back.p, raw, 2);
		arena_reset(a);
	}
}

static void an_escape_is_whole_or_left_out(void **state)
{
	(void)state;
	struct text t;
	text_init(&t, a, 5);
	text_add_escaped(&t,
		"ab\x1b"
		"c",
		4);
	assert_string_equal(text_str(&t), "ab");
	assert_true(t.over);
	text_init(&t, a, 6);
	text_add_escaped(&t, "ab\x1b", 3);
	assert_string_equal(text_str(&t), "ab\\x1b");
	assert_false(t.over);
	text_init(&t, a, 3);
	text_add_escaped(&t, "abcdef", 6);
	assert_string_equal(text_str(&t), "abc");
	assert_true(t.over);
}

static void what_is_no_escaped_form_is_refused(void **state)
{
	(void)state;
	static const char *const bad[] = {"\\", "a\\n", "\\x", "\\x1", "\\xg1", "\\u",
		"\\u{}", "\\u{110000}", "\\u{d800}", "\\u{1234567}", "\\u{12", "\x1b",
		"\n", "\xff", "\xe2\x80\xae", "\xc2\x9b"};
	struct bytes out;
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		assert_false(text_unescape(a, bad[i], &out));
	assert_true(!text_unescape(a, "\\X1B", &out));
	assert_true(text_unescape(a, "\\u{41}\\x1B\\u{1F600}", &out));
	assert_int_equal(out.n, 6);
	assert_memory_equal(out.p, "A\x1b\xf0\x9f\x98\x80", 6);
}

static void text_escaped_takes_null_as_empty(void **state)
{
	(void)state;
	assert_string_equal(text_escaped(a, NULL), "");
	assert_string_equal(text_escaped(a, "a\nb"), "a\\x0ab");
}

static void utf8_lengths_and_code_points_are_exact(void **state)
{
	(void)state;
	unsigned cp = 0;
	assert_int_equal(text_utf8((const unsigned char *)"A", 1, &cp), 1);
	assert_int_equal(cp, 'A');
	assert_int_equal(text_utf8((const unsigned char *)"\xdf\xbf", 2, &cp), 2);
	assert_int_equal(cp, 0x7FF);
	assert_int_equal(text_utf8((const unsigned char *)"\xef\xbf\xbd", 3, &cp), 3);
	assert_int_equal(cp, 0xFFFD);
	assert_int_equal(text_utf8((const unsigned char *)"\xf4\x8f\xbf\xbf", 4, &cp), 4);
	assert_int_equal(cp, 0x10FFFF);
	assert_int_equal(text_utf8((const unsigned char *)"\xf5\x80\x80\x80", 4, &cp), 0);
	assert_int_equal(text_utf8((const unsigned char *)"", 0, &cp), 0);
}

static void columns_count_wide_and_combining_characters(void **state)
{
	(void)state;
	assert_int_equal(text_columns(""), 0);
	assert_int_equal(text_columns("abc"), 3);
	assert_int_equal(
		text_columns("\xe4\xb8\xad\xe6\x96\x87"), 4); /* two ideographs */
	assert_int_equal(text_columns("e\xcc\x81"), 1);       /* e + acute */
	assert_int_equal(text_columns("\xe2\x9c\x93\xe2\x9c\x97"), 2); /* the marks */
	assert_int_equal(text_columns("\xe2\x86\x92\xc2\xb7"), 2);     /* arrow and dot */
	assert_int_equal(text_columns("\xf0\x9f\x98\x80"), 2);
	assert_int_equal(text_columns("a\x1b"), 1);
	assert_int_equal(text_columns("\xe2\x80\x8b"), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_empty_text_reads_as_the_empty_string),
		cmocka_unit_test(text_grows_to_its_ceiling_and_no_further),
		cmocka_unit_test(what_does_not_fit_is_cut_and_nothing_follows_it),
		cmocka_unit_test(a_character_is_never_torn_by_the_ceiling),
		cmocka_unit_test(long_formatted_text_is_added_whole),
		cmocka_unit_test(every_kind_of_byte_has_its_escaped_form_and_comes_back),
		cmocka_unit_test(every_pair_of_bytes_comes_back_from_a_printable_form),
		cmocka_unit_test(an_escape_is_whole_or_left_out),
		cmocka_unit_test(what_is_no_escaped_form_is_refused),
		cmocka_unit_test(text_escaped_takes_null_as_empty),
		cmocka_unit_test(utf8_lengths_and_code_points_are_exact),
		cmocka_unit_test(columns_count_wide_and_combining_characters),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
