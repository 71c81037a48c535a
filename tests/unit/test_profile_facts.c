/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Every value of every profile row has a source: for the CAs the facts file, for the
 * rest the table of quotes (seed documents S0 to S4, Boulder, Pebble). The comparer
 * itself is tested by changing each value of each row in turn: it must name exactly
 * the field that was changed.
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

#define FACTS "tests/fixtures/ca-profiles.json"

static struct arena *a;
static json_t *facts;

#include "profile_quotes.h"
#include "profile_text.h"
#include "profile_says.h"

/* What is expected where neither facts nor quotes say anything. */
static const char *unsaid(const struct field *f)
{
	if (f->kind == FIELD_BOOL)
		return "false";
	return f->kind == FIELD_NUMBER && !f->nullable ? "0" : "-";
}

static const char *expected(
	const json_t *ca, const char *id, const char *field, const struct field *f)
{
	const struct quote *q = find_quote(id, field);
	if (q)
		return q->value;
	if (!ca)
		return unsaid(f);
	for (size_t i = 0; i < sizeof(sayings) / sizeof(*sayings); i++) {
		if (strcmp(sayings[i].field, field) == 0)
			return sayings[i].say(ca);
	}
	return "the facts file is not asked for this field";
}

static const json_t *facts_of(const struct profile *p)
{
	const json_t *all = at(facts, "profiles");
	for (size_t i = 0; i < json_array_size(all); i++) {
		const json_t *ca = json_array_get(all, i);
		if (in_list(str(ca, "id"), p->id))
			return ca;
		for (const char *const *n = p->aliases; n && *n; n++) {
			if (strcmp(str(ca, "id"), *n) == 0)
				return ca;
		}
	}
	return NULL;
}

static const char *compare_table(const struct profile *p, const json_t *ca,
	const struct field *table, const void *base, const char *prefix)
{
	for (const struct field *f = table; f->key; f++) {
		if (!compared(f))
			continue;
		const char *field = arena_printf(a, "%s%s", prefix, f->key);
		const char *has = value_text(f, base),
			   *wants = expected(ca, p->id, field, f);
		if (strcmp(has, wants) != 0)
			return arena_printf(a, "%s: has \"%s\", the sources say \"%s\"",
				field, has, wants);
	}
	return NULL;
}

/* NULL, or the first value that no source holds: "field: …". */
static const char *compare(const struct profile *p)
{
	const json_t *ca = facts_of(p);
	const char *s = compare_table(p, ca, profile_fields, p, "");
	if (!s)
		s = compare_table(p, ca, redirect_fields, &p->redirects, "redirects.");
	return s ? s : compare_table(p, ca, caa_fields, &p->caa_rules, "caa_rules.");
}

/* -- tests */

static void every_value_of_every_row_has_its_source(void **state)
{
	(void)state;
	size_t n;
	const struct profile *rows = profile_rows(&n);
	assert_int_equal(n, 16);
	for (size_t i = 0; i < n; i++) {
		const char *s = compare(&rows[i]);
		if (s)
			fail_msg("%s: %s", rows[i].id, s);
	}
}

static void the_cas_are_judged_by_the_facts_file_and_not_by_quotes(void **state)
{
	(void)state;
	static const char *const cas[] = {"digicert", "globalsign", "sectigo",
		"letsencrypt", "google", "zerossl", "ssl.com", "certum", "actalis",
		"trustasia", "amazon"};
	for (size_t i = 0; i < sizeof(cas) / sizeof(*cas); i++) {
		const struct profile *p;
		const char *nearest;
		assert_int_equal(profile_find(a, cas[i], &p, &nearest), ERR_OK);
		if (!facts_of(p))
			fail_msg("%s has no facts", cas[i]);
	}
	/* the quotes that stand above the facts file: what Boulder does, not its
	 * documents */
	for (size_t i = 0; i < quote_count; i++) {
		if (strcmp(quotes[i].profiles, "letsencrypt") == 0)
			assert_true(in_list("redirects.max caa_rules.exact_case "
					    "caa_rules.tags",
				quotes[i].field));
	}
}

/* Changes the value to another one of its kind. */
static void change(const struct field *f, void *base)
{
	static const char *const other_words[] = {"other.example", NULL};
	static const struct address_list other_lists[] = {
		{"published", other_words, NULL, NULL}, {NULL, NULL, NULL, NULL}};
	static const struct record_form other_records[] = {
		{"_other", "TXT", NULL, NULL, LEVEL_NAME, NULL},
		{NULL, NULL, NULL, NULL, LEVEL_UNKNOWN, NULL}};
	const void *p = "/other/";
	char *member = (char *)base + f->offset;
	int v;
	bool b;
	switch (f->kind) {
	case FIELD_TRI:
	case FIELD_WORD:
		memcpy(&v, member, sizeof(v));
		v = v ? 0 : 1;
		if (f->kind == FIELD_WORD && v == 0 &&
			strcmp(f->words[0], "unknown") != 0)
			v = 2;
		memcpy(member, &v, sizeof(v));
		return;
	case FIELD_NUMBER:
	case FIELD_CODES:
		memcpy(&v, member, sizeof(v));
		v = v == PROFILE_UNKNOWN ? 7 : v + 1;
		memcpy(member, &v, sizeof(v));
		return;
	case FIELD_BOOL:
		memcpy(&b, member, sizeof(b));
		b = !b;
		memcpy(member, &b, sizeof(b));
		return;
	case FIELD_LISTS:
		p = other_lists;
		break;
	case FIELD_RECORDS:
		p = other_records;
		break;
	case FIELD_AGENTS:
	case FIELD_WORDS:
	case FIELD_HOSTS:
		p = other_words;
		break;
	default:
		break;
	}
	memcpy(member, &p, sizeof(p));
}

static void expect_caught(const struct profile *p, const char *field)
{
	const char *s = compare(p);
	if (!s)
		fail_msg("%s: a changed %s was not noticed", p->id, field);
	assert_memory_equal(s, field, strlen(field));
	assert_int_equal(s[strlen(field)], ':');
}

static void the_comparer_notices_each_value_that_is_changed(void **state)
{
	(void)state;
	size_t n, changed = 0;
	const struct profile *rows = profile_rows(&n);
	for (size_t i = 0; i < n; i++) {
		struct profile p;
		for (const struct field *f = profile_fields; f->key; f++) {
			if (!compared(f))
				continue;
			p = rows[i];
			change(f, &p);
			expect_caught(&p, f->key);
			changed++;
		}
		for (const struct field *f = redirect_fields; f->key; f++) {
			if (!compared(f))
				continue;
			p = rows[i];
			change(f, &p.redirects);
			expect_caught(&p, arena_printf(a, "redirects.%s", f->key));
			changed++;
		}
		for (const struct field *f = caa_fields; f->key; f++) {
			if (!compared(f))
				continue;
			p = rows[i];
			change(f, &p.caa_rules);
			expect_caught(&p, arena_printf(a, "caa_rules.%s", f->key));
			changed++;
		}
	}
	assert_int_equal(changed, 16 * (23 + 8 + 7));
}

static void a_list_with_one_address_less_or_another_date_is_noticed(void **state)
{
	(void)state;
	struct address_list lists[5];
	struct profile p = profile_digicert;
	memcpy(lists, p.lists, sizeof(lists));
	lists[0].prefixes++;
	p.lists = lists;
	expect_caught(&p, "lists");
	memcpy(lists, profile_digicert.lists, sizeof(lists));
	lists[1].date = "2026-04-01";
	expect_caught(&p, "lists");
	lists[1].date = "2026-03-31";
	assert_null(compare(&p));
}

/* Keys of code and documents that were read besides the facts file. */
static bool own_key(const char *key)
{
	static const char *const own[] = {
		"SEED001", "SEED003", "SEED004", "PEBBLE", "GO_HTTP", "COMMFIDES", NULL};
	for (size_t i = 0; own[i]; i++) {
		if (strcmp(own[i], key) == 0)
			return true;
	}
	return false;
}

static void check_sources(const struct profile *p, const char *sources)
{
	char copy[512], *rest = copy;
	assert_non_null(sources);
	assert_true((size_t)snprintf(copy, sizeof(copy), "%s", sources) < sizeof(copy));
	for (char *key; (key = strsep(&rest, " "));) {
		const char *text = profile_source(key);
		if (!text)
			fail_msg("%s: no source \"%s\"", p->id, key);
		const char *path = arena_printf(a, "meta.sources_key.%s", key);
		if (own_key(key))
			assert_null(at(facts, path));
		else if (strncmp(key, "SEED", 4) != 0)
			assert_string_equal(text, str(facts, path));
	}
}

static void every_source_key_leads_to_the_text_of_the_facts_file(void **state)
{
	(void)state;
	size_t n;
	const struct profile *rows = profile_rows(&n);
	for (size_t i = 0; i < n; i++) {
		check_sources(&rows[i], rows[i].sources);
		check_sources(&rows[i], rows[i].redirects.sources);
		for (const struct address_list *l = rows[i].lists; l && l->name; l++)
			check_sources(&rows[i], l->sources);
		const struct record_form *r = rows[i].records;
		for (; r && (r->prefix || r->type); r++)
			check_sources(&rows[i], r->sources);
		if (rows[i].caa_rules.sources)
			check_sources(&rows[i], rows[i].caa_rules.sources);
		for (const struct profile_wait *w = rows[i].waits; w && w->id; w++)
			check_sources(&rows[i], w->sources);
	}
	assert_null(profile_source("NO_SUCH_KEY"));
}

static void every_row_cites_only_what_the_facts_cite_for_it(void **state)
{
	(void)state;
	size_t n;
	const struct profile *rows = profile_rows(&n);
	for (size_t i = 0; i < n; i++) {
		const json_t *ca = facts_of(&rows[i]);
		if (!ca)
			continue;
		char *dump = json_dumps(ca, 0), copy[512], *rest = copy;
		snprintf(copy, sizeof(copy), "%s", rows[i].sources);
		for (char *key; (key = strsep(&rest, " "));) {
			if (strcmp(key, "BR") != 0 &&
				!strstr(dump, arena_printf(a, "\"%s\"", key)))
				fail_msg(
					"%s cites %s, its facts do not", rows[i].id, key);
		}
		free(dump);
	}
}

static void the_seed_lists_of_the_facts_are_those_of_the_rows(void **state)
{
	(void)state;
	const json_t *d = at(facts, "seed_ip_lists.DigiCert");
	const json_t *g = at(facts, "seed_ip_lists.GlobalSign");
	assert_string_equal(
		joined(d, " "), words_at(&profile_digicert.lists[1].prefixes, 0, " "));
	assert_string_equal(
		joined(g, " "), words_at(&profile_globalsign.lists[1].prefixes, 0, " "));
	assert_string_equal(
		joined(d, " "), words_at(&profile_strict.lists[0].prefixes, 0, " "));
	assert_string_equal(
		joined(g, " "), words_at(&profile_strict.lists[1].prefixes, 0, " "));
}

/* Both ways: each wait of a row is quoted with its source, each quote has its wait. */
static void every_wait_is_quoted_from_its_document(void **state)
{
	(void)state;
	size_t n, found = 0, asked = 0;
	const struct profile *rows = profile_rows(&n);
	for (size_t i = 0; i < n; i++) {
		for (const struct profile_wait *w = rows[i].waits; w && w->id; w++) {
			const char *field = arena_printf(a, "wait:%s", w->id);
			const struct quote *q = find_quote(rows[i].id, field);
			if (!q)
				fail_msg("%s: no quote for %s", rows[i].id, field);
			assert_string_equal(q->value,
				arena_printf(a, "%s | %ld", w->wait, w->seconds));
			for (size_t k = 0; k < quote_count; k++) {
				if (strcmp(quotes[k].profiles, rows[i].id) != 0 ||
					strcmp(quotes[k].field, field) != 0)
					continue;
				assert_true(in_list(w->sources, quotes[k].source));
				found++;
			}
		}
	}
	for (size_t k = 0; k < quote_count; k++)
		asked += strncmp(quotes[k].field, "wait:", 5) == 0;
	assert_int_equal(found, asked);
	assert_true(asked > 30);
}

/* -- fixtures */

static int setup(void **state)
{
	(void)state;
	json_error_t error;
	a = arena_new();
	facts = json_load_file(FACTS, JSON_REJECT_DUPLICATES, &error);
	if (!facts)
		fail_msg("%s:%d: %s", FACTS, error.line, error.text);
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
		cmocka_unit_test(every_value_of_every_row_has_its_source),
		cmocka_unit_test(the_cas_are_judged_by_the_facts_file_and_not_by_quotes),
		cmocka_unit_test(the_comparer_notices_each_value_that_is_changed),
		cmocka_unit_test(a_list_with_one_address_less_or_another_date_is_noticed),
		cmocka_unit_test(every_source_key_leads_to_the_text_of_the_facts_file),
		cmocka_unit_test(every_row_cites_only_what_the_facts_cite_for_it),
		cmocka_unit_test(the_seed_lists_of_the_facts_are_those_of_the_rows),
		cmocka_unit_test(every_wait_is_quoted_from_its_document),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
