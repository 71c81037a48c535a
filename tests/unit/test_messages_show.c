/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cmd_explain.h"
#include "text.h"

#include <jansson.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct arena *a;
static const struct style people = {.format = FORMAT_TEXT, .utf8 = true, .columns = 80};
static const struct style programs = {.format = FORMAT_JSON, .utf8 = true, .columns = 80};

/* What explain writes of the text in this style. */
static char *explained(const struct style *s, const char *text)
{
	struct message_found f;
	char *buf = NULL;
	size_t n;
	FILE *out = open_memstream(&buf, &n);
	message_find(a, text, &f);
	assert_true(f.n > 0);
	assert_true(s->format == FORMAT_TEXT ? explain_text(out, s, &f)
					     : explain_structured(out, s, text, &f));
	fclose(out);
	return buf;
}

static void a_message_is_told_with_causes_command_wait_and_source(void **state)
{
	(void)state;
	char *s = explained(&people, "Too many verification requests");
	assert_string_equal(s,
		"Too many verification requests. Try again later.\n"
		"Huawei Cloud's console, DNS validation\n"
		"\n"
		"Note      what you gave is a part of this message\n"
		"\n"
		"Means     The console limits how often it verifies. It says nothing of "
		"the\n"
		"          record.\n"
		"\n"
		"Can be    too-many-requests: Verify was clicked too often in a short "
		"time\n"
		"\n"
		"Decide    pkiready dns NAME --ca huawei\n"
		"          Use the wait to look whether the record is right.\n"
		"\n"
		"Wait      Huawei Cloud: the console says Too many verification "
		"requests: 3 to 5\n"
		"          minutes (S3)\n"
		"\n"
		"Source    S3: Huawei Cloud, 'Manual DNS Verification' (2024-12-13)\n"
		"\n"
		"pkiready explain ID tells more of one finding.\n");
	free(s);
}

static void what_is_said_of_two_methods_is_told_twice(void **state)
{
	(void)state;
	char *s = explained(&people, "驗證逾時,請重試。");
	assert_non_null(strstr(s, "Alibaba Cloud's console, DNS validation"));
	assert_non_null(strstr(s, "\n--\n"));
	assert_non_null(strstr(s, "Alibaba Cloud's console, file validation"));
	assert_non_null(strstr(s, "Also      Verification timed out. Try again.\n"));
	assert_non_null(strstr(s, "验证超时,请重试。 (our transliteration)\n"));
	free(s);
}

static void a_slip_is_said_to_be_one(void **state)
{
	(void)state;
	char *s = explained(&people, "Mismatch fond in the DNS recrod");
	assert_non_null(strstr(s, "Mismatch found in the DNS record.\n"));
	assert_non_null(strstr(s, "Note      the nearest message that is known: 8"));
	free(s);
}

/* Commands and single words may be wider: they are to be copied whole. */
static void expect_narrow(const char *s, const char *id)
{
	while (*s) {
		size_t n = strcspn(s, "\n");
		char *line = arena_dup(a, s, n);
		if (text_columns(line) > 80 && !strstr(line, "pkiready ") &&
			strchr(line + 10, ' '))
			fail_msg("%s: wider than 80: %s", id, line);
		s += n + (s[n] == '\n');
	}
}

static void every_message_fits_80_columns_and_stays_ascii_where_asked(void **state)
{
	(void)state;
	struct style ascii = people;
	const struct message *m;
	ascii.utf8 = false;
	for (size_t i = 0; (m = message_at(i)); i++) {
		char *s = explained(&people, m->phrases[0].text);
		assert_non_null(strstr(s, m->said_by));
		assert_null(strstr(s, "\\x"));
		expect_narrow(s, m->id);
		free(s);
		s = explained(&ascii, m->phrases[0].text);
		for (const char *p = s; *p; p++)
			assert_true((unsigned char)*p < 0x80);
		free(s);
	}
}

static void every_message_is_valid_json_with_all_its_parts(void **state)
{
	(void)state;
	const struct message *m;
	for (size_t i = 0; (m = message_at(i)); i++) {
		char *s = explained(&programs, m->phrases[0].text);
		json_t *root = json_loads(s, JSON_REJECT_DUPLICATES, NULL), *list,
		       *x = NULL;
		assert_non_null(root);
		assert_string_equal(
			json_string_value(json_object_get(root, "schema")), "pkiready/1");
		assert_string_equal(json_string_value(json_object_get(root, "query")),
			m->phrases[0].text);
		list = json_object_get(root, "messages");
		for (size_t k = 0; k < json_array_size(list); k++) {
			json_t *id = json_object_get(json_array_get(list, k), "id");
			if (strcmp(json_string_value(id), m->id) == 0)
				x = json_array_get(list, k);
		}
		assert_non_null(x);
		assert_string_equal(
			json_string_value(json_object_get(x, "how")), "holds");
		assert_true(json_array_size(json_object_get(x, "causes")) > 0);
		assert_true(json_array_size(json_object_get(x, "commands")) > 0);
		assert_true(json_array_size(json_object_get(x, "phrases")) > 0);
		json_decref(root);
		free(s);
	}
}

static void a_hostile_query_reaches_no_output_raw(void **state)
{
	(void)state;
	char *s = explained(&programs, "No file found. \033[2J\xff");
	assert_null(strchr(s, '\033'));
	assert_null(strchr(s, '\xff'));
	free(s);
	s = explained(&people, "No file found. \033[2J\xff");
	assert_null(strchr(s, '\033'));
	free(s);
}

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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_message_is_told_with_causes_command_wait_and_source),
		cmocka_unit_test(what_is_said_of_two_methods_is_told_twice),
		cmocka_unit_test(a_slip_is_said_to_be_one),
		cmocka_unit_test(
			every_message_fits_80_columns_and_stays_ascii_where_asked),
		cmocka_unit_test(every_message_is_valid_json_with_all_its_parts),
		cmocka_unit_test(a_hostile_query_reaches_no_output_raw),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
