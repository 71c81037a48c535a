/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What holds for every report, whatever the world. */
#include "report_drawn.h"
#include "text.h"

#include <inttypes.h>
#include <jansson.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

enum { SCREEN_LINES = 24, SCREEN_COLUMNS = 80 };

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

static void a_healthy_host_fits_one_screen(void **state)
{
	(void)state;
	static scene_fn *const healthy[] = {world_healthy, world_cloud};
	for (int i = 0; i < 2; i++) {
		int lines = 0;
		const char *p = drawn(a, healthy[i], report_result, &style_text);
		for (; *p; p++)
			lines += *p == '\n';
		assert_in_range(lines, 12, SCREEN_LINES);
	}
}

static size_t longest_word(const char *line)
{
	size_t longest = 0;
	while (*line) {
		size_t n = strcspn(line, " ");
		size_t columns = text_columns(arena_dup(a, line, n));
		longest = columns > longest ? columns : longest;
		line += n + strspn(line + n, " ");
	}
	return longest;
}

/* The first line that is wider than allowed, and not because of one long word. */
static const char *too_wide(const char *s, size_t columns)
{
	enum { LONG_WORD = 24 };
	while (*s) {
		size_t n = strcspn(s, "\n");
		char *line = arena_dup(a, s, n);
		if (text_columns(line) > columns && longest_word(line) < LONG_WORD)
			return line;
		s += n + (s[n] == '\n');
	}
	return NULL;
}

static void assert_fits(scene_fn *scene, report_fn *report, int columns)
{
	struct style s = {.utf8 = true, .columns = columns, .verbose = 1};
	const char *line = too_wide(drawn(a, scene, report, &s), (size_t)columns);
	if (line)
		fail_msg("wider than %d columns: %s", columns, line);
}

static void no_line_is_wider_than_the_terminal(void **state)
{
	(void)state;
	for (int i = 0; i < SCENES; i++) {
		for (int columns = 40; columns <= 100; columns += 7) {
			assert_fits(scenes[i], report_result, columns);
			assert_fits(scenes[i], report_trace, columns);
		}
	}
}

static void no_line_ends_in_a_blank(void **state)
{
	(void)state;
	const struct style *const styles[] = {&style_text, &style_narrow, &style_verbose};
	for (int i = 0; i < SCENES; i++) {
		for (int k = 0; k < 3; k++) {
			assert_null(strstr(
				drawn(a, scenes[i], report_result, styles[k]), " \n"));
			assert_null(strstr(
				drawn(a, scenes[i], report_trace, styles[k]), " \n"));
		}
	}
}

/* True when a terminal shows s and obeys nothing of it but line ends. */
static bool is_harmless(const char *s)
{
	const unsigned char *p = (const unsigned char *)s;
	size_t n = strlen(s);
	for (size_t i = 0; i < n;) {
		unsigned cp;
		size_t len = text_utf8(p + i, n - i, &cp);
		bool control = cp < 0x20 || (cp >= 0x7f && cp < 0xa0);
		if (len == 0 || (control && cp != '\n') || cp == 0x202e || cp == 0xfeff)
			return false;
		i += len;
	}
	return true;
}

static void no_hostile_byte_reaches_the_terminal(void **state)
{
	(void)state;
	const struct style *const styles[] = {&style_text, &style_ascii, &style_narrow,
		&style_verbose, &style_json, &style_kv};
	for (int k = 0; k < 6; k++) {
		for (int i = 0; i < SCENES; i++) {
			const char *is = drawn(a, scenes[i], report_result, styles[k]);
			assert_non_null(is);
			assert_true(is_harmless(is));
			assert_true(is_harmless(
				drawn(a, scenes[i], report_trace, styles[k])));
		}
	}
}

static void an_ascii_locale_gets_ascii_alone(void **state)
{
	(void)state;
	struct style s = style_ascii;
	s.verbose = 1;
	for (int i = 0; i < SCENES; i++)
		for (const char *p = drawn(a, scenes[i], report_result, &s); *p; p++)
			assert_true((unsigned char)*p < 0x80);
}

static char *without_sgr(const char *s)
{
	char *out = arena_alloc(a, strlen(s) + 1), *p = out;
	while (*s) {
		if (s[0] == '\033' && s[1] == '[')
			s += strcspn(s, "m") + 1;
		else
			*p++ = *s++;
	}
	return out;
}

static void colour_adds_nothing_but_colour(void **state)
{
	(void)state;
	for (int i = 0; i < SCENES; i++) {
		const char *plain = drawn(a, scenes[i], report_result, &style_text);
		const char *color = drawn(a, scenes[i], report_result, &style_color);
		assert_null(strchr(plain, '\033'));
		assert_non_null(strstr(color, "\033["));
		assert_string_equal(without_sgr(color), plain);
	}
}

/* -- kv against the JSON ------------------------------------------------------------ */
static void flatten(struct text *t, const char *key, const json_t *j)
{
	const char *name, *dot = *key ? "." : "";
	json_t *value;
	size_t i;
	struct bytes unused;
	switch (json_typeof(j)) {
	case JSON_OBJECT:
		json_object_foreach((json_t *)(uintptr_t)j, name, value)
			flatten(t, arena_printf(a, "%s%s%s", key, dot, name), value);
		break;
	case JSON_ARRAY:
		json_array_foreach(j, i, value)
			flatten(t, arena_printf(a, "%s%s%d", key, dot, (int)i), value);
		break;
	case JSON_STRING:
		text_printf(t, "%s=", key);
		for (const char *s = json_string_value(j); *s; s++)
			text_add(t, *s == '\n' ? "\\x0a" : (const char[]){*s, '\0'});
		text_add(t, "\n");
		/* advice alone holds line feeds of its own */
		if (!strchr(json_string_value(j), '\n'))
			assert_true(text_unescape(a, json_string_value(j), &unused));
		else
			assert_non_null(strstr(key, ".advice"));
		break;
	case JSON_INTEGER:
		text_printf(t, "%s=%lld\n", key, (long long)json_integer_value(j));
		break;
	case JSON_TRUE:
	case JSON_FALSE:
		text_printf(t, "%s=%s\n", key, json_is_true(j) ? "true" : "false");
		break;
	case JSON_REAL:
		fail_msg("%s is no whole number", key);
		break;
	case JSON_NULL:
		break;
	}
}

static void kv_is_the_flattened_json(void **state)
{
	(void)state;
	report_fn *const reports[] = {report_result, report_trace};
	for (int i = 0; i < 2 * SCENES; i++) {
		json_error_t error;
		struct text t;
		const char *json = drawn(a, scenes[i / 2], reports[i % 2], &style_json);
		const char *kv = drawn(a, scenes[i / 2], reports[i % 2], &style_kv);
		json_t *j = json_loads(json, JSON_REJECT_DUPLICATES, &error);
		if (!j)
			fail_msg("line %d: %s", error.line, error.text);
		text_init(&t, a, SIZE_MAX);
		flatten(&t, "", j);
		json_decref(j);
		assert_string_equal(kv, text_str(&t));
	}
}

static json_t *document(scene_fn *scene)
{
	json_t *j = json_loads(drawn(a, scene, report_result, &style_json), 0, NULL);
	assert_non_null(j);
	return j;
}

static void the_document_says_the_verdict_and_the_exit_code(void **state)
{
	(void)state;
	static scene_fn *const which[] = {world_healthy, world_redirect, world_denied};
	static const char *const verdicts[] = {"ready", "not-ready", "unknown"};
	for (int i = 0; i < 3; i++) {
		json_t *j = document(which[i]);
		assert_string_equal(
			json_string_value(json_object_get(j, "verdict")), verdicts[i]);
		assert_int_equal(json_integer_value(json_object_get(j, "exit")), i);
		assert_string_equal(
			json_string_value(json_object_get(j, "schema")), "pkiready/1");
		assert_string_equal(
			json_string_value(json_object_get(j, "command")), "diagnose");
		json_decref(j);
	}
}

static void causes_and_consequences_point_at_each_other(void **state)
{
	(void)state;
	json_t *j = document(world_no_listener);
	json_t *all = json_object_get(j, "findings");
	json_t *cause = json_array_get(all, 0);
	assert_true(json_is_null(json_object_get(cause, "cause")));
	json_t *consequences = json_object_get(cause, "consequences");
	assert_int_equal(json_array_size(consequences), 4);
	for (size_t i = 0; i < 4; i++) {
		size_t at = (size_t)json_integer_value(json_array_get(consequences, i));
		json_t *x = json_array_get(all, at);
		assert_string_equal(
			json_string_value(json_object_get(x, "id")), "connect-refused");
		assert_int_equal(json_integer_value(json_object_get(x, "cause")), 0);
		assert_true(json_is_integer(json_object_get(x, "cause")));
	}
	json_decref(j);
}

static void the_expected_bytes_are_not_told_but_for_what_was_served(void **state)
{
	(void)state;
	const char *s = drawn(a, world_no_listener, report_result, &style_json);
	assert_null(strstr(s, "2f7c61d0a4e84f1c"));
	assert_non_null(strstr(s, "\"size\": 16"));
}

static bool unwritten(FILE *out, const struct style *s, const struct result *r)
{
	static const strs none;
	FILE *full = fopen("/dev/full", "w");
	bool ok = report_result(full, s, r) || report_trace(full, s, r) ||
		  report_explain(full, s, &finding_table[0], "", &none) ||
		  report_profiles(full, s) || report_checks(full, s);
	fclose(full);
	return fputs(ok ? "true" : "false", out) != EOF;
}

static void a_full_disk_is_told_to_the_caller(void **state)
{
	(void)state;
	assert_string_equal(drawn(a, world_healthy, unwritten, &style_text), "false");
	assert_string_equal(drawn(a, world_healthy, unwritten, &style_json), "false");
	assert_string_equal(drawn(a, world_healthy, unwritten, &style_kv), "false");
}

static void world_required(struct world *w, struct arena *arena)
{
	world_healthy(w, arena);
	w->target.require_outside = true;
}

static void require_outside_is_told_in_the_verdict(void **state)
{
	(void)state;
	const char *s = drawn(a, world_required, report_result, &style_wide);
	assert_non_null(strstr(s, "not proved: upstream. --require-outside"));
	assert_non_null(strstr(
		drawn(a, world_required, report_result, &style_json), "\"exit\": 2"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_healthy_host_fits_one_screen),
		cmocka_unit_test(no_line_is_wider_than_the_terminal),
		cmocka_unit_test(no_line_ends_in_a_blank),
		cmocka_unit_test(no_hostile_byte_reaches_the_terminal),
		cmocka_unit_test(an_ascii_locale_gets_ascii_alone),
		cmocka_unit_test(colour_adds_nothing_but_colour),
		cmocka_unit_test(kv_is_the_flattened_json),
		cmocka_unit_test(the_document_says_the_verdict_and_the_exit_code),
		cmocka_unit_test(causes_and_consequences_point_at_each_other),
		cmocka_unit_test(the_expected_bytes_are_not_told_but_for_what_was_served),
		cmocka_unit_test(a_full_disk_is_told_to_the_caller),
		cmocka_unit_test(require_outside_is_told_in_the_verdict),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
