/* SPDX-License-Identifier: GPL-2.0-or-later */
/* explain, list checks, list profiles. */
#include "check.h"
#include "finding.h"
#include "profile.h"
#include "report/report.h"

#include <jansson.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

static const struct style style_text = {.utf8 = true, .columns = 80};
static const struct style style_verbose = {.utf8 = true, .columns = 80, .verbose = 1};
static const struct style style_json = {.format = FORMAT_JSON, .utf8 = true};
static const struct style style_kv = {.format = FORMAT_KV, .utf8 = true};

typedef bool list_fn(FILE *out, const struct style *s);

static bool explained(FILE *out, const struct style *s)
{
	static const strs none;
	return report_explain(out, s, &finding_table[FINDING_REDIRECTED], "", &none);
}

/* The caller frees it. */
static char *listed(list_fn *list, const struct style *s)
{
	char *p = NULL;
	size_t n = 0;
	FILE *out = open_memstream(&p, &n);
	assert_true(list(out, s));
	fclose(out);
	return p;
}

static json_t *document(list_fn *list)
{
	char *s = listed(list, &style_json);
	json_t *j = json_loads(s, JSON_REJECT_DUPLICATES, NULL);
	assert_non_null(j);
	free(s);
	assert_string_equal(
		json_string_value(json_object_get(j, "schema")), "pkiready/1");
	return j;
}

static const char *member(const json_t *j, const char *name)
{
	return json_string_value(json_object_get(j, name));
}

static void explain_tells_all_that_the_table_has(void **state)
{
	(void)state;
	const struct finding_info *x = &finding_table[FINDING_REDIRECTED];
	char *s = listed(explained, &style_text);
	assert_ptr_equal(strstr(s, "redirected"), s);
	assert_non_null(strstr(s, "on the path at: redirect"));
	free(s);
	json_t *j = document(explained), *f = json_object_get(j, "finding");
	assert_string_equal(member(j, "command"), "explain");
	assert_string_equal(member(f, "id"), "redirected");
	assert_string_equal(member(f, "section"), x->section);
	assert_string_equal(member(f, "title"), x->title);
	assert_string_equal(member(f, "why"), x->why);
	assert_string_equal(member(f, "advice"), x->advice);
	assert_string_equal(member(f, "proof"), "proved");
	json_decref(j);
	s = listed(explained, &style_kv);
	assert_non_null(strstr(s, "\nfinding.id=redirected\n"));
	free(s);
}

static void every_check_and_finding_is_listed(void **state)
{
	(void)state;
	char *s = listed(report_checks, &style_text);
	json_t *j = document(report_checks);
	json_t *rows = json_object_get(j, "checks"),
	       *ids = json_object_get(j, "findings");
	size_t n = 0;
	for (; checks[n]; n++) {
		json_t *row = json_array_get(rows, n);
		assert_string_equal(member(row, "id"), checks[n]->id);
		assert_string_equal(member(row, "why"), checks[n]->why);
		assert_non_null(strstr(s, checks[n]->id));
	}
	assert_int_equal(json_array_size(rows), n);
	assert_int_equal(json_array_size(ids), FINDING__MAX);
	for (int i = 0; i < FINDING__MAX; i++) {
		assert_string_equal(member(json_array_get(ids, (size_t)i), "id"),
			finding_table[i].id);
		assert_non_null(strstr(s, finding_table[i].id));
	}
	json_decref(j);
	free(s);
}

static void every_profile_is_listed_with_its_lists_and_their_dates(void **state)
{
	(void)state;
	size_t n;
	const struct profile *rows = profile_rows(&n);
	char *s = listed(report_profiles, &style_text);
	json_t *j = document(report_profiles), *all = json_object_get(j, "profiles");
	assert_int_equal(json_array_size(all), n);
	for (size_t i = 0; i < n; i++) {
		json_t *p = json_array_get(all, i), *lists = json_object_get(p, "lists");
		size_t k = 0;
		assert_string_equal(member(p, "id"), rows[i].id);
		assert_non_null(strstr(s, rows[i].id));
		for (; rows[i].lists && rows[i].lists[k].name; k++) {
			const struct address_list *l = &rows[i].lists[k];
			json_t *list = json_array_get(lists, k);
			size_t addresses = 0;
			while (l->prefixes && l->prefixes[addresses])
				addresses++;
			assert_string_equal(member(list, "name"), l->name);
			assert_int_equal(
				json_array_size(json_object_get(list, "prefixes")),
				addresses);
			if (l->date)
				assert_string_equal(member(list, "date"), l->date);
			else
				assert_true(json_is_null(json_object_get(list, "date")));
			assert_true(
				json_array_size(json_object_get(list, "sources")) > 0);
		}
		assert_int_equal(json_array_size(lists), k);
	}
	json_decref(j);
	free(s);
}

static const json_t *profile(const json_t *j, const char *id)
{
	const json_t *all = json_object_get(j, "profiles");
	for (size_t i = 0; i < json_array_size(all); i++)
		if (strcmp(member(json_array_get(all, i), "id"), id) == 0)
			return json_array_get(all, i);
	fail_msg("no profile %s", id);
	return NULL;
}

static void what_no_source_tells_is_null_and_never_a_number(void **state)
{
	(void)state;
	json_t *j = document(report_profiles);
	const json_t *redirects = json_object_get(profile(j, "digicert"), "redirects");
	assert_true(json_is_null(json_object_get(redirects, "max")));
	assert_true(json_is_true(json_object_get(redirects, "followed")));
	assert_int_equal(json_array_size(json_object_get(redirects, "codes")), 3);
	redirects = json_object_get(profile(j, "certum"), "redirects");
	assert_true(json_is_null(json_object_get(redirects, "followed")));
	const json_t *strict = json_object_get(profile(j, "strict"), "redirects");
	assert_true(json_is_false(json_object_get(strict, "followed")));
	json_decref(j);
}

static void verbose_spells_out_sources_and_waits(void **state)
{
	(void)state;
	char *plain = listed(report_profiles, &style_text);
	char *verbose = listed(report_profiles, &style_verbose);
	assert_null(strstr(plain, "\n  sources "));
	assert_non_null(strstr(verbose, "\n  sources "));
	assert_non_null(strstr(verbose, "SEED000: S0: Alibaba Cloud"));
	assert_null(strstr(plain, "\n  waits "));
	assert_non_null(strstr(verbose, "\n  waits "));
	free(plain);
	free(verbose);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(explain_tells_all_that_the_table_has),
		cmocka_unit_test(every_check_and_finding_is_listed),
		cmocka_unit_test(every_profile_is_listed_with_its_lists_and_their_dates),
		cmocka_unit_test(what_no_source_tells_is_null_and_never_a_number),
		cmocka_unit_test(verbose_spells_out_sources_and_waits),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
