/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the records' rows say beyond place and type (test_profile_facts compares those):
 * each fixed part of a value stands in the facts file, each level has its rule.
 */
#include "profile_read.h"
#include "profile_rows.h"
#include "text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct arena *a;
static json_t *facts;

#include "profile_quotes.h"
#include "profile_says.h"

static const json_t *records_of(const struct profile *p)
{
	const json_t *all = at(facts, "profiles");
	for (size_t i = 0; i < json_array_size(all); i++) {
		const json_t *ca = json_array_get(all, i);
		bool same = strcmp(str(ca, "id"), p->id) == 0;
		for (const char *const *n = p->aliases; n && *n; n++)
			same = same || strcmp(str(ca, "id"), *n) == 0;
		if (same)
			return at(ca, "dns.records");
	}
	return NULL;
}

static void expect_words(const struct profile *p, const json_t *r, const char *words)
{
	char copy[128], *rest = copy;
	snprintf(copy, sizeof(copy), "%s", words);
	for (char *word; (word = strsep(&rest, " "));) {
		bool as_sectigo = says(r, "value", "as Sectigo");
		if (!says(r, "value", word) && !as_sectigo)
			fail_msg("%s: \"%s\" is not in the facts", p->id, word);
	}
}

/* RFC 8555 names the level of ACME's; Sectigo's and the persistent one climb. */
static enum level_rule level_of(const json_t *r)
{
	if (says(r, "name", "_acme-challenge"))
		return LEVEL_NAME;
	if (says(r, "name", "_validation-persist") || says(r, "value", "as Sectigo") ||
		says(r, "note", "each authorization domain name"))
		return LEVEL_ANY_PARENT;
	return LEVEL_UNKNOWN;
}

static void compare(const struct profile *p, const json_t *all)
{
	size_t n = 0;
	for (const struct record_form *f = p->records; f && (f->prefix || f->type); f++) {
		const json_t *r = json_array_get(all, n++);
		assert_non_null(r);
		if (f->value_prefix)
			expect_words(p, r, f->value_prefix);
		if (f->target)
			expect_words(p, r, f->target);
		if (strcmp(f->type ? f->type : "", "CNAME") == 0)
			assert_non_null(f->target);
		if (f->level != level_of(r))
			fail_msg("%s: level %s of %s", p->id, level_rule_words[f->level],
				str(r, "name"));
	}
	assert_int_equal(n, json_array_size(all));
}

static void every_fixed_part_and_level_has_its_source(void **state)
{
	(void)state;
	size_t n, compared = 0;
	const struct profile *rows = profile_rows(&n);
	for (size_t i = 0; i < n; i++) {
		const json_t *all = records_of(&rows[i]);
		if (!all)
			continue;
		compare(&rows[i], all);
		compared++;
	}
	assert_int_equal(compared, 10); /* of Actalis no source tells the host */
}

static void the_providers_levels_are_quoted(void **state)
{
	(void)state;
	size_t n, asked = 0;
	const struct profile *rows = profile_rows(&n);
	for (size_t i = 0; i < n; i++) {
		const struct quote *q = find_quote(rows[i].id, "records.level");
		if (!q)
			continue;
		for (const struct record_form *f = rows[i].records; f->prefix; f++)
			assert_string_equal(q->value, level_rule_words[f->level]);
		asked++;
	}
	assert_int_equal(asked, 2);
}

static void an_overlay_takes_the_providers_level_and_ttl(void **state)
{
	(void)state;
	const struct profile *p;
	const char *nearest;
	assert_int_equal(profile_find(a, "huawei/digicert", &p, &nearest), ERR_OK);
	assert_int_equal(p->record_ttl_max, 300);
	assert_int_equal(p->records[0].level, LEVEL_PARENT_OF_WWW);
	assert_int_equal(p->records[3].level, LEVEL_NAME);
	assert_int_equal(profile_digicert.records[0].level, LEVEL_UNKNOWN);
	assert_int_equal(profile_find(a, "alibaba/sectigo", &p, &nearest), ERR_OK);
	assert_int_equal(p->record_ttl_max, 600);
	assert_int_equal(p->records[0].level, LEVEL_ANY_PARENT);
}

static const struct profile *read_one(const char *members)
{
	const struct profile *p;
	const char *why, *nearest;
	const char *json =
		arena_printf(a, "{\"profiles\": [{\"id\": \"x\", %s}]}", members);
	if (profile_read(a, json, strlen(json), "ca.json", &why))
		fail_msg("refused: %s", why);
	assert_int_equal(profile_find(a, "x", &p, &nearest), ERR_OK);
	return p;
}

static void records_are_read_from_a_file(void **state)
{
	(void)state;
	const struct profile *p = read_one(
		"\"records\": [{\"prefix\": \"_dnsauth\", \"type\": \"TXT\", "
		"\"value_prefix\": "
		"\"v=\", \"level\": \"parent-of-www\", \"sources\": \"BR\"}, "
		"{\"prefix\": "
		"\"\", \"type\": \"CNAME\", \"target\": \"a.example b.example\"}, "
		"{\"type\": "
		"\"TXT\", \"prefix\": null}], \"record_ttl_max\": 60, \"caa_rules\": "
		"{\"exact_case\": true, \"bit1\": false, \"failure_refuses\": true, "
		"\"parameters\": null, \"methods\": [\"dns-01\"], \"tags\": "
		"[\"issuemail\"], "
		"\"maybe\": [\"a.example\"], \"sources\": \"BR\"}");
	assert_string_equal(p->records[0].prefix, "_dnsauth");
	assert_string_equal(p->records[0].value_prefix, "v=");
	assert_int_equal(p->records[0].level, LEVEL_PARENT_OF_WWW);
	assert_string_equal(p->records[1].prefix, "");
	assert_string_equal(p->records[1].target, "a.example b.example");
	assert_null(p->records[2].prefix);
	assert_null(p->records[3].type);
	assert_int_equal(p->record_ttl_max, 60);
	assert_int_equal(p->caa_rules.exact_case, TRI_YES);
	assert_int_equal(p->caa_rules.bit1, TRI_NO);
	assert_int_equal(p->caa_rules.parameters, TRI_UNKNOWN);
	assert_string_equal(p->caa_rules.methods[0], "dns-01");
	assert_string_equal(p->caa_rules.tags[0], "issuemail");
	assert_string_equal(p->caa_rules.maybe[0], "a.example");
	profile_forget();
}

static void bad_records_are_refused_with_their_place(void **state)
{
	(void)state;
	static const struct {
		const char *member, *why;
	} cases[] = {
		{"\"records\": [{\"prefix\": \"_a b\"}]",
			"ca.json: profiles[0].records[0].prefix: \"_a b\" is not the "
			"labels "
			"in front of the name, as \"_dnsauth\", or \"\""},
		{"\"records\": [{\"prefix\": \"a..b\"}]",
			"ca.json: profiles[0].records[0].prefix: \"a..b\" is not the "
			"labels "
			"in front of the name, as \"_dnsauth\", or \"\""},
		{"\"records\": [{\"type\": \"A\"}]",
			"ca.json: profiles[0].records[0].type: \"A\" is not \"TXT\" or "
			"\"CNAME\""},
		{"\"records\": [{\"type\": \"TXT\", \"target\": \"a.b  c.d\"}]",
			"ca.json: profiles[0].records[0].target: \"a.b  c.d\" is not "
			"domain "
			"names with a blank between them"},
		{"\"records\": [{\"level\": \"name\"}]",
			"ca.json: profiles[0].records[0]: an object is not a record with "
			"\"prefix\" or \"type\""},
		{"\"record_ttl_max\": -1", "ca.json: profiles[0].record_ttl_max: -1 is "
					   "not a whole number from "
					   "0 to 604800"},
		{"\"caa_rules\": {\"bit1\": 1}", "ca.json: profiles[0].caa_rules.bit1: 1 "
						 "is not true, false or null"},
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		const char *why;
		const char *json = arena_printf(
			a, "{\"profiles\": [{\"id\": \"x\", %s}]}", cases[i].member);
		assert_int_equal(
			profile_read(a, json, strlen(json), "ca.json", &why), ERR_SYNTAX);
		assert_string_equal(why, cases[i].why);
	}
}

static void every_quoted_source_exists(void **state)
{
	(void)state;
	for (size_t i = 0; i < quote_count; i++) {
		if (!profile_source(quotes[i].source))
			fail_msg("quote %zu: no source %s", i + 1, quotes[i].source);
		assert_true(strlen(quotes[i].text) > 3);
	}
}

static void what_alibaba_says_of_one_brand_is_quoted(void **state)
{
	(void)state;
	size_t asked = 0;
	for (const struct profile_exception *e = profile_exceptions; e->provider;
		e++, asked++) {
		const char *id = arena_printf(a, "%s/%s", e->provider, e->brand),
			   *nearest;
		const struct quote *q = find_quote(id, "dns_token_hours");
		const struct profile *p;
		assert_non_null(q);
		assert_int_equal(profile_find(a, id, &p, &nearest), ERR_OK);
		assert_string_equal(q->value, arena_printf(a, "%d", p->dns_token_hours));
		assert_true(in_list(e->sources, q->source));
	}
	assert_int_equal(asked, 2);
}

static int setup(void **state)
{
	(void)state;
	json_error_t error;
	a = arena_new();
	facts = json_load_file(
		"tests/fixtures/ca-profiles.json", JSON_REJECT_DUPLICATES, &error);
	assert_non_null(facts);
	read_quotes();
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	json_decref(facts);
	arena_free(a);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_fixed_part_and_level_has_its_source),
		cmocka_unit_test(the_providers_levels_are_quoted),
		cmocka_unit_test(an_overlay_takes_the_providers_level_and_ttl),
		cmocka_unit_test(records_are_read_from_a_file),
		cmocka_unit_test(bad_records_are_refused_with_their_place),
		cmocka_unit_test(every_quoted_source_exists),
		cmocka_unit_test(what_alibaba_says_of_one_brand_is_quoted),
	};
	return cmocka_run_group_tests_name("profile_records", tests, setup, teardown);
}
