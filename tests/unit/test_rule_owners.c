/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Rules found again in the files that they came from. */
#include "linux/rule_owners.h"
#include "verdict/rule_words.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

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

static struct bytes text(const char *s)
{
	return (struct bytes){.p = (const unsigned char *)s, .n = strlen(s)};
}

/* -- ufw -------------------------------------------------------------------------- */

static const char user4[] =
	"*filter\n### RULES ###\n\n"
	"### tuple ### allow tcp 22 0.0.0.0/0 any 0.0.0.0/0 in\n"
	"-A ufw-user-input -p tcp --dport 22 -j ACCEPT\n\n"
	"### tuple ### allow any any 0.0.0.0/0 any 0.0.0.0/0 Nginx%20Full - in\n"
	"-A ufw-user-input -p tcp -m multiport --dports 80,443 -j ACCEPT -m comment "
	"--comment 'dapp_Nginx%20Full'\n\n"
	"### tuple ### deny_log-all tcp 443 198.51.100.10 any 203.0.113.0/24 in_eth0\n"
	"-A ufw-user-logging-input -i eth0 -j LOG\n"
	"-A ufw-user-input -i eth0 -p tcp -d 198.51.100.10 --dport 443 -s 203.0.113.0/24 "
	"-j DROP\n\n"
	"### tuple ### limit udp 53 0.0.0.0/0 1024:65535 192.0.2.7 in "
	"comment=6e6f697365\n"
	"-A ufw-user-input -p udp --dport 53 -s 192.0.2.7 --sport 1024:65535 -j DROP\n"
	"### tuple ### route:allow tcp 80 10.0.0.1 any 0.0.0.0/0 in_eth0!out_eth1\n"
	"-A ufw-user-forward -i eth0 -o eth1 -p tcp -d 10.0.0.1 --dport 80 -j ACCEPT\n"
	"### tuple ### reject tcp 25 0.0.0.0/0 any 0.0.0.0/0 out\n"
	"-A ufw-user-output -p tcp --dport 25 -j REJECT --reject-with tcp-reset\n";
static const char user6[] = "### tuple ### allow tcp 22 ::/0 any ::/0 in\n"
			    "-A ufw6-user-input -p tcp --dport 22 -j ACCEPT\n";

static void ufw(const char *chain, size_t which, const char *live, const char *words)
{
	struct bytes v4 = text(user4), v6 = text(user6);
	struct ufw_rules r;
	ufw_rules_read(arena, &v4, &v6, &r);
	size_t tuple = ufw_rules_find(&r, chain, which, live);
	const char *got = tuple ? ufw_rules_words(arena, &r, tuple - 1) : NULL;
	if (!words)
		assert_null(got);
	else if (!got)
		fail_msg("nothing for %s", live);
	else
		assert_string_equal(got, words);
}

static void ufw_s_rules_are_counted_as_ufw_counts_them(void **state)
{
	(void)state;
	ufw("ufw-user-input", 0, "-p tcp -m tcp --dport 22 -j ACCEPT",
		"ufw rule [1]: 22/tcp ALLOW IN Anywhere");
	ufw("ufw-user-input", 2,
		"-s 203.0.113.0/24 -d 198.51.100.10/32 -i eth0 -p tcp -m tcp --dport 443 "
		"-j DROP",
		"ufw rule [3]: 198.51.100.10 443/tcp on eth0 DENY IN 203.0.113.0/24 "
		"(log-all)");
	ufw("ufw-user-input", 3,
		"-s 192.0.2.7/32 -p udp -m udp --sport 1024:65535 --dport 53 -j DROP",
		"ufw rule [4]: 53/udp LIMIT IN 192.0.2.7 1024:65535/udp");
	ufw("ufw-user-forward", 0,
		"-d 10.0.0.1/32 -i eth0 -o eth1 -p tcp -m tcp --dport 80 -j ACCEPT",
		"ufw rule [5]: 10.0.0.1 80/tcp on eth1 ALLOW FWD Anywhere on eth0");
	ufw("ufw-user-output", 0,
		"-p tcp -m tcp --dport 25 -j REJECT --reject-with tcp-reset",
		"ufw rule [6]: 25/tcp REJECT OUT Anywhere");
	ufw("ufw6-user-input", 0, "-p tcp -m tcp --dport 22 -j ACCEPT",
		"ufw rule [7]: 22/tcp (v6) ALLOW IN Anywhere (v6)");
}

static void a_live_rule_that_the_file_does_not_have_there_is_nobody_s(void **state)
{
	(void)state;
	ufw("ufw-user-input", 0, "-p tcp -m tcp --dport 23 -j ACCEPT", NULL);
	ufw("ufw-user-input", 1, "-p tcp -m tcp --dport 22 -j ACCEPT", NULL);
	ufw("ufw-user-input", 9, "-p tcp -m tcp --dport 22 -j ACCEPT", NULL);
	ufw("ufw-user-limit", 0, "-p tcp -m tcp --dport 22 -j ACCEPT", NULL);
}

/* -- files of rules --------------------------------------------------------------- */

static const char conf[] =
	"#!/usr/sbin/nft -f\n"
	"table inet other {\n"
	"	chain input { tcp dport {80,443} drop; }\n"
	"}\n"
	"table inet filter {\n"
	"	chain input {\n"
	"		type filter hook input priority 0; policy drop;\n"
	"		iif lo accept # ourselves\n"
	"		ip saddr 203.0.113.0/24 drop; tcp dport {80,443} drop\n"
	"		tcp dport 4433 drop\n"
	"	}\n"
	"	chain web { tcp dport 81 drop; }\n"
	"}\n"
	"add rule inet filter input tcp dport 82 drop\n"
	"add rule ip filter input tcp dport 83 drop\n";
static const char saved[] = "*nat\n:INPUT ACCEPT [0:0]\n-A INPUT -j DROP\nCOMMIT\n"
			    "*filter\n:INPUT DROP [0:0]\n"
			    "-A INPUT -s 203.0.113.7 -p tcp --dport 443 -j DROP\n"
			    "-A web -p tcp --dport 80 -j ACCEPT\nCOMMIT\n";

static size_t line_of(const char *file, int family, const char *table, const char *chain,
	const char *rule)
{
	struct nf_table t = {.family = family, .name = table};
	struct nf_chain c = {.name = chain, .table = &t, .policy = V_DROP};
	struct bytes b = text(file);
	struct owner_index index;
	owner_file_index(arena, &b, &index);
	return owner_file_line(arena, &index, &c, rule);
}

static void a_rule_is_found_in_its_own_chain_of_nft_s_file(void **state)
{
	(void)state;
	const char *both = "tcp dport { 80, 443 } drop";
	assert_int_equal(line_of(conf, NF_INET, "other", "input", both), 3);
	assert_int_equal(line_of(conf, NF_INET, "filter", "input", both), 9);
	assert_int_equal(
		line_of(conf, NF_INET, "filter", "input", "iif \"lo\" accept"), 8);
	assert_int_equal(
		line_of(conf, NF_INET, "filter", "web", "tcp dport 81 drop"), 12);
	assert_int_equal(
		line_of(conf, NF_INET, "filter", "input", "tcp dport 82 drop"), 14);
	assert_int_equal(line_of(conf, NF_INET, "filter", "input", NULL), 7);
}

/* One rule on a line with its chain, a comment that holds what ends a rule, a policy. */
static void a_rule_ends_where_its_chain_does_and_not_in_a_comment(void **state)
{
	static const char one[] =
		"table inet filter { chain input { tcp dport { 80, 443 } drop } }\n"
		"table ip6 raw {\n"
		"	chain pre { type filter hook prerouting priority raw; policy "
		"accept; "
		"}\n"
		"	chain odd { tcp dport 81 comment \"a;b # c}\" drop; tcp dport 82 "
		"drop "
		"}\n"
		"}\n";
	(void)state;
	assert_int_equal(
		line_of(one, NF_INET, "filter", "input", "tcp dport { 80, 443 } drop"),
		1);
	assert_int_equal(line_of(one, NF_IP6, "raw", "odd",
				 "tcp dport 81 comment \"a;b # c}\" drop"),
		4);
	assert_int_equal(line_of(one, NF_IP6, "raw", "odd", "tcp dport 82 drop"), 4);
	assert_int_equal(line_of(one, NF_IP6, "raw", "odd", "tcp dport 81"), 0);
	assert_int_equal(line_of(one, NF_IP6, "raw", "pre", NULL), 0);
}

static void add_text(char *all, size_t *n, const char *more)
{
	memcpy(all + *n, more, strlen(more));
	*n += strlen(more);
}

/* Looking each of 50,000 rules up read the whole file 50,000 times once: minutes. */
static void a_long_file_is_read_once(void **state)
{
	enum { RULES = 50000 };
	struct nf_table t = {.family = NF_INET, .name = "filter"};
	struct nf_chain c = {.name = "input", .table = &t};
	struct owner_index index;
	char *all = arena_alloc(arena, (size_t)RULES * 40 + 100);
	size_t n = 0;
	(void)state;
	add_text(all, &n, "table inet filter {\nchain input {\n");
	for (int i = 0; i < RULES; i++)
		add_text(all, &n,
			arena_printf(
				arena, "ip saddr 10.%d.%d.1 drop\n", i / 256, i % 256));
	clock_t began = clock();
	owner_file_index(
		arena, &(struct bytes){.p = (unsigned char *)all, .n = n}, &index);
	for (int i = 0; i < RULES; i++) {
		const char *rule =
			arena_printf(arena, "ip saddr 10.%d.%d.1 drop", i / 256, i % 256);
		assert_int_equal(owner_file_line(arena, &index, &c, rule), i + 3);
	}
	assert_true((double)(clock() - began) / CLOCKS_PER_SEC < 5);
}

static void what_only_resembles_a_rule_is_not_it(void **state)
{
	(void)state;
	assert_int_equal(
		line_of(conf, NF_INET, "filter", "input", "tcp dport 443 drop"), 0);
	assert_int_equal(
		line_of(conf, NF_INET, "filter", "input", "tcp dport 83 drop"), 0);
	assert_int_equal(
		line_of(conf, NF_INET, "filter", "input", "tcp dport 81 drop"), 0);
	assert_int_equal(line_of(conf, NF_IP, "filter", "input", "iif \"lo\" accept"), 0);
}

static void a_rule_is_found_in_its_table_of_iptables_file(void **state)
{
	(void)state;
	assert_int_equal(line_of(saved, NF_IP, "filter", "INPUT",
				 "-s 203.0.113.7/32 -p tcp -m tcp --dport 443 -j DROP"),
		7);
	assert_int_equal(line_of(saved, NF_IP, "nat", "INPUT", "-j DROP"), 3);
	assert_int_equal(line_of(saved, NF_IP, "filter", "INPUT", "-j DROP"), 0);
	assert_int_equal(line_of(saved, NF_IP, "filter", "INPUT",
				 "-p tcp -m tcp --dport 80 -j ACCEPT"),
		0);
	assert_int_equal(line_of(saved, NF_IP, "filter", "INPUT", NULL), 6);
	assert_int_equal(line_of(saved, NF_IP, "nat", "INPUT", NULL), 0);
}

static void a_direct_rule_of_firewalld_is_known_in_its_chain(void **state)
{
	(void)state;
	strs direct = {0};
	struct nf_table t = {.family = NF_IP, .name = "filter"};
	struct nf_chain c = {.name = "INPUT", .table = &t};
	const char *live = "-s 203.0.113.7/32 -p tcp -m tcp --dport 443 -j DROP";
	VEC_PUSH(arena, &direct,
		"ipv4 filter INPUT -p tcp --dport 443 -s 203.0.113.7 -j DROP");
	assert_true(rule_words_direct(&direct, &c, live));
	assert_false(rule_words_direct(&direct, &c, "-p tcp -m tcp --dport 443 -j DROP"));
	c.name = "FORWARD";
	assert_false(rule_words_direct(&direct, &c, live));
	c.name = "INPUT";
	t.family = NF_IP6;
	assert_false(rule_words_direct(&direct, &c, live));
}

int main(void)
{
#define CASE(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
	const struct CMUnitTest tests[] = {
		CASE(ufw_s_rules_are_counted_as_ufw_counts_them),
		CASE(a_live_rule_that_the_file_does_not_have_there_is_nobody_s),
		CASE(a_rule_is_found_in_its_own_chain_of_nft_s_file),
		CASE(a_rule_ends_where_its_chain_does_and_not_in_a_comment),
		CASE(a_long_file_is_read_once),
		CASE(what_only_resembles_a_rule_is_not_it),
		CASE(a_rule_is_found_in_its_table_of_iptables_file),
		CASE(a_direct_rule_of_firewalld_is_known_in_its_chain),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
