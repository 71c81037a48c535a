/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "options.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

static struct arena *arena;
static struct options options;
static char said[8192];

static int setup(void **state)
{
	(void)state;
	arena = arena_new();
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

/* Parses "pkiready" and the words up to NULL; said holds standard error. */
static enum err parse_words(char **argv)
{
	int argc = 0;
	while (argv[argc])
		argc++;
	FILE *file = tmpfile();
	int saved = dup(STDERR_FILENO);
	fflush(stderr);
	dup2(fileno(file), STDERR_FILENO);
	enum err err = options_parse(arena, argc, argv, &options);
	fflush(stderr);
	dup2(saved, STDERR_FILENO);
	close(saved);
	rewind(file);
	size_t n = fread(said, 1, sizeof(said) - 1, file);
	said[n] = 0;
	fclose(file);
	return err;
}
#define PARSE(...) parse_words((char *[]){"pkiready", __VA_ARGS__, NULL})

#define REFUSED(line, ...)                                         \
	do {                                                       \
		assert_int_not_equal(PARSE(__VA_ARGS__), ERR_OK);  \
		assert_string_equal(said, "pkiready: " line "\n"); \
	} while (0)

static void options_may_stand_anywhere(void **state)
{
	(void)state;
	assert_int_equal(
		PARSE("--format", "json", "diagnose", "a.example", "--ca=digicert",
			"b.example", "-v4v", "--", "-c.example"),
		ERR_OK);
	assert_string_equal(said, "");
	assert_int_equal(options.command, CMD_DIAGNOSE);
	assert_string_equal(options.format, "json");
	assert_string_equal(options.ca, "digicert");
	assert_int_equal(options.verbose, 2);
	assert_true(options.v4);
	assert_false(options.v6);
	assert_int_equal(options.args.n, 3);
	assert_string_equal(options.args.v[0], "a.example");
	assert_string_equal(options.args.v[1], "b.example");
	assert_string_equal(options.args.v[2], "-c.example");
}

static void every_value_reaches_its_member(void **state)
{
	(void)state;
	assert_int_equal(
		PARSE("diagnose", "--ca", "1", "--file", "2", "--expect", "3", "--issued",
			"4", "--csr", "5", "--path", "6", "--method", "dns", "--token",
			"8", "--webroot", "9", "--resolver", "10", "--root-hints", "11",
			"--trust-anchor", "12", "--hosts", "13", "--hosts", "14",
			"--timeout", "1.5", "--format", "kv", "--color", "never",
			"--profile-file", "15", "--require-outside", "-6"),
		ERR_OK);
	assert_string_equal(options.ca, "1");
	assert_string_equal(options.file.path, "2");
	assert_string_equal(options.expect, "3");
	assert_string_equal(options.issued, "4");
	assert_string_equal(options.csr.path, "5");
	assert_string_equal(options.path, "6");
	assert_string_equal(options.method, "dns");
	assert_string_equal(options.token, "8");
	assert_string_equal(options.webroot, "9");
	assert_string_equal(options.resolver, "10");
	assert_string_equal(options.root_hints.path, "11");
	assert_string_equal(options.trust_anchor.path, "12");
	assert_int_equal(options.hosts.n, 2);
	assert_string_equal(options.hosts.v[0], "13");
	assert_string_equal(options.hosts.v[1], "14");
	assert_int_equal(options.timeout_ms, 1500);
	assert_string_equal(options.format, "kv");
	assert_string_equal(options.color, "never");
	assert_string_equal(options.profile_file.path, "15");
	assert_true(options.require_outside);
	assert_true(options.v6);
	assert_int_equal(options.verbose, 0);
}

static void a_long_option_may_be_cut_short(void **state)
{
	(void)state;
	assert_int_equal(PARSE("diagnose", "--tim=2", "--roo", "h", "--exp=x=y"), ERR_OK);
	assert_int_equal(options.timeout_ms, 2000);
	assert_string_equal(options.root_hints.path, "h");
	assert_string_equal(options.expect, "x=y");
	REFUSED("option \"--ver\" is ambiguous: --verbose, --version", "diagnose",
		"--ver");
	REFUSED("option \"--re\" is ambiguous: --record, --resolver, "
		"--require-outside, --redact",
		"diagnose", "--re=1");
	REFUSED("unknown option \"--\": see pkiready --help", "diagnose", "--=x");
}

static void an_unknown_option_names_the_nearest(void **state)
{
	(void)state;
	REFUSED("unknown option \"--fiel\": did you mean --file?", "diagnose", "--fiel",
		"x");
	REFUSED("unknown option \"--wbroot\": did you mean --webroot?", "diagnose",
		"--wbroot=/srv");
	REFUSED("unknown option \"--zzzzzz\": see pkiready --help", "diagnose",
		"--zzzzzz");
	REFUSED("unknown option \"-x\": see pkiready --help", "diagnose", "-vx4");
	REFUSED("unknown option \"-\xc3\xa9\": see pkiready --help", "diagnose",
		"-\xc3\xa9");
	REFUSED("unknown option \"--\\x1b[31m\": see pkiready --help", "diagnose",
		"--\x1b[31m");
}

static void an_unknown_command_names_the_nearest(void **state)
{
	(void)state;
	REFUSED("unknown command \"diagnos\": did you mean diagnose? "
		"(expected diagnose, dns, trace, firewall, rehearse, watch, undo, "
		"history, explain, list or help)",
		"diagnos");
	REFUSED("unknown command \"frobnicate\": expected diagnose, dns, trace, "
		"firewall, rehearse, watch, undo, history, explain, list or help",
		"frobnicate");
	REFUSED("unknown command \"example.com\": to examine that name: pkiready "
		"diagnose "
		"example.com",
		"example.com");
	REFUSED("no command: expected diagnose, dns, trace, firewall, rehearse, watch, "
		"undo, "
		"history, explain, list or "
		"help; see pkiready --help",
		"-v");
}

static void an_unknown_word_names_the_nearest(void **state)
{
	(void)state;
	REFUSED("unknown --format \"jsn\": did you mean json? (expected text, json or "
		"kv)",
		"diagnose", "--format", "jsn");
	REFUSED("unknown --method \"mail\": expected file, http-01 or dns", "diagnose",
		"--method=mail");
	REFUSED("unknown --color \"allways\": did you mean always? "
		"(expected auto, always or never)",
		"diagnose", "--color=allways");
	REFUSED("unknown argument of list \"profile\": did you mean profiles? "
		"(expected checks, fixes or profiles)",
		"list", "profile");
}

static void a_value_is_needed_once(void **state)
{
	(void)state;
	REFUSED("--ca needs a value: --ca PROFILE", "diagnose", "--ca");
	REFUSED("--file needs a value: --file PATH", "diagnose", "--file=");
	REFUSED("--expect needs a value: --expect TEXT", "diagnose", "--expect", "");
	REFUSED("--ca is given twice: give it once", "diagnose", "--ca=a", "--ca=b");
	REFUSED("--require-outside takes no value, but was given \"yes\"", "diagnose",
		"--require-outside=yes");
	assert_int_equal(PARSE("diagnose", "-4", "-4"), ERR_OK);
}

static void seconds_are_bounded(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		int64_t ms;
	} good[] = {{"0.1", 100}, {"1", 1000}, {".5", 500}, {"2.", 2000},
		{"3.1415", 3141}, {"300", 300000}};
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		char *argv[] = {
			"pkiready", "diagnose", "--timeout", (char *)good[i].text, NULL};
		assert_int_equal(parse_words(argv), ERR_OK);
		assert_int_equal(options.timeout_ms, good[i].ms);
	}
	static const char *const bad[] = {"0", "0.09", "300.1", "301", "-1", "1e3",
		"1.2.3", ".", "x", "5s", "99999999999999999999999"};
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		char *argv[] = {
			"pkiready", "diagnose", "--timeout", (char *)bad[i], NULL};
		assert_int_equal(parse_words(argv), ERR_RANGE);
	}
	REFUSED("--timeout \"5s\": expected seconds from 0.1 to 300", "diagnose",
		"--timeout", "5s");
	assert_int_equal(PARSE("diagnose"), ERR_OK);
	assert_int_equal(options.timeout_ms, 10000);
}

static void an_option_goes_with_its_commands_alone(void **state)
{
	(void)state;
	REFUSED("--file does not go with trace: see pkiready help trace", "trace",
		"http://a.example/", "--file", "x");
	REFUSED("--ca does not go with list: see pkiready help list", "--ca=digicert",
		"list", "checks");
	assert_int_equal(PARSE("list", "profiles", "--profile-file=x"), ERR_OK);
}

static void arguments_are_counted(void **state)
{
	(void)state;
	REFUSED("trace needs an argument: pkiready trace URL", "trace");
	REFUSED("list needs an argument: pkiready list checks|fixes|profiles", "list");
	REFUSED("explain takes one argument, \"found.\" is one too many", "explain",
		"No file", "found.");
	assert_int_equal(PARSE("diagnose"), ERR_OK);
	assert_int_equal(options.args.n, 0);
}

static void help_and_version_are_answered_whatever_is_missing(void **state)
{
	(void)state;
	assert_int_equal(PARSE("--help"), ERR_OK);
	assert_true(options.help);
	assert_int_equal(options.command, CMD_HELP);
	assert_int_equal(PARSE("trace", "-h"), ERR_OK);
	assert_int_equal(options.command, CMD_TRACE);
	assert_int_equal(PARSE("-V"), ERR_OK);
	assert_true(options.version);
}

static size_t longest_line(const char *s)
{
	size_t longest = 0;
	while (*s) {
		size_t n = strcspn(s, "\n");
		longest = n > longest ? n : longest;
		s += n + (s[n] != 0);
	}
	return longest;
}

static const char *help_of(enum cmd_id c)
{
	FILE *file = tmpfile();
	options_help(file, c);
	rewind(file);
	size_t n = fread(said, 1, sizeof(said) - 1, file);
	said[n] = 0;
	fclose(file);
	return said;
}

static void help_fits_a_terminal_and_names_every_option(void **state)
{
	(void)state;
	for (int c = 0; c < CMD__MAX; c++) {
		const char *help = help_of((enum cmd_id)c);
		assert_true(longest_line(help) <= 80);
		for (const struct option_row *o = option_rows; o->name; o++) {
			char word[64];
			snprintf(word, sizeof(word), " --%s ", o->name);
			bool wanted = c == CMD_HELP || o->commands & CMD_BIT(c);
			assert_int_equal(strstr(help, word) != NULL, wanted);
		}
	}
	assert_non_null(
		strstr(help_of(CMD_TRACE), "Usage: pkiready trace [OPTION...] URL\n"));
}

static void completion_knows_three_shells(void **state)
{
	(void)state;
	static const char *const profiles[] = {"digicert", "alibaba/digicert", NULL};
	static const char *const findings[] = {"no-listener", NULL};
	static const struct {
		const char *shell, *line;
	} want[] = {
		{"bash", "_pkiready_reply -W 'digicert alibaba/digicert'\n"},
		{"zsh", "'--ca=[judge by this CA'\\''s rules (default: strict)]:PROFILE:"
			"(digicert alibaba/digicert)' \\\n"},
		{"fish", "-l ca -x -a 'digicert alibaba/digicert' -d 'judge by this "
			 "CA\\'s rules "},
	};
	for (size_t i = 0; i < 3; i++) {
		static char text[65536];
		FILE *file = tmpfile();
		assert_int_equal(
			options_completion(file, want[i].shell, profiles, findings),
			ERR_OK);
		rewind(file);
		text[fread(text, 1, sizeof(text) - 1, file)] = 0;
		fclose(file);
		assert_non_null(strstr(text, want[i].line));
		assert_non_null(strstr(text, "no-listener"));
	}
	assert_int_equal(
		options_completion(stderr, "csh", profiles, findings), ERR_NOT_FOUND);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(options_may_stand_anywhere),
		cmocka_unit_test(every_value_reaches_its_member),
		cmocka_unit_test(a_long_option_may_be_cut_short),
		cmocka_unit_test(an_unknown_option_names_the_nearest),
		cmocka_unit_test(an_unknown_command_names_the_nearest),
		cmocka_unit_test(an_unknown_word_names_the_nearest),
		cmocka_unit_test(a_value_is_needed_once),
		cmocka_unit_test(seconds_are_bounded),
		cmocka_unit_test(an_option_goes_with_its_commands_alone),
		cmocka_unit_test(arguments_are_counted),
		cmocka_unit_test(help_and_version_are_answered_whatever_is_missing),
		cmocka_unit_test(help_fits_a_terminal_and_names_every_option),
		cmocka_unit_test(completion_knows_three_shells),
	};
	return cmocka_run_group_tests_name("options", tests, setup, teardown);
}
