/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "fixes/rulefile.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

static const char rule[] = "NEW";

typedef bool edit_fn(struct arena *a, const struct bytes *file,
	const struct rulefile_place *p, const char *rule, struct bytes *out);

/* The file with NEW put before what text says (NULL: at the end), or "" where it is not
 * put. */
static void expect(
	edit_fn *edit, const char *file, struct rulefile_place p, const char *want)
{
	struct arena *a = arena_new();
	const struct bytes in = {.p = (const unsigned char *)file, .n = strlen(file)};
	struct bytes out = {.n = 0};
	const char *got = "";
	if (edit(a, &in, &p, rule, &out))
		got = arena_dup(a, out.p, out.n);
	assert_string_equal(got, want);
	arena_free(a);
}

#define NFT(t)                                                                     \
	(struct rulefile_place)                                                    \
	{                                                                          \
		.family = "inet", .table = "filter", .chain = "input", .text = (t) \
	}
#define IPT(t)                                                   \
	(struct rulefile_place)                                  \
	{                                                        \
		.table = "filter", .chain = "INPUT", .text = (t) \
	}

static void a_rule_gets_a_line_of_its_own_with_the_same_margin(void **state)
{
	(void)state;
	expect(rulefile_nft,
		"table inet filter {\n  chain input {\n    type filter hook input "
		"priority "
		"0; policy drop;\n    tcp dport {22,80} accept\n    drop\n  }\n}\n",
		NFT("drop"),
		"table inet filter {\n  chain input {\n    type filter hook input "
		"priority "
		"0; policy drop;\n    tcp dport {22,80} accept\n    NEW\n    drop\n  "
		"}\n}\n");
}

static void the_end_of_a_chain_is_before_its_brace(void **state)
{
	(void)state;
	expect(rulefile_nft, "table inet filter {\n\tchain input {\n\t\taccept\n\t}\n}\n",
		NFT(NULL),
		"table inet filter {\n\tchain input {\n\t\taccept\n\t\tNEW\n\t}\n}\n");
	expect(rulefile_nft, "table inet filter { chain input { accept; } }", NFT(NULL),
		"table inet filter { chain input { accept; \n\tNEW\n} }");
}

static void pieces_of_one_line_are_told_apart(void **state)
{
	(void)state;
	expect(rulefile_nft, "table inet filter { chain input { a; drop; }; }",
		NFT("drop"), "table inet filter { chain input { a; NEW; drop; }; }");
}

static void other_tables_families_and_chains_are_passed_by(void **state)
{
	(void)state;
	static const char file[] = "table ip filter {\nchain input {\ndrop\n}\n}\n"
				   "table inet other {\nchain input {\ndrop\n}\n}\n"
				   "table inet filter {\nchain output {\ndrop\n}\n}\n";
	expect(rulefile_nft, file, NFT("drop"), "");
	expect(rulefile_nft, file, NFT(NULL), "");
	expect(rulefile_nft, "table filter {\nchain input {\ndrop\n}\n}\n",
		((struct rulefile_place){.family = "ip",
			.table = "filter",
			.chain = "input",
			.text = "drop"}),
		"table filter {\nchain input {\nNEW\ndrop\n}\n}\n");
}

static void braces_quotes_and_comments_do_not_mislead(void **state)
{
	(void)state;
	static const char head[] =
		"table inet filter {\n"
		"\tset s { type ipv4_addr; elements = { 192.0.2.1 } }\n"
		"\tct helper ftp { type \"ftp\" protocol tcp; }\n"
		"\tchain input { # } drop\n"
		"\t\tct state { established, related } accept comment \"} drop ;\"\n"
		"\t\ttcp dport {\n\t\t\t22,\n\t\t\t23\n\t\t} accept\n";
	char in[600], want[600];
	(void)snprintf(in, sizeof(in), "%s\t\tdrop # all\n\t}\n}\n", head);
	(void)snprintf(want, sizeof(want), "%s\t\tNEW\n\t\tdrop # all\n\t}\n}\n", head);
	expect(rulefile_nft, in, NFT("drop"), want);
}

static void a_rule_written_otherwise_is_found_by_its_number(void **state)
{
	(void)state;
	struct rulefile_place p = NFT("ip saddr 192.0.2.0/24 drop");
	static const char file[] =
		"define bad = 192.0.2.0/24\ntable inet filter {\nchain "
		"input {\ntype filter hook input priority 0;\naccept\nip "
		"saddr $bad drop\n}\n}\n";
	expect(rulefile_nft, file, p, "");
	p.number = 2;
	p.count = 3;
	expect(rulefile_nft, file, p, "");
	p.count = 2;
	expect(rulefile_nft, file, p,
		"define bad = 192.0.2.0/24\ntable inet filter {\nchain input {\ntype "
		"filter "
		"hook input priority 0;\naccept\nNEW\nip saddr $bad drop\n}\n}\n");
}

static void what_a_counter_counted_makes_no_other_rule(void **state)
{
	(void)state;
	expect(rulefile_nft,
		"table inet filter {\nchain input {\ncounter packets 12 bytes 720 "
		"drop\n}\n}\n",
		NFT("counter drop"),
		"table inet filter {\nchain input {\nNEW\ncounter packets 12 bytes 720 "
		"drop\n}\n}\n");
}

static void lines_of_add_rule_are_followed(void **state)
{
	(void)state;
	static const char file[] =
		"add table inet filter\nadd chain inet filter input { "
		"type filter hook input priority 0; }\nadd rule inet "
		"filter input tcp dport 22 accept\nadd rule inet filter "
		"input drop\n";
	expect(rulefile_nft, file, NFT("drop"),
		"add table inet filter\nadd chain inet filter input { type filter hook "
		"input "
		"priority 0; }\nadd rule inet filter input tcp dport 22 accept\nadd rule "
		"inet "
		"filter input NEW\nadd rule inet filter input drop\n");
	expect(rulefile_nft, "add rule inet filter input accept\n", NFT(NULL),
		"add rule inet filter input accept\nadd rule inet filter input NEW\n");
}

static void iptables_lines_stand_before_what_drops(void **state)
{
	(void)state;
	expect(rulefile_iptables,
		"*nat\n:INPUT ACCEPT\n-A INPUT -j DROP\nCOMMIT\n*filter\n:INPUT ACCEPT "
		"[0:0]\n[3:4] -A INPUT -s 192.0.2.1 -p tcp --dport 22 -j DROP\nCOMMIT\n",
		IPT("-s 192.0.2.1/32 -p tcp -m tcp --dport 22 -j DROP"),
		"*nat\n:INPUT ACCEPT\n-A INPUT -j DROP\nCOMMIT\n*filter\n:INPUT ACCEPT "
		"[0:0]\n-A INPUT NEW\n[3:4] -A INPUT -s 192.0.2.1 -p tcp --dport 22 -j "
		"DROP\nCOMMIT\n");
}

static void the_end_of_an_iptables_chain_is_behind_its_last_rule(void **state)
{
	(void)state;
	expect(rulefile_iptables,
		"*filter\n:INPUT DROP\n-A INPUT -i lo -j ACCEPT\n-A OUTPUT -j "
		"DROP\nCOMMIT\n",
		IPT(NULL),
		"*filter\n:INPUT DROP\n-A INPUT -i lo -j ACCEPT\n-A INPUT NEW\n-A OUTPUT "
		"-j "
		"DROP\nCOMMIT\n");
	expect(rulefile_iptables, "*filter\n:INPUT DROP\nCOMMIT\n", IPT(NULL),
		"*filter\n:INPUT DROP\n-A INPUT NEW\nCOMMIT\n");
	expect(rulefile_iptables, "*filter\n:FORWARD DROP\nCOMMIT\n", IPT(NULL), "");
	expect(rulefile_iptables, "*filter\n:INPUT DROP\n-A INPUT -j REJECT\nCOMMIT",
		IPT("-j REJECT --reject-with icmp-port-unreachable"),
		"*filter\n:INPUT DROP\n-A INPUT NEW\n-A INPUT -j REJECT\nCOMMIT");
}

static void includes_are_listed(void **state)
{
	(void)state;
	struct arena *a = arena_new();
	static const char text[] =
		"# include \"no\"\ninclude \"/etc/nftables.d/*.nft\"\ninclude \"b.nft\"";
	const struct bytes in = {.p = (const unsigned char *)text, .n = strlen(text)};
	strs all = {0};
	rulefile_includes(a, &in, &all);
	assert_int_equal(all.n, 2);
	assert_string_equal(all.v[0], "/etc/nftables.d/*.nft");
	assert_string_equal(all.v[1], "b.nft");
	arena_free(a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_rule_gets_a_line_of_its_own_with_the_same_margin),
		cmocka_unit_test(the_end_of_a_chain_is_before_its_brace),
		cmocka_unit_test(pieces_of_one_line_are_told_apart),
		cmocka_unit_test(other_tables_families_and_chains_are_passed_by),
		cmocka_unit_test(braces_quotes_and_comments_do_not_mislead),
		cmocka_unit_test(a_rule_written_otherwise_is_found_by_its_number),
		cmocka_unit_test(what_a_counter_counted_makes_no_other_rule),
		cmocka_unit_test(lines_of_add_rule_are_followed),
		cmocka_unit_test(iptables_lines_stand_before_what_drops),
		cmocka_unit_test(the_end_of_an_iptables_chain_is_behind_its_last_rule),
		cmocka_unit_test(includes_are_listed),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
