/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/page.h"
#include "report/table.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

static struct page page;
static char *drawn;
static size_t drawn_n;

static void begin(const struct style *s)
{
	page_begin(&page, open_memstream(&drawn, &drawn_n), s);
}

/* Compares what was drawn since begin. */
static void ends_as(const char *expected)
{
	FILE *out = page.out;
	assert_true(page_end(&page));
	fclose(out);
	assert_string_equal(drawn, expected);
	free(drawn);
}

static const struct style narrow = {.utf8 = true, .columns = 40};
static const struct style ascii = {.columns = 40};
static const struct style color = {.utf8 = true, .columns = 40, .color = true};

static void text_wraps_with_a_hanging_indent(void **state)
{
	(void)state;
	begin(&narrow);
	const struct para para = {.margin = 2,
		.hang = 8,
		.label = "Do",
		.text = "one two three four five six seven eight nine ten"};
	page_para(&page, &para);
	ends_as("  Do    one two three four five six\n"
		"        seven eight nine ten\n");
}

static void a_label_that_reaches_the_text_has_one_blank_behind_it(void **state)
{
	(void)state;
	begin(&narrow);
	const struct para para = {.hang = 2, .label = "READY", .text = "now"};
	page_para(&page, &para);
	ends_as("READY now\n");
}

static void a_long_word_stays_whole_and_an_endless_one_is_broken(void **state)
{
	(void)state;
	char url[101], endless[201];
	memset(url, 'u', 100);
	url[100] = '\0';
	memset(endless, 'e', 200);
	endless[200] = '\0';
	begin(&narrow);
	page_text(&page, 2, url);
	assert_int_equal(fflush(page.out), 0);
	assert_int_equal(strlen(drawn), 103);
	page_text(&page, 2, endless);
	assert_int_equal(fflush(page.out), 0);
	size_t lines = 0;
	for (const char *p = drawn + 103; *p; p++) {
		size_t n = strcspn(p, "\n");
		assert_true(n <= 40);
		p += n;
		lines++;
	}
	assert_int_equal(lines, 6);
	fclose(page.out);
	arena_free(page.arena);
	free(drawn);
}

static void only_our_own_words_may_begin_a_line(void **state)
{
	(void)state;
	begin(&narrow);
	struct para para = {.hang = 4, .text = "first\nsecond\n", .lines = true};
	page_para(&page, &para);
	para.lines = false;
	page_para(&page, &para);
	ends_as("    first\n    second\n    first\\x0asecond\\x0a\n");
}

static void a_line_of_configuration_is_not_wrapped(void **state)
{
	(void)state;
	begin(&narrow);
	const struct para para = {.hang = 2,
		.text = "nginx:\n  location ^~ /.well-known/ { root /var/www; }  # all",
		.lines = true};
	page_para(&page, &para);
	ends_as("  nginx:\n    location ^~ /.well-known/ { root /var/www; }  # all\n");
}

static void hostile_bytes_are_escaped_by_every_verb(void **state)
{
	(void)state;
	begin(&narrow);
	page_line(&page, "a\x1b[2J");
	page_head(&page, "b\xff");
	page_text(&page, 0, "c\x9b");
	page_put(&page, TINT_RED, "d\x07");
	const struct para para = {.hang = 2, .label = "e\n", .text = ""};
	page_para(&page, &para);
	ends_as("a\\x1b[2J\nb\\xff\nc\\x9b\nd\\x07e\\x0a\n");
}

static void ascii_has_a_form_for_every_character(void **state)
{
	(void)state;
	begin(&ascii);
	page_line(&page, "✓ ✗ · → … – “x” ≤ é 中");
	ends_as("+ x . -> ... - \"x\" <= \\u{00e9} \\u{4e2d}\n");
}

static void colour_surrounds_the_label_alone(void **state)
{
	(void)state;
	begin(&color);
	const struct para para = {
		.hang = 2, .label = "✗", .tint = TINT_RED, .text = "fails"};
	page_para(&page, &para);
	page_head(&page, "Head");
	ends_as("\033[1;31m✗\033[0m fails\n\033[1mHead\033[0m\n");
}

static void a_name_is_shortened_in_its_middle(void **state)
{
	(void)state;
	begin(&narrow);
	assert_string_equal(page_middle(&page, "short", 5), "short");
	assert_string_equal(page_middle(&page, "www.example.com", 10), "www.ex…com");
	assert_string_equal(page_middle(&page, "中文中文中文", 7), "中文…文");
	ends_as("");
}

static void a_sentence_is_cut_at_its_parts(void **state)
{
	(void)state;
	begin(&narrow);
	assert_string_equal(page_brief(&page, "It fails.", 20), "It fails");
	assert_string_equal(page_brief(&page, "it fails: here (301 to x), there", 24),
		"it fails: here …");
	assert_string_equal(
		page_brief(&page, "one two three four five", 16), "one two three …");
	assert_string_equal(page_brief(&page, "onetwothreefourfive", 6), "onetwo …");
	assert_string_equal(page_brief(&page, "中文中文", 4), "中 …");
	ends_as("");
}

static void long_text_is_cut_between_characters(void **state)
{
	(void)state;
	char s[2001] = "";
	for (int i = 0; i < 666; i++)
		memcpy(s + 3 * i, "中", 4);
	begin(&narrow);
	assert_null(page_cut(&page, NULL));
	assert_string_equal(page_cut(&page, "all"), "all");
	const char *cut = page_cut(&page, s);
	assert_int_equal(strlen(cut), PAGE_TEXT_MAX / 3 * 3 + strlen("…"));
	assert_string_equal(cut + strlen(cut) - 6, "中…");
	ends_as("");
}

static void rows_stand_below_one_another_and_narrow_ones_wrap(void **state)
{
	(void)state;
	static const struct style wide = {.utf8 = true, .columns = 80};
	const struct style *const styles[] = {&wide, &narrow};
	static const char *const expected[] = {
		"  eth0  192.0.2.1    up\n"
		"  lo    2001:db8::1  and more of it\n"
		"  and 1 more; --format json has all\n",
		"  eth0 192.0.2.1, up\n"
		"  lo 2001:db8::1, and more of it\n"
		"  and 1 more; --format json has all\n",
	};
	for (int i = 0; i < 2; i++) {
		begin(styles[i]);
		struct table t = {.page = &page};
		table_add(&t, TINT_NONE, "eth0", "192.0.2.1", "up", NULL);
		table_add(&t, TINT_NONE, "lo", "2001:db8::1", "and more of it", NULL);
		table_add(&t, TINT_NONE, "last", "", "", NULL);
		table_draw(&t, 2, 2);
		ends_as(expected[i]);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(text_wraps_with_a_hanging_indent),
		cmocka_unit_test(a_label_that_reaches_the_text_has_one_blank_behind_it),
		cmocka_unit_test(a_long_word_stays_whole_and_an_endless_one_is_broken),
		cmocka_unit_test(only_our_own_words_may_begin_a_line),
		cmocka_unit_test(a_line_of_configuration_is_not_wrapped),
		cmocka_unit_test(hostile_bytes_are_escaped_by_every_verb),
		cmocka_unit_test(ascii_has_a_form_for_every_character),
		cmocka_unit_test(colour_surrounds_the_label_alone),
		cmocka_unit_test(a_name_is_shortened_in_its_middle),
		cmocka_unit_test(a_sentence_is_cut_at_its_parts),
		cmocka_unit_test(long_text_is_cut_between_characters),
		cmocka_unit_test(rows_stand_below_one_another_and_narrow_ones_wrap),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
