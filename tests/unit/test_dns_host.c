/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "probes/dns_host.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

static struct arena *arena;

static int set_up(void **state)
{
	(void)state;
	arena = arena_new();
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

static struct bytes text(const char *s)
{
	return (struct bytes){.p = (const unsigned char *)s, .n = strlen(s)};
}

static struct dns_host servers(const char *s)
{
	struct dns_host out = {0};
	dns_host_servers(arena, text(s), &out);
	assert_int_equal(out.servers.n, out.ips.n);
	return out;
}

static void nameserver_lines_are_read_in_order(void **state)
{
	(void)state;
	struct dns_host h =
		servers("# x\nsearch example.com\n  nameserver\t192.0.2.1 # a\n"
			"nameserver 2001:db8::1\r\noptions edns0\n");
	assert_int_equal(h.servers.n, 2);
	assert_string_equal(h.servers.v[0], "192.0.2.1");
	assert_string_equal(h.servers.v[1], "2001:db8::1");
	assert_string_equal(
		h.source, "resolvers 192.0.2.1, 2001:db8::1 of /etc/resolv.conf");
	h = servers("nameserver 127.0.0.53\n");
	assert_string_equal(h.source, "resolver 127.0.0.53 of /etc/resolv.conf");
}

static void the_first_three_count_as_for_the_c_library(void **state)
{
	(void)state;
	struct dns_host h = servers("nameserver 192.0.2.1\nnameserver 192.0.2.2\n"
				    "nameserver 192.0.2.3\nnameserver 192.0.2.4\n");
	assert_int_equal(h.servers.n, 3);
	assert_string_equal(h.servers.v[2], "192.0.2.3");
}

static void without_a_usable_line_it_is_this_machine(void **state)
{
	(void)state;
	struct dns_host h = servers("");
	assert_int_equal(h.servers.n, 1);
	assert_string_equal(h.servers.v[0], "127.0.0.1");
	assert_string_equal(
		h.source, "resolver 127.0.0.1 (there is no /etc/resolv.conf)");
	h = servers("nameserver dns.example\n#nameserver 192.0.2.1\nnameserver\n"
		    "nameservers 192.0.2.1\nnameserver 999.0.0.1\n");
	assert_string_equal(h.servers.v[0], "127.0.0.1");
	assert_string_equal(
		h.source, "resolver 127.0.0.1 (/etc/resolv.conf names no other)");
}

static void a_zone_becomes_the_number_of_its_interface(void **state)
{
	(void)state;
	struct dns_host h = servers("nameserver fe80::1%lo\n");
	assert_string_equal(h.servers.v[0], "fe80::1%1");
	h = servers("nameserver fe80::1%nosuchif\n");
	assert_string_equal(h.servers.v[0], "127.0.0.1");
}

static void a_word_or_line_without_end_does_no_harm(void **state)
{
	(void)state;
	char s[5000];
	memset(s, '1', sizeof(s));
	memcpy(s, "nameserver ", 11);
	s[4999] = '\0';
	struct dns_host h = servers(s);
	assert_string_equal(h.servers.v[0], "127.0.0.1");
}

static const char hosts[] = "127.0.0.1 localhost\n"
			    "# 192.0.2.9 a.example\n"
			    "192.0.2.1\twww.A.example a.example # here\n"
			    "192.0.2.2 a.example.\n"
			    "192.0.2.1 a.example\n"
			    "2001:db8::1 a.example\n"
			    "fe80::1%lo0 b.example\n"
			    "nonsense a.example\n"
			    "192.0.2.7 xa.example\n"
			    "192.0.2.8 only4.example";

static void the_hosts_file_gives_all_addresses_of_a_name(void **state)
{
	(void)state;
	struct dns_answer d = {0};
	char buf[IP_TEXT_MAX];
	assert_true(dns_host_lookup(arena, text(hosts), "a.example", 4, &d));
	assert_int_equal(d.obs.seen, SEEN_YES);
	assert_int_equal(d.rcode, 0);
	assert_int_equal(d.addresses.n, 2);
	assert_string_equal(ip_format(d.addresses.v[0], buf), "192.0.2.1");
	assert_string_equal(ip_format(d.addresses.v[1], buf), "192.0.2.2");
	assert_string_equal(d.obs.source, "/etc/hosts");
	assert_string_equal(d.obs.excerpt, "192.0.2.1, 192.0.2.2");
	d = (struct dns_answer){0};
	assert_true(dns_host_lookup(arena, text(hosts), "a.example", 6, &d));
	assert_string_equal(ip_format(d.addresses.v[0], buf), "2001:db8::1");
}

static void a_name_of_one_family_has_no_address_of_the_other(void **state)
{
	(void)state;
	struct dns_answer d = {0};
	assert_true(dns_host_lookup(arena, text(hosts), "only4.example", 6, &d));
	assert_int_equal(d.obs.seen, SEEN_NO);
	assert_int_equal(d.addresses.n, 0);
	assert_string_equal(d.obs.excerpt, "no IPv6 address");
}

static void a_name_that_is_not_there_is_left_to_dns(void **state)
{
	(void)state;
	struct dns_answer d = {0};
	assert_false(dns_host_lookup(arena, text(hosts), "b.example", 6, &d));
	assert_false(dns_host_lookup(arena, text(hosts), "c.example", 4, &d));
	assert_false(dns_host_lookup(arena, text(hosts), "example", 4, &d));
	assert_false(dns_host_lookup(arena, (struct bytes){0}, "a.example", 4, &d));
	assert_int_equal(d.obs.seen, SEEN_SKIPPED);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(nameserver_lines_are_read_in_order),
		TEST(the_first_three_count_as_for_the_c_library),
		TEST(without_a_usable_line_it_is_this_machine),
		TEST(a_zone_becomes_the_number_of_its_interface),
		TEST(a_word_or_line_without_end_does_no_harm),
		TEST(the_hosts_file_gives_all_addresses_of_a_name),
		TEST(a_name_of_one_family_has_no_address_of_the_other),
		TEST(a_name_that_is_not_there_is_left_to_dns),
	};
	return cmocka_run_group_tests_name("dns_host", tests, NULL, NULL);
}
