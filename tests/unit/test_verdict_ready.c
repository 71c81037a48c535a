/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Guards: what a rule's first conditions rule out, and where they must say nothing. */
#include "verdict/attr.h"
#include "verdict/ready.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

static unsigned char buffer[1024], *at;

static unsigned char *begin(int type)
{
	unsigned char *head = at;
	head[2] = (unsigned char)type;
	head[3] = 0;
	at += 4;
	return head;
}

static void end(unsigned char *head)
{
	size_t n = (size_t)(at - head);
	head[0] = (unsigned char)n;
	head[1] = (unsigned char)(n >> 8);
	at += (4 - n % 4) % 4;
}

static void put(int type, const void *p, size_t n)
{
	unsigned char *head = begin(type);
	memcpy(at, p, n);
	at += n;
	end(head);
}

static void put32(int type, uint32_t v)
{
	const unsigned char b[4] = {(unsigned char)(v >> 24), (unsigned char)(v >> 16),
		(unsigned char)(v >> 8), (unsigned char)v};
	put(type, b, sizeof(b));
}

static unsigned char *expression(const char *name, unsigned char **data)
{
	unsigned char *head = begin(A_LIST_ELEM);
	put(A_EXPR_NAME, name, strlen(name) + 1);
	*data = begin(A_EXPR_DATA);
	return head;
}

static void finish(unsigned char *expr, unsigned char *data)
{
	end(data);
	end(expr);
}

static void meta(uint32_t key)
{
	unsigned char *data, *expr = expression("meta", &data);
	put32(A_META_DREG, 1);
	put32(A_META_KEY, key);
	finish(expr, data);
}

static void payload(uint32_t base, uint32_t offset, uint32_t n)
{
	unsigned char *data, *expr = expression("payload", &data);
	put32(A_PAYLOAD_DREG, 1);
	put32(A_PAYLOAD_BASE, base);
	put32(A_PAYLOAD_OFFSET, offset);
	put32(A_PAYLOAD_LEN, n);
	finish(expr, data);
}

static void value(int type, const void *p, size_t n)
{
	unsigned char *head = begin(type);
	put(A_DATA_VALUE, p, n);
	end(head);
}

static void compare(uint32_t op, const void *p, size_t n)
{
	unsigned char *data, *expr = expression("cmp", &data);
	put32(A_CMP_SREG, 1);
	put32(A_CMP_OP, op);
	value(A_CMP_DATA, p, n);
	finish(expr, data);
}

static void mask(const void *p, size_t n)
{
	static const unsigned char zeros[16];
	unsigned char *data, *expr = expression("bitwise", &data);
	put32(A_BITWISE_SREG, 1);
	put32(A_BITWISE_DREG, 1);
	put32(A_BITWISE_LEN, (uint32_t)n);
	value(A_BITWISE_MASK, p, n);
	value(A_BITWISE_XOR, zeros, n);
	finish(expr, data);
}

static void plain(const char *name)
{
	unsigned char *data, *expr = expression(name, &data);
	finish(expr, data);
}

static struct guard guard_in(int family)
{
	const struct nf_table t = {.family = family, .name = "t"};
	const struct nf_chain c = {.name = "c", .table = &t};
	const struct nf_rule r = {.exprs = {.p = buffer, .n = (size_t)(at - buffer)}};
	return guard_of(&c, &r);
}

static bool stops(const struct guard *g, const char *from, uint32_t port)
{
	struct arena *a = arena_new();
	struct ip ip;
	assert_int_equal(ip_parse(from, &ip), ERR_OK);
	struct space s = space_one(a, &ip);
	bool yes = guard_stops(g, &s, port);
	arena_free(a);
	return yes;
}

static int begin_rule(void **state)
{
	(void)state;
	at = buffer;
	return 0;
}

static void source4(void)
{
	payload(BASE_NETWORK, 12, 4);
}

static void an_address_stops_all_others(void **state)
{
	(void)state;
	source4();
	compare(OP_EQ, "\xc0\x00\x02\x07", 4);
	struct guard g = guard_in(NF_IP);
	assert_false(stops(&g, "192.0.2.7", 443));
	assert_true(stops(&g, "192.0.2.6", 443));
	assert_true(stops(&g, "192.0.2.8", 443));
	assert_false(stops(&g, "2001:db8::1", 443));
}

static void a_prefix_stops_what_lies_beside_it(void **state)
{
	(void)state;
	source4();
	mask("\xff\xff\xf8\x00", 4);
	compare(OP_EQ, "\xc0\x00\x08\x00", 4);
	struct guard g = guard_in(NF_IP);
	assert_false(stops(&g, "192.0.8.0", 443));
	assert_false(stops(&g, "192.0.15.255", 443));
	assert_true(stops(&g, "192.0.16.0", 443));
	assert_true(stops(&g, "192.0.7.255", 443));
}

static void the_first_bytes_of_an_address_are_a_prefix(void **state)
{
	(void)state;
	payload(BASE_NETWORK, 8, 6);
	compare(OP_EQ, "\x20\x01\x0d\xb8\x00\x05", 6);
	struct guard g = guard_in(NF_IP6);
	assert_false(stops(&g, "2001:db8:5::", 443));
	assert_false(stops(&g, "2001:db8:5:ffff:ffff:ffff:ffff:ffff", 443));
	assert_true(stops(&g, "2001:db8:6::", 443));
}

static void a_port_behind_its_protocol_stops_others(void **state)
{
	(void)state;
	meta(META_L4PROTO);
	compare(OP_EQ, "\x06", 1);
	payload(BASE_TRANSPORT, 2, 2);
	compare(OP_EQ, "\x00\x50", 2);
	struct guard g = guard_in(NF_INET);
	assert_false(stops(&g, "192.0.2.7", 80));
	assert_true(stops(&g, "192.0.2.7", 443));
	assert_false(stops(&g, "2001:db8::1", 80));
}

static void in_a_table_of_both_families_bytes_mean_an_address_behind_the_family(
	void **state)
{
	(void)state;
	source4();
	compare(OP_EQ, "\xc0\x00\x02\x07", 4);
	struct guard bare = guard_in(NF_INET);
	assert_false(stops(&bare, "192.0.2.6", 443));
	begin_rule(state);
	meta(META_NFPROTO);
	compare(OP_EQ, "\x02", 1);
	source4();
	compare(OP_EQ, "\xc0\x00\x02\x07", 4);
	struct guard g = guard_in(NF_INET);
	assert_false(stops(&g, "192.0.2.7", 443));
	assert_true(stops(&g, "192.0.2.6", 443));
	assert_true(stops(&g, "2001:db8::1", 443));
	struct guard netdev = guard_in(NF_NETDEV);
	assert_false(stops(&netdev, "192.0.2.6", 443));
	begin_rule(state);
	meta(META_PROTOCOL);
	compare(OP_EQ, "\x86\xdd", 2);
	struct guard six = guard_in(NF_NETDEV);
	assert_true(stops(&six, "192.0.2.6", 443));
	assert_false(stops(&six, "2001:db8::1", 443));
}

static void what_is_not_equal_stops_nothing(void **state)
{
	(void)state;
	source4();
	compare(OP_NEQ, "\xc0\x00\x02\x07", 4);
	payload(BASE_TRANSPORT, 2, 2);
	compare(OP_GTE, "\x00\x50", 2);
	struct guard g = guard_in(NF_IP);
	assert_false(stops(&g, "192.0.2.7", 443));
	assert_false(stops(&g, "192.0.2.8", 22));
}

static void behind_what_may_be_open_nothing_stops(void **state)
{
	(void)state;
	static const char *const names[] = {
		"limit", "ct", "match", "immediate", "an_expression_of_a_later_kernel"};
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		begin_rule(state);
		plain(names[i]);
		source4();
		compare(OP_EQ, "\xc0\x00\x02\x07", 4);
		struct guard g = guard_in(NF_IP);
		assert_false(stops(&g, "192.0.2.6", 443));
	}
	begin_rule(state);
	plain("counter");
	source4();
	compare(OP_EQ, "\xc0\x00\x02\x07", 4);
	struct guard g = guard_in(NF_IP);
	assert_true(stops(&g, "192.0.2.6", 443));
	begin_rule(state);
	meta(META_CPU);
	source4();
	compare(OP_EQ, "\xc0\x00\x02\x07", 4);
	struct guard cpu = guard_in(NF_IP);
	assert_false(stops(&cpu, "192.0.2.6", 443));
}

static void a_mask_with_holes_stops_nothing(void **state)
{
	(void)state;
	source4();
	mask("\xff\x00\xff\xff", 4);
	compare(OP_EQ, "\xc0\x00\x02\x07", 4);
	struct guard g = guard_in(NF_IP);
	assert_false(stops(&g, "10.0.0.1", 443));
}

static void a_rule_cut_anywhere_stops_no_more_than_it_says(void **state)
{
	(void)state;
	source4();
	compare(OP_EQ, "\xc0\x00\x02\x07", 4);
	payload(BASE_TRANSPORT, 2, 2);
	compare(OP_EQ, "\x00\x50", 2);
	const unsigned char *whole = at;
	for (at = buffer; at < whole; at++) {
		struct guard g = guard_in(NF_IP);
		assert_false(stops(&g, "192.0.2.7", 80));
	}
}

/* struct ipt_entry: source, destination, their masks, …, inverted flags at 83, offsets
 * at 88. */
static void a_legacy_entry_stops_by_source_and_mask(void **state)
{
	(void)state;
	const struct nf_table t = {.family = NF_IP, .name = "filter", .legacy = true};
	const struct nf_chain c = {.name = "INPUT", .table = &t};
	unsigned char entry[152] = {198, 51, 100, 0, [8] = 255, 255, 255, 0, [88] = 112};
	const struct nf_rule r = {.exprs = {.p = entry, .n = sizeof(entry)}};
	struct guard g = guard_of(&c, &r);
	assert_false(stops(&g, "198.51.100.255", 443));
	assert_true(stops(&g, "198.51.101.0", 443));
	entry[83] = 0x08; /* ! -s */
	g = guard_of(&c, &r);
	assert_false(stops(&g, "198.51.101.0", 443));
	entry[83] = 0;
	entry[3] = 1; /* outside its mask: equal to nothing */
	g = guard_of(&c, &r);
	assert_false(stops(&g, "198.51.101.0", 443));
}

int main(void)
{
#define CASE(f) cmocka_unit_test_setup(f, begin_rule)
	const struct CMUnitTest tests[] = {
		CASE(an_address_stops_all_others),
		CASE(a_prefix_stops_what_lies_beside_it),
		CASE(the_first_bytes_of_an_address_are_a_prefix),
		CASE(a_port_behind_its_protocol_stops_others),
		CASE(in_a_table_of_both_families_bytes_mean_an_address_behind_the_family),
		CASE(what_is_not_equal_stops_nothing),
		CASE(behind_what_may_be_open_nothing_stops),
		CASE(a_mask_with_holes_stops_nothing),
		CASE(a_rule_cut_anywhere_stops_no_more_than_it_says),
		CASE(a_legacy_entry_stops_by_source_and_mask),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
