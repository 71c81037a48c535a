/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "messages.h"

#include "options.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static struct arena *a;

/* "id,id" of all that was found, "-" for nothing. */
static const char *ids_of(const struct message_found *f)
{
	const char *s = "";
	for (size_t i = 0; i < f->n; i++)
		s = arena_printf(a, "%s%s%s", s, i ? "," : "", f->found[i].message->id);
	return f->n ? s : "-";
}

static const char *const how_words[] = {
	[MESSAGE_HOLDS] = "holds", [MESSAGE_PART] = "part", [MESSAGE_NEAR] = "near"};

static const char *how_of(const struct message_found *f)
{
	return f->n ? how_words[f->found[0].how] : "-";
}

/* Calls check with the fields of each line; says how many lines there were. */
static size_t each_line(const char *name, size_t fields,
	void (*check)(char *const field[3], const char *where))
{
	char line[2048], *field[3] = {NULL};
	size_t n = 0, number = 0;
	FILE *f = fopen(arena_printf(a, "tests/fixtures/messages/%s", name), "r");
	if (!f)
		fail_msg("%s is missing", name);
	while (fgets(line, sizeof(line), f)) {
		char *rest = line;
		number++;
		if (line[0] == '#')
			continue;
		line[strcspn(line, "\n")] = '\0';
		for (size_t i = 0; i < fields; i++)
			field[i] = strsep(&rest, "\t");
		if (rest || !field[fields - 1])
			fail_msg("%s:%zu has not %zu fields", name, number, fields);
		check(field, arena_printf(a, "%s:%zu", name, number));
		n++;
	}
	fclose(f);
	return n;
}

static void expect_ids(const char *text, const char *ids, const char *where)
{
	struct message_found f;
	message_find(a, text, &f);
	if (strcmp(ids_of(&f), ids) != 0)
		fail_msg("%s: \"%s\" is %s, expected %s", where, text, ids_of(&f), ids);
}

static void check_seed(char *const field[3], const char *where)
{
	struct message_found f;
	expect_ids(field[2], field[1], where);
	message_find(a, field[2], &f);
	assert_string_equal(how_of(&f), "holds");
}

static void every_message_of_the_documents_is_known(void **state)
{
	(void)state;
	assert_int_equal(each_line("seeds.tsv", 3, check_seed), 69);
}

static void check_validator(char *const field[3], const char *where)
{
	expect_ids(field[1], field[0], where);
}

static void what_validators_and_clients_log_is_known(void **state)
{
	(void)state;
	assert_true(each_line("validators.tsv", 2, check_validator) > 80);
}

static void check_nearly(char *const field[3], const char *where)
{
	struct message_found f;
	expect_ids(field[2], field[1], where);
	message_find(a, field[2], &f);
	if (strcmp(how_of(&f), field[0]) != 0)
		fail_msg("%s: \"%s\" fits as %s, expected %s", where, field[2],
			how_of(&f), field[0]);
}

static void slips_parts_and_other_clothes_are_tolerated(void **state)
{
	(void)state;
	assert_int_equal(each_line("nearly.tsv", 3, check_nearly), 20);
}

static void what_is_no_message_is_not_taken_for_one(void **state)
{
	(void)state;
	static const char *const texts[] = {"", "   ", "hello world", "the", "dns",
		"file", "404", "no", "*", "* *", "…", "certificate", "\xff\xfe\x80", "未",
		"的记录", "The quick brown fox jumps over the lazy dog", "GET / HTTP/1.1",
		"nginx: configuration file test is successful"};
	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++)
		expect_ids(texts[i], "-", "unknown");
}

static void the_nearest_messages_are_offered_best_first(void **state)
{
	(void)state;
	struct message_found f;
	message_nearest(a, "verification of the DNS failed, please try later", &f);
	assert_true(f.n >= 1 && f.n <= 3);
	assert_string_equal(f.found[0].message->id, "huawei-failed");
	for (size_t i = 1; i < f.n; i++)
		assert_true(f.found[i - 1].percent >= f.found[i].percent);
	message_nearest(a, "qqqq zzzz", &f);
	assert_int_equal(f.n, 0);
}

static void every_phrase_finds_its_own_message(void **state)
{
	(void)state;
	const struct message *m;
	for (size_t i = 0; (m = message_at(i)); i++) {
		for (const struct message_phrase *p = m->phrases; p->text; p++) {
			struct message_found f;
			bool found = false;
			message_find(a, p->text, &f);
			for (size_t k = 0; k < f.n; k++)
				found = found || f.found[k].message == m;
			if (!found)
				fail_msg("\"%s\" of %s finds %s", p->text, m->id,
					ids_of(&f));
		}
	}
}

static void check_phrases(const struct message *m)
{
	for (const struct message_phrase *p = m->phrases; p->text; p++) {
		bool ascii = true;
		for (const char *c = p->text; *c; c++)
			ascii = ascii && (unsigned char)*c < 0x80;
		assert_int_equal(ascii, strcmp(p->lang, "en") == 0);
		assert_int_equal(p->transliterated, strcmp(p->lang, "zh-Hans") == 0);
		char copy[128], *rest = copy;
		snprintf(copy, sizeof(copy), "%s", p->sources);
		for (char *key; (key = strsep(&rest, " "));) {
			if (!profile_source(key))
				fail_msg("%s: no source %s", m->id, key);
		}
	}
}

static void check_waits(const struct message *m)
{
	for (const char *const *w = m->waits; w && *w; w++) {
		const struct profile *provider;
		if (!message_wait(*w, &provider))
			fail_msg("%s: no wait %s", m->id, *w);
	}
}

static void every_message_is_whole(void **state)
{
	(void)state;
	const struct message *m;
	size_t n = 0;
	for (size_t i = 0; (m = message_at(i)); i++, n++) {
		assert_ptr_equal(message_by_id(m->id), m);
		assert_true(strlen(m->means) > 20 && strlen(m->decide) > 10);
		assert_non_null(m->said_by);
		assert_non_null(m->phrases[0].text);
		assert_non_null(m->causes[0].when);
		for (const struct message_cause *c = m->causes; c->when; c++)
			assert_true(c->id < FINDING__MAX);
		assert_non_null(m->commands[0]);
		check_phrases(m);
		check_waits(m);
	}
	assert_true(n > 60);
}

/* The ids of messages and of findings are given to the same command. */
static void no_message_has_a_findings_id(void **state)
{
	(void)state;
	static const char *const ids[] = {
#define FINDING(symbol, id, ...) id,
#include "finding_list.h"
#undef FINDING
	};
	for (size_t i = 0; i < sizeof(ids) / sizeof(*ids); i++)
		assert_null(message_by_id(ids[i]));
}

static const struct option_row *option_named(const char *word)
{
	for (const struct option_row *o = option_rows; o->name; o++) {
		size_t n = strlen(o->name);
		if (strncmp(word, "--", 2) == 0 && strncmp(word + 2, o->name, n) == 0 &&
			(!word[2 + n] || word[2 + n] == '='))
			return o;
		if (word[0] == '-' && word[1] == o->letter && !word[2])
			return o;
	}
	return NULL;
}

static enum cmd_id command_named(const char *word)
{
	int c = 0;
	while (c < CMD__MAX && strcmp(command_rows[c].name, word) != 0)
		c++;
	return (enum cmd_id)c;
}

/* A command of this tool must parse: its name, and each option one of that command's. */
static void check_command(const struct message *m, const char *line)
{
	char copy[256], *rest = copy;
	snprintf(copy, sizeof(copy), "%s", line);
	char *word = strsep(&rest, " ");
	if (strcmp(word, "sudo") == 0)
		word = strsep(&rest, " ");
	if (strcmp(word, "pkiready") != 0)
		return;
	enum cmd_id c = command_named(strsep(&rest, " "));
	assert_true(c < CMD__MAX);
	while ((word = strsep(&rest, " "))) {
		const struct option_row *o = word[0] == '-' ? option_named(word) : NULL;
		if (word[0] == '-' && (!o || !(o->commands & CMD_BIT(c))))
			fail_msg("%s: \"%s\": %s is no option of it", m->id, line, word);
		if (!o || strcmp(o->name, "ca") != 0)
			continue;
		const struct profile *p;
		const char *nearest, *name = strsep(&rest, " ");
		if (strcmp(name, "PROFILE") != 0)
			assert_int_equal(profile_find(a, name, &p, &nearest), ERR_OK);
	}
}

static void every_command_is_one_that_can_be_typed(void **state)
{
	(void)state;
	const struct message *m;
	for (size_t i = 0; (m = message_at(i)); i++) {
		for (const char *const *c = m->commands; *c; c++)
			check_command(m, *c);
		assert_true(strstr(m->commands[0], "pkiready ") != NULL);
	}
}

static void every_wait_of_the_providers_is_told_by_some_message(void **state)
{
	(void)state;
	size_t n;
	const struct profile *rows = profile_rows(&n);
	for (size_t i = 0; i < n; i++) {
		for (const struct profile_wait *w = rows[i].waits; w && w->id; w++) {
			const char *name = arena_printf(a, "%s/%s", rows[i].id, w->id);
			const struct message *m;
			bool told = false;
			for (size_t k = 0; (m = message_at(k)); k++) {
				for (const char *const *x = m->waits; x && *x; x++)
					told = told || strcmp(*x, name) == 0;
			}
			if (!told)
				fail_msg("%s is told by no message", name);
		}
	}
}

static void an_endless_log_is_read_as_far_as_the_limit(void **state)
{
	(void)state;
	size_t n = 4 << 20;
	char *s = arena_alloc(a, n + 1);
	memset(s, 'x', n);
	memcpy(s + 1000, " No file found. ", 16);
	expect_ids(s, "alibaba-no-file", "long");
	memset(s + 1000, 'x', 16);
	memcpy(s + MESSAGE_TEXT_MAX, " No file found. ", 16);
	expect_ids(s, "-", "too far");
	for (size_t i = 0; i + 1 < n; i += 2)
		memcpy(s + i, "a ", 2);
	expect_ids(s, "-", "many words");
	for (size_t i = 0; i + 8 < n; i += 8)
		memcpy(s + i, "invalid ", 8);
	expect_ids(s, "-", "many beginnings");
}

static void a_wait_is_found_by_provider_and_id(void **state)
{
	(void)state;
	const struct profile *p;
	const struct profile_wait *w = message_wait("alibaba/console-file", &p);
	assert_non_null(w);
	assert_string_equal(p->name, "Alibaba Cloud");
	assert_int_equal(w->seconds, 60);
	assert_null(message_wait("alibaba/", &p));
	assert_null(message_wait("alibaba", &p));
	assert_null(message_wait("nobody/console-file", &p));
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
		cmocka_unit_test(every_message_of_the_documents_is_known),
		cmocka_unit_test(what_validators_and_clients_log_is_known),
		cmocka_unit_test(slips_parts_and_other_clothes_are_tolerated),
		cmocka_unit_test(what_is_no_message_is_not_taken_for_one),
		cmocka_unit_test(the_nearest_messages_are_offered_best_first),
		cmocka_unit_test(every_phrase_finds_its_own_message),
		cmocka_unit_test(every_message_is_whole),
		cmocka_unit_test(no_message_has_a_findings_id),
		cmocka_unit_test(every_command_is_one_that_can_be_typed),
		cmocka_unit_test(every_wait_of_the_providers_is_told_by_some_message),
		cmocka_unit_test(an_endless_log_is_read_as_far_as_the_limit),
		cmocka_unit_test(a_wait_is_found_by_provider_and_id),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
