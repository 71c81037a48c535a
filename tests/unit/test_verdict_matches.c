/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Each row of the table of matches: a blob that the modelled SYN meets, and one that it
 * does not. */
#include "verdict_rules.h"

struct edit { /* n bytes of v, in this machine's order, at an offset of the blob */
	uint16_t at;
	uint8_t n;
	uint32_t v;
};
struct row {
	const char *name;
	int rev;
	enum fate fate; /* DROP: it matches; ACCEPT: it does not */
	struct edit e[6];
};
enum { BLOB = 2000 };
#define YES FATE_DROP
#define NO FATE_ACCEPT
#define OPEN FATE_MAYBE

/* clang-format off */
static const struct row rows[] = {
	{"tcp", 0, YES, {{2, 2, 65535}, {4, 2, 443}, {6, 2, 443}}},
	{"tcp", 0, NO, {{2, 2, 65535}, {4, 2, 80}, {6, 2, 80}}},
	{"tcp", 0, NO, {{2, 2, 65535}, {6, 2, 65535}, {9, 1, 0x12}, {10, 1, 0x12}}},
	{"udp", 0, NO, {{2, 2, 65535}, {6, 2, 65535}}},
	{"udplite", 0, NO, {{2, 2, 65535}, {6, 2, 65535}}},
	{"multiport", 0, YES, {{0, 1, 1}, {1, 1, 1}, {2, 2, 443}}},
	{"multiport", 0, NO, {{0, 1, 1}, {1, 1, 1}, {2, 2, 80}}},
	{"multiport", 1, YES,
		{{0, 1, 1}, {1, 1, 2}, {2, 2, 400}, {4, 2, 500}, {32, 1, 1}}},
	{"multiport", 1, NO, {{0, 1, 1}, {1, 1, 1}, {2, 2, 443}, {47, 1, 1}}},
	{"comment", 0, YES, {{0, 0, 0}}},
	{"conntrack", 1, YES, {{146, 2, 1}, {150, 1, 8}}},
	{"conntrack", 1, NO, {{146, 2, 1}, {150, 1, 2}}},
	{"conntrack", 2, YES, {{146, 2, 1}, {150, 2, 8}}},
	{"conntrack", 2, NO, {{146, 2, 1}, {148, 2, 1}, {150, 2, 8}}},
	{"conntrack", 3, YES, {{146, 2, 0x200}, {140, 2, 443}, {156, 2, 443}}},
	{"conntrack", 3, NO, {{146, 2, 0x200}, {140, 2, 80}, {156, 2, 80}}},
	{"state", 0, YES, {{0, 4, 8}}},
	{"state", 0, NO, {{0, 4, 2}}},
	{"mark", 1, YES, {{4, 4, 0xff}}},
	{"mark", 1, NO, {{0, 4, 5}, {4, 4, 0xff}}},
	{"connmark", 1, YES, {{4, 4, 0xff}}},
	{"connmark", 1, NO, {{0, 4, 5}, {4, 4, 0xff}}},
	{"iprange", 1, YES, {{0, 4, 0x08080808}, {16, 4, 0x08080808}, {64, 1, 1}}},
	{"iprange", 1, NO, {{0, 4, 0x09090909}, {16, 4, 0x09090909}, {64, 1, 1}}},
	{"addrtype", 0, YES, {{2, 2, 1}}},
	{"addrtype", 0, NO, {{2, 2, 4}}},
	{"addrtype", 1, YES, {{2, 2, 4}, {4, 4, 2}}},
	{"addrtype", 1, NO, {{2, 2, 4}}},
	{"mac", 0, OPEN, {{0, 0, 0}}},
	{"pkttype", 0, YES, {{0, 4, 0}}},
	{"pkttype", 0, NO, {{0, 4, 1}}},
	{"length", 0, YES, {{0, 2, 60}, {2, 2, 60}}},
	{"length", 0, NO, {{2, 2, 40}}},
	{"ttl", 0, YES, {{1, 1, 57}}},
	{"ttl", 0, NO, {{1, 1, 64}}},
	{"hl", 0, YES, {{0, 1, 2}, {1, 1, 58}}},
	{"hl", 0, NO, {{0, 1, 3}, {1, 1, 58}}},
	{"dscp", 0, YES, {{0, 1, 0}}},
	{"dscp", 0, NO, {{0, 1, 46}}},
	{"tos", 0, YES, {{0, 1, 0}}},
	{"tos", 0, NO, {{0, 1, 16}}},
	{"tos", 1, YES, {{0, 1, 0xff}}},
	{"tos", 1, NO, {{0, 1, 0xff}, {1, 1, 16}}},
	{"ecn", 0, YES, {{0, 1, 1}}},
	{"ecn", 0, NO, {{0, 1, 1}, {2, 1, 3}}},
	{"tcpmss", 0, YES, {{0, 2, 1460}, {2, 2, 1460}}},
	{"tcpmss", 0, NO, {{2, 2, 100}}},
	{"devgroup", 0, YES, {{0, 4, 1}, {8, 4, 0xffffffff}}},
	{"devgroup", 0, NO, {{0, 4, 1}, {4, 4, 7}, {8, 4, 0xffffffff}}},
	{"set", 1, NO, {{2, 1, 1}}},
	{"set", 1, YES, {{2, 1, 1}, {3, 1, 1}}},
	{"set", 4, YES, {{2, 1, 1}, {3, 1, 1}}},
	{"recent", 0, NO, {{8, 1, 1}, {10, 1, 'a'}}},
	{"recent", 0, YES, {{8, 1, 2}, {10, 1, 'a'}}},
	{"recent", 1, YES, {{8, 1, 1}, {9, 1, 1}, {10, 1, 'b'}, {212, 4, 0xffffffff}}},
	{"hashlimit", 1, YES, {{0, 1, 'a'}, {16, 4, 4}}},
	{"hashlimit", 1, NO, {{0, 1, 'a'}, {16, 4, 4 | 16}}},
	{"hashlimit", 2, YES, {{0, 1, 'a'}, {272, 4, 4}}},
	{"hashlimit", 3, NO, {{0, 1, 'a'}, {272, 4, 4 | 16}}},
	{"hashlimit", 3, OPEN, {{0, 1, 'a'}, {272, 4, 4 | 32}}},
	{"limit", 0, OPEN, {{0, 0, 0}}},
	{"statistic", 0, OPEN, {{0, 0, 0}}},
	{"connlimit", 1, YES, {{0, 0, 0}}},
	{"connlimit", 1, OPEN, {{16, 4, 5}}},
	{"connlimit", 1, NO, {{16, 4, 9}}},
	{"connlimit", 1, YES, {{16, 4, 9}, {20, 4, 1}}},
	{"connlimit", 1, NO, {{16, 4, 9}, {20, 4, 2}}},
	{"connlimit", 1, FATE_UNKNOWN, {{20, 4, 4}}},
	{"quota", 0, OPEN, {{0, 0, 0}}},
	{"time", 0, OPEN, {{0, 0, 0}}},
	{"string", 1, YES, {{2, 2, 65535}, {20, 4, 0xb4050402}, {148, 1, 4}}},
	{"string", 1, NO, {{2, 2, 30}, {20, 4, 0xb4050402}, {148, 1, 4}}},
	{"string", 0, YES, {{2, 2, 65535}, {20, 4, 0x7a7a7a}, {148, 1, 3}, {149, 1, 1}}},
	{"string", 1, OPEN, {{2, 2, 65535}, {20, 2, 0x7a7a}, {148, 1, 1}}},
	{"rpfilter", 0, NO, {{0, 1, 0}}},
	{"rpfilter", 0, YES, {{0, 1, 8}}},
	{"policy", 0, YES, {{304, 2, 4}}},
	{"policy", 0, NO, {{304, 2, 1}}},
	{"owner", 1, NO, {{0, 0, 0}}},
	{"cgroup", 2, NO, {{0, 0, 0}}},
	{"helper", 0, NO, {{0, 0, 0}}},
	{"icmp", 0, NO, {{0, 0, 0}}},
	{"icmp6", 0, NO, {{0, 0, 0}}},
	{"sctp", 0, NO, {{0, 0, 0}}},
	{"dccp", 0, NO, {{0, 0, 0}}},
	{"socket", 3, OPEN, {{0, 0, 0}}},
	{"physdev", 0, NO, {{65, 1, 1}}},
	{"physdev", 0, YES, {{64, 1, 1}, {65, 1, 1}}},
	{"u32", 0, YES, {{0, 0, 0}}},
	{"u32", 0, NO, {{1981, 1, 1}}},
	{"bpf", 0, YES, {{0, 2, 1}, {4, 2, 6}, {8, 4, 1}}},
	{"bpf", 0, NO, {{0, 2, 1}, {4, 2, 6}}},
	{"bpf", 1, YES, {{2, 2, 1}, {8, 2, 6}, {12, 4, 1}}},
	{"bpf", 1, OPEN, {{0, 2, 1}}},
	{"osf", 0, OPEN, {{0, 0, 0}}},
	{"geoip", 1, OPEN, {{0, 0, 0}}},
	{"cpu", 0, OPEN, {{0, 0, 0}}},
	{"cluster", 0, YES, {{0, 4, 1}, {4, 4, 1}}},
	{"cluster", 0, NO, {{0, 4, 1}, {4, 4, 1}, {12, 4, 1}}},
	{"nfacct", 0, OPEN, {{0, 0, 0}}},
	{"rateest", 0, OPEN, {{0, 0, 0}}},
	{"connbytes", 0, YES, {{8, 4, 5}}},
	{"connbytes", 0, NO, {{0, 4, 10}, {8, 4, 50}}},
	{"realm", 0, OPEN, {{0, 0, 0}}},
	{"frag", 0, NO, {{0, 0, 0}}},
	{"rt", 0, NO, {{0, 0, 0}}},
	{"hbh", 0, NO, {{0, 0, 0}}},
	{"dst", 0, NO, {{0, 0, 0}}},
	{"ah", 0, NO, {{0, 0, 0}}},
	{"esp", 0, NO, {{0, 0, 0}}},
	{"mh", 0, NO, {{0, 0, 0}}},
	{"srh", 1, NO, {{0, 0, 0}}},
	{"ipv6header", 0, YES, {{0, 1, 1}}},
	{"ipv6header", 0, NO, {{0, 1, 2}}},
	{"connlabel", 0, NO, {{0, 2, 1}}},
	{"connlabel", 0, YES, {{0, 2, 1}, {2, 2, 2}}},
	{"tcp", 9, FATE_UNKNOWN, {{0, 0, 0}}},
	{"nosuch", 0, FATE_UNKNOWN, {{0, 0, 0}}},
};
/* clang-format on */

static void fill(unsigned char *blob, const struct row *r)
{
	memset(blob, 0, BLOB);
	for (size_t i = 0; i < sizeof(r->e) / sizeof(r->e[0]); i++) {
		uint16_t two = (uint16_t)r->e[i].v;
		uint8_t byte = (uint8_t)r->e[i].v;
		if (r->e[i].n == 4)
			memcpy(blob + r->e[i].at, &r->e[i].v, 4);
		else if (r->e[i].n == 2)
			memcpy(blob + r->e[i].at, &two, 2);
		else if (r->e[i].n == 1)
			blob[r->e[i].at] = byte;
	}
}

static void write_match(const void *row)
{
	const struct row *r = row;
	unsigned char *data, *expr = expression("match", &data), blob[BLOB];
	fill(blob, r);
	put(A_XT_NAME, r->name, strlen(r->name) + 1);
	put32(A_XT_REV, (uint32_t)r->rev);
	put(A_XT_INFO, blob, sizeof(blob));
	end(data);
	end(expr);
}

static void each_match_says_what_the_kernel_says_of_a_syn(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct scene s;
		struct verdict_part p = drop_where(&s, write_match, &rows[i], 443);
		if (p.fate != rows[i].fate)
			print_error("row %d: %s\n", (int)i, rows[i].name);
		assert_int_equal(p.fate, rows[i].fate);
		arena_free(s.arena);
	}
}

static void udp_matches_a_datagram_by_its_ports(void **state)
{
	static const struct row yes = {
		"udp", 0, YES, {{2, 2, 65535}, {4, 2, 53}, {6, 2, 53}}};
	static const struct row lite = {"udplite", 0, NO, {{2, 2, 65535}, {6, 2, 52}}};
	struct scene s;
	(void)state;
	sender_proto = 17;
	assert_int_equal(drop_where(&s, write_match, &yes, 53).fate, FATE_DROP);
	arena_free(s.arena);
	assert_int_equal(drop_where(&s, write_match, &lite, 53).fate, FATE_ACCEPT);
	arena_free(s.arena);
	sender_proto = 6;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_match_says_what_the_kernel_says_of_a_syn),
		cmocka_unit_test(udp_matches_a_datagram_by_its_ports),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
