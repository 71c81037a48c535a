/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "probes/dns_answer.h"

#include <ldns/ldns.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
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

/* A response with these records as its answer section, as a server would send it. */
static struct bytes packet(int rcode, const char *const *records)
{
	ldns_pkt *pkt = ldns_pkt_new();
	ldns_pkt_set_qr(pkt, true);
	ldns_pkt_set_rcode(pkt, (uint8_t)rcode);
	for (; *records; records++) {
		ldns_rr *rr = NULL;
		assert_int_equal(ldns_rr_new_frm_str(&rr, *records, 300, NULL, NULL),
			LDNS_STATUS_OK);
		ldns_pkt_push_rr(pkt, LDNS_SECTION_ANSWER, rr);
	}
	uint8_t *wire = NULL;
	size_t n = 0;
	assert_int_equal(ldns_pkt2wire(&wire, pkt, &n), LDNS_STATUS_OK);
	struct bytes b = {.p = arena_dup(arena, wire, n), .n = n};
	free(wire);
	ldns_pkt_free(pkt);
	return b;
}

static struct dns_answer read_bytes(const char *name, int type, struct bytes b)
{
	struct dns_answer out = {0};
	dns_answer_read(arena, name, type, b.p, b.n, &out);
	return out;
}

#define READ(name, type, rcode, ...) \
	read_bytes((name), (type), packet((rcode), (const char *const[]){__VA_ARGS__}))

static void addresses_are(const struct dns_answer *d, const char *expected)
{
	char all[2048] = "", text[IP_TEXT_MAX];
	size_t at = 0;
	for (size_t i = 0; i < d->addresses.n; i++)
		at += (size_t)snprintf(all + at, sizeof(all) - at, "%s%s", i ? " " : "",
			ip_format(d->addresses.v[i], text));
	assert_string_equal(all, expected);
}

/* www.example.com A 192.0.2.1, TTL 60, with a compressed owner. */
static void a_packet_from_the_wire_is_read(void **state)
{
	(void)state;
	static const unsigned char wire[] = {0x12, 0x34, 0x81, 0x80, 0, 1, 0, 1, 0, 0, 0,
		0, 3, 'w', 'w', 'w', 7, 'e', 'x', 'a', 'm', 'p', 'l', 'e', 3, 'c', 'o',
		'm', 0, 0, 1, 0, 1, 0xc0, 0x0c, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, 192, 0, 2,
		1};
	struct dns_answer d = read_bytes("www.example.com", DNS_TYPE_A,
		(struct bytes){.p = wire, .n = sizeof(wire)});
	assert_int_equal(d.obs.seen, SEEN_YES);
	assert_int_equal(d.rcode, 0);
	assert_int_equal(d.ttl, 60);
	assert_int_equal(d.chain.n, 0);
	addresses_are(&d, "192.0.2.1");
	assert_string_equal(d.obs.excerpt, "A 192.0.2.1");
}

static void both_families_are_read_and_kept_apart(void **state)
{
	(void)state;
	struct dns_answer d = READ("a.example", DNS_TYPE_AAAA, 0,
		"a.example. 60 IN AAAA 2001:db8::1", "a.example. 30 IN AAAA 2001:db8::2",
		"a.example. 10 IN A 192.0.2.1", NULL);
	addresses_are(&d, "2001:db8::1 2001:db8::2");
	assert_int_equal(d.ttl, 30);
}

static void a_chain_of_cnames_is_followed_whatever_its_order_and_case(void **state)
{
	(void)state;
	struct dns_answer d = READ("WWW.a.example", DNS_TYPE_A, 0,
		"c.example. 5 IN A 192.0.2.9", "B.example. 60 IN CNAME c.EXAMPLE.",
		"www.A.example. 60 IN CNAME b.example.", "x.example. 60 IN A 192.0.2.66",
		NULL);
	assert_int_equal(d.obs.seen, SEEN_YES);
	assert_int_equal(d.chain.n, 2);
	assert_string_equal(d.chain.v[0], "B.example"); /* compressed to the owner */
	assert_string_equal(d.chain.v[1], "c.example");
	addresses_are(&d, "192.0.2.9");
	assert_int_equal(d.ttl, 5);
}

static void nxdomain_and_no_data_are_told_apart(void **state)
{
	(void)state;
	struct dns_answer d = READ("a.example", DNS_TYPE_A, 3, NULL);
	assert_int_equal(d.obs.seen, SEEN_NO);
	assert_true(d.nxdomain);
	assert_int_equal(d.rcode, 3);
	assert_int_equal(d.ttl, -1);
	assert_string_equal(d.obs.excerpt, "NXDOMAIN");
	d = READ("a.example", DNS_TYPE_AAAA, 0, NULL);
	assert_int_equal(d.obs.seen, SEEN_NO);
	assert_false(d.nxdomain);
	assert_string_equal(d.obs.excerpt, "no AAAA record");
}

static void a_chain_that_ends_nowhere_shows_its_links(void **state)
{
	(void)state;
	struct dns_answer d = READ(
		"a.example", DNS_TYPE_A, 3, "a.example. 60 IN CNAME gone.example.", NULL);
	assert_int_equal(d.obs.seen, SEEN_NO);
	assert_true(d.nxdomain);
	assert_int_equal(d.chain.n, 1);
	assert_string_equal(d.obs.excerpt, "CNAME gone.example, NXDOMAIN");
}

static void a_server_failure_is_no_answer(void **state)
{
	(void)state;
	struct dns_answer d = READ("a.example", DNS_TYPE_A, 2, NULL);
	assert_int_equal(d.obs.seen, SEEN_FAILED);
	assert_int_equal(d.rcode, 2);
	assert_string_equal(d.obs.excerpt, "SERVFAIL");
	d = READ("a.example", DNS_TYPE_A, 5, "a.example. 60 IN A 192.0.2.1", NULL);
	assert_int_equal(d.obs.seen, SEEN_FAILED);
	addresses_are(&d, "");
	assert_string_equal(dns_rcode_text(arena, 14), "RCODE14");
}

static void a_loop_of_cnames_is_a_failure(void **state)
{
	(void)state;
	struct dns_answer d =
		READ("a.example", DNS_TYPE_A, 0, "a.example. 60 IN CNAME b.example.",
			"b.example. 60 IN CNAME A.example.", NULL);
	assert_int_equal(d.obs.seen, SEEN_FAILED);
	assert_int_equal(d.chain.n, 2);
	assert_string_equal(d.obs.excerpt,
		"CNAME b.example, CNAME a.example: the chain of CNAMEs does not end");
	d = READ("a.example", DNS_TYPE_A, 0, "a.example. 60 IN CNAME a.example.", NULL);
	assert_int_equal(d.obs.seen, SEEN_FAILED);
}

static void a_chain_is_followed_sixteen_times_and_no_more(void **state)
{
	(void)state;
	const char *records[DNS_CHAIN_MAX + 3] = {NULL};
	for (int i = 0; i < DNS_CHAIN_MAX; i++)
		records[i] = arena_printf(arena, "n%d. 60 IN CNAME n%d.", i, i + 1);
	records[DNS_CHAIN_MAX] =
		arena_printf(arena, "n%d. 60 IN A 192.0.2.1", DNS_CHAIN_MAX);
	struct dns_answer d = read_bytes("n0", DNS_TYPE_A, packet(0, records));
	assert_int_equal(d.obs.seen, SEEN_YES);
	assert_int_equal(d.chain.n, DNS_CHAIN_MAX);
	records[DNS_CHAIN_MAX] = arena_printf(
		arena, "n%d. 60 IN CNAME n%d.", DNS_CHAIN_MAX, DNS_CHAIN_MAX + 1);
	records[DNS_CHAIN_MAX + 1] =
		arena_printf(arena, "n%d. 60 IN A 192.0.2.1", DNS_CHAIN_MAX + 1);
	d = read_bytes("n0", DNS_TYPE_A, packet(0, records));
	assert_int_equal(d.obs.seen, SEEN_FAILED);
	assert_int_equal(d.chain.n, DNS_CHAIN_MAX);
}

static void binary_labels_are_shown_as_printable_ascii(void **state)
{
	(void)state;
	struct dns_answer d = READ("a.example", DNS_TYPE_A, 0,
		"a.example. 60 IN CNAME a\\.b\\027[31m\\255.example.",
		"a\\.b\\027[31m\\255.example. 60 IN A 192.0.2.1", NULL);
	assert_int_equal(d.obs.seen, SEEN_YES);
	assert_string_equal(d.chain.v[0], "a\\.b\\027[31m\\255.example");
	assert_string_equal(
		d.obs.excerpt, "CNAME a\\.b\\027[31m\\255.example, A 192.0.2.1");
	addresses_are(&d, "192.0.2.1");
}

static void a_huge_answer_is_cut_to_a_bounded_one(void **state)
{
	(void)state;
	enum { MANY = 3000 };
	const char **records = arena_array(arena, MANY + 1, sizeof(*records));
	for (int i = 0; i < MANY; i++)
		records[i] = arena_printf(
			arena, "a.example. 60 IN A 45.%d.%d.1", i / 250, i % 250);
	struct dns_answer d = read_bytes("a.example", DNS_TYPE_A, packet(0, records));
	assert_int_equal(d.obs.seen, SEEN_YES);
	assert_int_equal(d.addresses.n, DNS_ADDRESSES_MAX);
	assert_in_range(strlen(d.obs.excerpt), 500, DNS_EXCERPT_MAX);
	assert_non_null(strstr(d.obs.excerpt, " more"));
}

static void long_rdata_is_cut_and_signatures_are_left_out(void **state)
{
	(void)state;
	char txt[400];
	memset(txt, 'x', sizeof(txt));
	txt[255] = '\0';
	const char *records[] = {arena_printf(arena, "a.example. 60 IN TXT \"%s\"", txt),
		"a.example. 60 IN RRSIG A 13 2 60 20300101000000 20200101000000 1 "
		"example. AAAA",
		"a.example. 60 IN MX 10 mail.example.", NULL};
	struct bytes b = packet(0, records);
	const char *s = dns_answer_text(arena, b.p, b.n);
	assert_int_equal(strncmp(s, "TXT \"xxxx", 9), 0);
	assert_non_null(strstr(s, "xxx..., MX 10 mail.example"));
	assert_null(strstr(s, "RRSIG"));
}

static void what_is_no_message_is_a_failed_look(void **state)
{
	(void)state;
	struct dns_answer d = read_bytes("a.example", DNS_TYPE_A,
		(struct bytes){.p = (const unsigned char *)"\xff\xff\xff", .n = 3});
	assert_int_equal(d.obs.seen, SEEN_FAILED);
	assert_int_equal(d.rcode, -1);
	assert_int_equal(strncmp(d.obs.excerpt, "not a DNS message: ", 19), 0);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_packet_from_the_wire_is_read),
		TEST(both_families_are_read_and_kept_apart),
		TEST(a_chain_of_cnames_is_followed_whatever_its_order_and_case),
		TEST(nxdomain_and_no_data_are_told_apart),
		TEST(a_chain_that_ends_nowhere_shows_its_links),
		TEST(a_server_failure_is_no_answer),
		TEST(a_loop_of_cnames_is_a_failure),
		TEST(a_chain_is_followed_sixteen_times_and_no_more),
		TEST(binary_labels_are_shown_as_printable_ascii),
		TEST(a_huge_answer_is_cut_to_a_bounded_one),
		TEST(long_rdata_is_cut_and_signatures_are_left_out),
		TEST(what_is_no_message_is_a_failed_look),
	};
	return cmocka_run_group_tests_name("dns_answer", tests, NULL, NULL);
}
