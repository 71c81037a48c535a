/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Commands of units and scripts that load rules at boot. */
#include "linux/boot.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static struct arena *arena;

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

static void read_text(struct boot_unit *u, const char *s)
{
	const struct bytes text = {(const unsigned char *)s, strlen(s)};
	boot_unit_read(arena, &text, u);
}

/* "a|b|c": the words of a command. */
static void words_are(const struct boot_command *c, const char *expected)
{
	char got[512] = "";
	for (size_t i = 0; i < c->words; i++) {
		size_t n = strlen(got);
		snprintf(got + n, sizeof(got) - n, "%s%s", i ? "|" : "", c->argv[i]);
	}
	assert_string_equal(got, expected);
	assert_null(c->argv[c->words]);
}

static void a_unit_s_commands_are_split_as_systemd_does(void **state)
{
	(void)state;
	struct boot_unit u = {0};
	read_text(&u,
		"[Unit]\nExecStart=/not/of/this/section\n[Service]\n"
		"ExecStartPre=-/bin/true\n"
		"  ExecStart = /usr/bin/nft 'flush ruleset; include \"/etc/n.conf\";'\n"
		"# ExecStart=/a/comment\nExecStart=@/sbin/x \\\n  second\\ word "
		"\"thi\"rd\n"
		"StandardInput=file:/etc/rules\n[Install]\nExecStart=/nor/this\n");
	assert_int_equal(u.commands.n, 3);
	words_are(u.commands.v[0], "/bin/true");
	words_are(
		u.commands.v[1], "/usr/bin/nft|flush ruleset; include \"/etc/n.conf\";");
	words_are(u.commands.v[2], "/sbin/x|second word|third");
	assert_string_equal(u.input, "/etc/rules");
	assert_false(u.commands.v[1]->variables);
}

static void an_empty_command_takes_back_those_before(void **state)
{
	(void)state;
	struct boot_unit u = {0};
	read_text(&u, "[Service]\nExecStart=/a\nExecStart=/b\n");
	read_text(&u, "[Service]\nExecStart=\nExecStart=/c $OPTIONS\n");
	assert_int_equal(u.commands.n, 1);
	words_are(u.commands.v[0], "/c|$OPTIONS");
	assert_true(u.commands.v[0]->variables);
}

static void more_words_than_there_is_room_for_are_no_command(void **state)
{
	(void)state;
	struct boot_unit u = {0};
	char line[512] = "[Service]\nExecStart=/x";
	for (size_t i = 0; i < BOOT_WORDS_MAX; i++)
		memcpy(line + strlen(line), " y", 3);
	read_text(&u, line);
	assert_int_equal(u.commands.n, 0);
	line[strlen(line) - 2] = '\0';
	read_text(&u, line);
	assert_int_equal(u.commands.n, 1);
	assert_int_equal(u.commands.v[0]->words, BOOT_WORDS_MAX);
}

static void shell(const char *line, const char *words, const char *input)
{
	struct boot_command c;
	const char *in;
	bool ok = boot_shell_line(arena, line, strlen(line), &c, &in);
	if (ok != (words != NULL))
		fail_msg("%s: %s", line, ok ? "taken" : "not taken");
	if (!ok)
		return;
	words_are(&c, words);
	assert_int_equal(in != NULL, input != NULL);
	if (in)
		assert_string_equal(in, input);
}

static void lines_of_scripts_that_restore_rules_are_followed(void **state)
{
	(void)state;
	shell("/sbin/iptables-restore < /etc/rules", "/sbin/iptables-restore",
		"/etc/rules");
	shell("\tpre-up ip6tables-restore -n </etc/r6", "ip6tables-restore|-n",
		"/etc/r6");
	shell("exec /usr/sbin/nft -f /etc/n", "/usr/sbin/nft|-f|/etc/n", NULL);
	shell("/usr/sbin/ipset restore -f /etc/s", "/usr/sbin/ipset|restore|-f|/etc/s",
		NULL);
}

static void other_lines_of_scripts_are_not_followed(void **state)
{
	(void)state;
	shell("iptables -A INPUT -j DROP", NULL, NULL);
	shell("cat /etc/rules | iptables-restore", NULL, NULL);
	shell("iptables-restore < rules", NULL, NULL);
	shell("iptables-restore < $RULES", NULL, NULL);
	shell("nft -f /etc/n && nft -f /etc/m", NULL, NULL);
	shell("nft -f `ls`", NULL, NULL);
	shell("", NULL, NULL);
	shell("<", NULL, NULL);
}

static void what_speaks_of_rules_is_noticed_but_in_comments(void **state)
{
	(void)state;
	static const char *const yes[] = {
		"  iptables -F", "if nft list tables; then", "x=$(ip6tables -S)"};
	static const char *const no[] = {
		"# iptables -F", "\t# nft -f x", "echo shift", "nftables=1", ""};
	for (size_t i = 0; i < 3; i++)
		assert_true(boot_shell_mentions(yes[i], strlen(yes[i])));
	for (size_t i = 0; i < 5; i++)
		assert_false(boot_shell_mentions(no[i], strlen(no[i])));
}

int main(void)
{
#define CASE(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
	const struct CMUnitTest tests[] = {
		CASE(a_unit_s_commands_are_split_as_systemd_does),
		CASE(an_empty_command_takes_back_those_before),
		CASE(more_words_than_there_is_room_for_are_no_command),
		CASE(lines_of_scripts_that_restore_rules_are_followed),
		CASE(other_lines_of_scripts_are_not_followed),
		CASE(what_speaks_of_rules_is_noticed_but_in_comments),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
