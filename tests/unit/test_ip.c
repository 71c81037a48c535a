/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "ip.h"

#include <string.h>

static struct ip ip(const char *s)
{
	struct ip out;
	if (ip_parse(s, &out))
		fail_msg("%s is not read as an address", s);
	return out;
}

static void an_address_is_read_and_written_as_rfc_5952_says(void **state)
{
	(void)state;
	static const char *const rows[][2] = {
		{"0.0.0.0", "0.0.0.0"},
		{"255.255.255.255", "255.255.255.255"},
		{"192.0.2.1", "192.0.2.1"},
		{"::", "::"},
		{"::1", "::1"},
		{"1::", "1::"},
		{"2001:DB8::A", "2001:db8::a"},
		{"2001:0db8:0000:0000:0000:0000:0000:0001", "2001:db8::1"},
		{"2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1"},
		{"2001:db8::1:1:1:1:1", "2001:db8:0:1:1:1:1:1"},
		{"2001:0:0:1:0:0:0:1", "2001:0:0:1::1"},
		{"2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1"},
		{"1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0"},
		{"::2:3:4:5:6:7:8", "0:2:3:4:5:6:7:8"},
		{"1:2:3:4:5:6::", "1:2:3:4:5:6::"},
		{"::ffff:192.0.2.1", "::ffff:192.0.2.1"},
		{"::ffff:c000:201", "::ffff:192.0.2.1"},
		{"64:ff9b::c000:221", "64:ff9b::192.0.2.33"},
		{"1:2:3:4:5:6:1.2.3.4", "1:2:3:4:5:6:102:304"},
		{"::1.2.3.4", "::102:304"},
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char buf[IP_TEXT_MAX];
		struct ip a = ip(rows[i][0]);
		assert_string_equal(ip_format(&a, buf), rows[i][1]);
		struct ip b = ip(buf);
		assert_true(ip_equal(&a, &b));
	}
	struct ip none = {0};
	char buf[IP_TEXT_MAX] = "x";
	assert_string_equal(ip_format(&none, buf), "");
}

static void what_is_not_strictly_an_address_is_refused(void **state)
{
	(void)state;
	static const char *const rows[] = {"", " ", "1", "1.2.3", "1.2.3.4.5",
		"1.2.3.256", "01.2.3.4", "1.2.3.04", "1.2.3.00", "0x1.2.3.4", "1.2.3.4 ",
		" 1.2.3.4", "1.2.3.", ".1.2.3", "1..2.3", "127.1", "2130706433",
		"+1.2.3.4", "1.2.3.4a", ":", ":::", "1:", ":1", "1:2", "1:2:3:4:5:6:7",
		"1:2:3:4:5:6:7:8:9", "1:2:3:4:5:6:7:8::", "::1:2:3:4:5:6:7:8", "1::2::3",
		"12345::", "g::", "::1%eth0", "[::1]", "1:2:3:4:5:6:7:1.2.3.4", "::1.2.3",
		"::1.2.3.256", "::01.2.3.4", "1.2.3.4::", "::1.2.3.4:5",
		"99999999999999999999.1.1.1", "2001:db8::/32"};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct ip out = {.family = 4};
		if (ip_parse(rows[i], &out) != ERR_SYNTAX)
			fail_msg("\"%s\" was taken for an address", rows[i]);
		assert_int_equal(out.family, 0);
	}
}

static void addresses_are_ordered_by_family_and_number(void **state)
{
	(void)state;
	struct ip a = ip("9.0.0.0"), b = ip("10.0.0.0"), c = ip("::1");
	assert_true(ip_compare(&a, &b) < 0);
	assert_true(ip_compare(&b, &a) > 0);
	assert_true(ip_compare(&b, &c) < 0);
	assert_int_equal(ip_compare(&c, &c), 0);
	assert_false(ip_equal(&a, &b));
}

static void a_mapped_address_is_its_ipv4_address(void **state)
{
	(void)state;
	char buf[IP_TEXT_MAX];
	struct ip a = ip_unmapped(ip("::ffff:10.1.2.3"));
	assert_string_equal(ip_format(&a, buf), "10.1.2.3");
	a = ip_unmapped(ip("::fffe:10.1.2.3"));
	assert_int_equal(a.family, 6);
	a = ip_unmapped(ip("10.1.2.3"));
	assert_string_equal(ip_format(&a, buf), "10.1.2.3");
}

static void the_unspecified_and_loopback_addresses_are_known(void **state)
{
	(void)state;
	struct ip any4 = ip("0.0.0.0"), any6 = ip("::"), none = {0};
	struct ip lo4 = ip("127.255.0.1"), lo6 = ip("::1"), out = ip("128.0.0.1");
	assert_true(ip_is_any(&any4) && ip_is_any(&any6));
	assert_false(ip_is_any(&lo4) || ip_is_any(&lo6) || ip_is_any(&none));
	assert_true(ip_is_loopback(&lo4) && ip_is_loopback(&lo6));
	assert_false(
		ip_is_loopback(&out) || ip_is_loopback(&any6) || ip_is_loopback(&none));
}

static void a_prefix_is_read_only_without_host_bits(void **state)
{
	(void)state;
	static const struct {
		const char *text, *out;
		enum err err;
	} rows[] = {
		{"10.0.0.0/8", "10.0.0.0/8", ERR_OK},
		{"0.0.0.0/0", "0.0.0.0/0", ERR_OK},
		{"192.0.2.7", "192.0.2.7/32", ERR_OK},
		{"2001:DB8::/32", "2001:db8::/32", ERR_OK},
		{"::1", "::1/128", ERR_OK},
		{"10.0.0.1/8", NULL, ERR_RANGE},
		{"128.0.0.0/0", NULL, ERR_RANGE},
		{"10.0.0.0/33", NULL, ERR_RANGE},
		{"::/129", NULL, ERR_RANGE},
		{"2001:db8::1/127", NULL, ERR_RANGE},
		{"10.0.0.0/", NULL, ERR_SYNTAX},
		{"10.0.0.0/08", NULL, ERR_SYNTAX},
		{"10.0.0.0/8 ", NULL, ERR_SYNTAX},
		{"10.0.0.0/-1", NULL, ERR_SYNTAX},
		{"10.0.0.0/8/8", NULL, ERR_SYNTAX},
		{"10.0.0/8", NULL, ERR_SYNTAX},
		{"/8", NULL, ERR_SYNTAX},
		{"", NULL, ERR_SYNTAX},
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct cidr c;
		char buf[IP_TEXT_MAX];
		if (cidr_parse(rows[i].text, &c) != rows[i].err)
			fail_msg("\"%s\" gave another error", rows[i].text);
		if (rows[i].out)
			assert_string_equal(cidr_format(&c, buf), rows[i].out);
	}
}

static void a_prefix_holds_its_addresses_to_the_bit(void **state)
{
	(void)state;
	static const struct {
		const char *ip, *cidr;
		bool in;
	} rows[] = {
		{"172.31.255.255", "172.16.0.0/12", true},
		{"172.32.0.0", "172.16.0.0/12", false},
		{"172.15.255.255", "172.16.0.0/12", false},
		{"1.2.3.4", "0.0.0.0/0", true},
		{"::1", "0.0.0.0/0", false},
		{"1.2.3.4", "::/0", false},
		{"fdff::1", "fc00::/7", true},
		{"fe00::", "fc00::/7", false},
		{"2001:db8::1", "2001:db8::1/128", true},
		{"2001:db8::2", "2001:db8::1/128", false},
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct cidr c;
		struct ip a = ip(rows[i].ip);
		assert_int_equal(cidr_parse(rows[i].cidr, &c), ERR_OK);
		assert_int_equal(ip_in_cidr(&a, &c), rows[i].in);
	}
}

/* Both registries as IANA publishes them, typed in apart from the table under test. */
static const struct {
	const char *prefix, *name;
	bool global;
} registry[] = {
	{"0.0.0.0/8", "\"This network\"", false},
	{"0.0.0.0/32", "\"This host on this network\"", false},
	{"10.0.0.0/8", "Private-Use", false},
	{"100.64.0.0/10", "Shared Address Space", false},
	{"127.0.0.0/8", "Loopback", false},
	{"169.254.0.0/16", "Link Local", false},
	{"172.16.0.0/12", "Private-Use", false},
	{"192.0.0.0/24", "IETF Protocol Assignments", false},
	{"192.0.0.0/29", "IPv4 Service Continuity Prefix", false},
	{"192.0.0.8/32", "IPv4 dummy address", false},
	{"192.0.0.9/32", "Port Control Protocol Anycast", true},
	{"192.0.0.10/32", "Traversal Using Relays around NAT Anycast", true},
	{"192.0.0.170/32", "NAT64/DNS64 Discovery", false},
	{"192.0.0.171/32", "NAT64/DNS64 Discovery", false},
	{"192.0.2.0/24", "Documentation (TEST-NET-1)", false},
	{"192.31.196.0/24", "AS112-v4", true},
	{"192.52.193.0/24", "AMT", true},
	{"192.88.99.0/24", "Deprecated (6to4 Relay Anycast)", false},
	{"192.168.0.0/16", "Private-Use", false},
	{"192.175.48.0/24", "Direct Delegation AS112 Service", true},
	{"198.18.0.0/15", "Benchmarking", false},
	{"198.51.100.0/24", "Documentation (TEST-NET-2)", false},
	{"203.0.113.0/24", "Documentation (TEST-NET-3)", false},
	{"240.0.0.0/4", "Reserved", false},
	{"255.255.255.255/32", "Limited Broadcast", false},
	{"::1/128", "Loopback Address", false},
	{"::/128", "Unspecified Address", false},
	{"::ffff:0:0/96", "IPv4-mapped Address", false},
	{"64:ff9b::/96", "IPv4-IPv6 Translat.", true},
	{"64:ff9b:1::/48", "IPv4-IPv6 Translat.", false},
	{"100::/64", "Discard-Only Address Block", false},
	{"100:0:0:1::/64", "Dummy IPv6 Prefix", false},
	{"2001::/23", "IETF Protocol Assignments", false},
	{"2001::/32", "TEREDO", false},
	{"2001:1::1/128", "Port Control Protocol Anycast", true},
	{"2001:1::2/128", "Traversal Using Relays around NAT Anycast", true},
	{"2001:1::3/128", "DNS-SD Service Registration Protocol Anycast", true},
	{"2001:2::/48", "Benchmarking", false},
	{"2001:3::/32", "AMT", true},
	{"2001:4:112::/48", "AS112-v6", true},
	{"2001:10::/28", "Deprecated (previously ORCHID)", false},
	{"2001:20::/28", "ORCHIDv2", true},
	{"2001:30::/28", "Drone Remote ID Protocol Entity Tags (DETs) Prefix", true},
	{"2001:db8::/32", "Documentation", false},
	{"2002::/16", "6to4", false},
	{"2620:4f:8000::/48", "Direct Delegation AS112 Service", true},
	{"3fff::/20", "Documentation", false},
	{"5f00::/16", "Segment Routing (SRv6) SIDs", false},
	{"fc00::/7", "Unique-Local", false},
	{"fe80::/10", "Link-Local Unicast", false},
	{"224.0.0.0/4", "Multicast", false},
	{"ff00::/8", "Multicast", false},
};
enum { REGISTRY_N = sizeof(registry) / sizeof(registry[0]) };

static void every_row_of_the_iana_registries_is_there(void **state)
{
	(void)state;
	size_t n;
	const struct ip_special *rows = ip_special_rows(&n);
	assert_true(n >= REGISTRY_N);
	for (size_t i = 0; i < REGISTRY_N; i++) {
		struct cidr c;
		assert_int_equal(cidr_parse(registry[i].prefix, &c), ERR_OK);
		size_t k = 0;
		while (k < n && (rows[k].prefix.bits != c.bits ||
					!ip_equal(&rows[k].prefix.ip, &c.ip)))
			k++;
		if (k == n)
			fail_msg("%s is missing", registry[i].prefix);
		assert_string_equal(rows[k].name, registry[i].name);
		assert_int_equal(rows[k].global, registry[i].global);
		assert_int_equal(memcmp(rows[k].source, "RFC ", 4), 0);
	}
}

static void every_row_is_a_prefix_without_host_bits(void **state)
{
	(void)state;
	size_t n;
	const struct ip_special *rows = ip_special_rows(&n);
	for (size_t i = 0; i < n; i++) {
		char buf[IP_TEXT_MAX];
		struct cidr c;
		assert_int_equal(
			cidr_parse(cidr_format(&rows[i].prefix, buf), &c), ERR_OK);
		assert_true(ip_equal(&c.ip, &rows[i].prefix.ip));
	}
}

static void the_longest_row_decides(void **state)
{
	(void)state;
	static const struct {
		const char *ip, *name;
		bool reserved;
	} rows[] = {
		{"192.0.0.9", "Port Control Protocol Anycast", false},
		{"192.0.0.11", "IETF Protocol Assignments", true},
		{"192.0.0.7", "IPv4 Service Continuity Prefix", true},
		{"0.0.0.0", "\"This host on this network\"", true},
		{"0.1.2.3", "\"This network\"", true},
		{"255.255.255.255", "Limited Broadcast", true},
		{"255.255.255.254", "Reserved", true},
		{"2001:1::1", "Port Control Protocol Anycast", false},
		{"2001:1::4", "IETF Protocol Assignments", true},
		{"2001:0:1::", "TEREDO", true},
		{"2001:1ff::", "IETF Protocol Assignments", true},
		{"2001:200::1", NULL, false},
		{"::1", "Loopback Address", true},
		{"::2", "Reserved by IETF", true},
		{"::127.0.0.1", "Reserved by IETF", true},
		{"::ffff:8.8.8.8", "IPv4-mapped Address", true},
		{"fec0::1", "Deprecated (Site-Local)", true},
		{"4000::1", "Reserved by IETF", true},
		{"5f00::1", "Segment Routing (SRv6) SIDs", true},
		{"100.127.255.255", "Shared Address Space", true},
		{"100.128.0.0", NULL, false},
		{"198.19.255.255", "Benchmarking", true},
		{"198.20.0.0", NULL, false},
		{"8.8.8.8", NULL, false},
		{"2606:4700::1111", NULL, false},
		{"3fff:1000::", NULL, false},
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct ip a = ip(rows[i].ip);
		const struct ip_special *s = ip_special(&a);
		if (!rows[i].name != !s)
			fail_msg("%s: a row was %sexpected", rows[i].ip, s ? "not " : "");
		if (s)
			assert_string_equal(s->name, rows[i].name);
		assert_int_equal(ip_reserved(&a), rows[i].reserved);
	}
}

static void only_2000_3_is_ordinary_ipv6_space(void **state)
{
	(void)state;
	for (unsigned first = 0; first < 256; first++) {
		/* no row of 2000::/3 begins so */
		struct ip a = {.family = 6, .addr = {(uint8_t)first, 0x99, [15] = 9}};
		assert_int_equal(ip_reserved(&a), first < 0x20 || first > 0x3f);
	}
}

static void a_translated_address_is_reserved_when_the_one_inside_is(void **state)
{
	(void)state;
	struct ip private = ip("64:ff9b::10.0.0.1"), public = ip("64:ff9b::8.8.8.8");
	assert_true(ip_reserved(&private));
	assert_false(ip_reserved(&public));
}

static void carrier_nat_space_is_100_64_10(void **state)
{
	(void)state;
	struct ip in = ip("100.64.0.1"), mapped = ip("::ffff:100.100.0.1");
	struct ip out = ip("100.63.255.255"), six = ip("2001:db8::1");
	assert_true(ip_carrier_nat(&in));
	assert_true(ip_carrier_nat(&mapped));
	assert_false(ip_carrier_nat(&out));
	assert_false(ip_carrier_nat(&six));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_address_is_read_and_written_as_rfc_5952_says),
		cmocka_unit_test(what_is_not_strictly_an_address_is_refused),
		cmocka_unit_test(addresses_are_ordered_by_family_and_number),
		cmocka_unit_test(a_mapped_address_is_its_ipv4_address),
		cmocka_unit_test(the_unspecified_and_loopback_addresses_are_known),
		cmocka_unit_test(a_prefix_is_read_only_without_host_bits),
		cmocka_unit_test(a_prefix_holds_its_addresses_to_the_bit),
		cmocka_unit_test(every_row_of_the_iana_registries_is_there),
		cmocka_unit_test(every_row_is_a_prefix_without_host_bits),
		cmocka_unit_test(the_longest_row_decides),
		cmocka_unit_test(only_2000_3_is_ordinary_ipv6_space),
		cmocka_unit_test(a_translated_address_is_reserved_when_the_one_inside_is),
		cmocka_unit_test(carrier_nat_space_is_100_64_10),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
