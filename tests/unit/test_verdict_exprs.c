/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Each row of the table of expressions: a form that the modelled SYN meets, and one that
 * it does not; two-register bitwise and other forms that no tool here writes. */
#include "verdict_rules.h"

/* An attribute of n bytes, the most significant first. */
struct field {
	uint8_t type, n;
	uint64_t v;
};
struct row {
	const char *name;
	enum fate fate; /* DROP: the rule matches; ACCEPT: it does not */
	struct field f[6];
	uint8_t port_first; /* the destination port is loaded into register 1 before */
	uint32_t word;      /* or this, in this machine's order */
	uint8_t n; /* bytes that register 1 is compared with afterwards; 0 none */
	uint8_t bytes[4];
};
#define YES FATE_DROP
#define NO FATE_ACCEPT
#define OPEN FATE_MAYBE
#define LOST FATE_UNKNOWN

static const struct row rows[] = {
	{"payload", YES, {{1, 4, 1}, {2, 4, 2}, {3, 4, 2}, {4, 4, 2}}, 0, 0, 2,
		{1, 0xbb}},
	{"payload", NO, {{1, 4, 1}, {2, 4, 2}, {3, 4, 2}, {4, 4, 2}}, 0, 0, 2, {0, 80}},
	{"payload", NO, {{1, 4, 1}, {2, 4, 3}, {3, 4, 0}, {4, 4, 1}}, 0, 0, 1, {0}},
	{"meta", YES, {{1, 4, 1}, {2, 4, META_L4PROTO}}, 0, 0, 1, {6}},
	{"meta", NO, {{1, 4, 1}, {2, 4, META_L4PROTO}}, 0, 0, 1, {17}},
	{"meta", NO, {{1, 4, 1}, {2, 4, META_SKUID}}, 0, 0, 1, {0}},
	{"meta", OPEN, {{1, 4, 1}, {2, 4, META_CPU}}, 0, 0, 1, {0}},
	{"meta", OPEN, {{1, 4, 1}, {2, 4, META_PRANDOM}}, 0, 0, 1, {0}},
	{"meta", OPEN, {{1, 4, 1}, {2, 4, META_TIME_HOUR}}, 0, 0, 1, {0}},
	{"meta", LOST, {{1, 4, 1}, {2, 4, 99}}, 0, 0, 1, {0}},
	{"ct", YES, {{1, 4, 1}, {2, 4, CT_PROTOCOL}}, 0, 0, 1, {6}},
	{"ct", NO, {{1, 4, 1}, {2, 4, CT_PROTOCOL}}, 0, 0, 1, {17}},
	{"ct", YES, {{1, 4, 1}, {2, 4, CT_PKTS}}, 0, 0, 2, {1, 0}},
	{"ct", NO, {{1, 4, 1}, {2, 4, CT_PKTS}, {3, 1, 1}}, 0, 0, 2, {1, 0}},
	{"ct", YES, {{1, 4, 1}, {2, 4, CT_BYTES}}, 0, 0, 2, {60, 0}},
	{"ct", YES, {{1, 4, 1}, {2, 4, CT_AVGPKT}, {3, 1, 1}}, 0, 0, 2, {0, 0}},
	{"ct", OPEN, {{1, 4, 1}, {2, 4, CT_ID}}, 0, 0, 1, {0}},
	{"ct", NO, {{1, 4, 1}, {2, 4, CT_HELPER}}, 0, 0, 1, {0}},
	{"range", YES, {{1, 4, 1}, {2, 4, 0}, {3, 2, 0x190}, {4, 2, 0x1f4}}, 1, 0, 0,
		{0}},
	{"range", NO, {{1, 4, 1}, {2, 4, 1}, {3, 2, 0x190}, {4, 2, 0x1f4}}, 1, 0, 0, {0}},
	{"byteorder", YES, {{1, 4, 1}, {2, 4, 1}, {3, 4, 0}, {4, 4, 2}, {5, 4, 2}}, 1, 0,
		2, {0xbb, 1}},
	{"byteorder", NO, {{1, 4, 1}, {2, 4, 1}, {3, 4, 0}, {4, 4, 2}, {5, 4, 2}}, 1, 0,
		2, {1, 0xbb}},
	{"rt", YES, {{1, 4, 1}, {2, 4, 1}}, 0, 0, 4, {203, 0, 113, 10}},
	{"rt", NO, {{1, 4, 1}, {2, 4, 1}}, 0, 0, 4, {203, 0, 113, 1}},
	{"rt", NO, {{1, 4, 1}, {2, 4, 2}}, 0, 0, 4, {0}},
	{"rt", YES, {{1, 4, 1}, {2, 4, 4}}, 0, 0, 1, {0}},
	{"rt", OPEN, {{1, 4, 1}, {2, 4, 0}}, 0, 0, 1, {0}},
	{"socket", YES, {{1, 4, 0}, {2, 4, 1}}, 0, 0, 1, {0}},
	{"socket", NO, {{1, 4, 0}, {2, 4, 1}}, 0, 0, 1, {1}},
	{"socket", OPEN, {{1, 4, 1}, {2, 4, 1}}, 0, 0, 1, {1}},
	{"fib", YES, {{1, 4, 1}, {2, 4, FIB_ADDRTYPE}, {3, 4, FIB_F_DADDR}}, 0, 0, 1,
		{0}},
	{"fib", NO, {{1, 4, 1}, {2, 4, FIB_ADDRTYPE}, {3, 4, FIB_F_DADDR}}, 0, 0, 1, {2}},
	{"numgen", OPEN, {{1, 4, 1}, {2, 4, 2}}, 0, 0, 1, {0}},
	{"hash", OPEN, {{2, 4, 1}, {4, 4, 2}, {7, 4, 1}}, 0, 0, 1, {0}},
	{"osf", OPEN, {{1, 4, 1}}, 0, 0, 1, {0}},
	{"exthdr", YES, {{1, 4, 1}, {2, 1, 2}, {3, 4, 2}, {4, 4, 2}, {6, 4, 1}}, 0, 0, 2,
		{5, 0xb4}},
	{"exthdr", NO, {{1, 4, 1}, {2, 1, 2}, {3, 4, 2}, {4, 4, 2}, {6, 4, 1}}, 0, 0, 2,
		{5, 0x78}},
	{"exthdr", YES, {{1, 4, 1}, {2, 1, 34}, {5, 4, 1}, {6, 4, 1}}, 0, 0, 1, {0}},
	{"xfrm", NO, {{1, 4, 1}}, 0, 0, 0, {0}},
	{"tunnel", NO, {{1, 4, 1}}, 0, 0, 0, {0}},
	{"limit", OPEN, {{0}}, 0, 0, 0, {0}},
	{"connlimit", LOST, {{0}}, 0, 0, 0, {0}},
	{"connlimit", OPEN, {{1, 4, 5}}, 0, 0, 0, {0}},
	{"connlimit", OPEN, {{1, 4, 5}, {2, 4, 1}}, 0, 0, 0, {0}},
	{"connlimit", NO, {{1, 4, 0}}, 0, 0, 0, {0}},
	{"connlimit", YES, {{1, 4, 0}, {2, 4, 1}}, 0, 0, 0, {0}},
	{"connlimit", YES, {{1, 4, 9}}, 0, 0, 0, {0}},
	{"connlimit", NO, {{1, 4, 9}, {2, 4, 1}}, 0, 0, 0, {0}},
	{"quota", YES, {{1, 8, 100}}, 0, 0, 0, {0}},
	{"quota", NO, {{1, 8, 100}, {2, 4, 1}}, 0, 0, 0, {0}},
	{"quota", NO, {{1, 8, 100}, {4, 8, 50}}, 0, 0, 0, {0}},
	{"counter", YES, {{0}}, 0, 0, 0, {0}},
	{"log", YES, {{0}}, 0, 0, 0, {0}},
	{"last", YES, {{0}}, 0, 0, 0, {0}},
	{"dup", YES, {{0}}, 0, 0, 0, {0}},
	{"secmark", YES, {{0}}, 0, 0, 0, {0}},
	{"flow_offload", YES, {{0}}, 0, 0, 0, {0}},
	{"notrack", YES, {{0}}, 0, 0, 0, {0}},
	{"reject", FATE_REJECT, {{0}}, 0, 0, 0, {0}},
	{"queue", YES, {{1, 2, 5}}, 0, 0, 0, {0}},
	{"queue", NO, {{1, 2, 5}, {3, 2, 1}}, 0, 0, 0, {0}},
	{"fwd", YES, {{0}}, 0, 0, 0, {0}},
	{"synproxy", OPEN, {{0}}, 0, 0, 0, {0}},
	{"tproxy", LOST, {{0}}, 0, 0, 0, {0}},
	{"objref", YES, {{1, 4, OBJ_COUNTER}}, 0, 0, 0, {0}},
	{"objref", OPEN, {{1, 4, OBJ_LIMIT}}, 0, 0, 0, {0}},
	{"objref", OPEN, {{1, 4, OBJ_CONNLIMIT}}, 0, 0, 0, {0}},
	{"objref", LOST, {{1, 4, OBJ_QUOTA}}, 0, 0, 0, {0}},
	{"objref", OPEN, {{1, 4, OBJ_SYNPROXY}}, 0, 0, 0, {0}},
	{"objref", LOST, {{1, 4, 99}}, 0, 0, 0, {0}},
	{"lookup", LOST, {{2, 4, 1}}, 1, 0, 0, {0}},
	{"dynset", LOST, {{4, 4, 1}}, 1, 0, 0, {0}},
	{"inner", LOST, {{1, 4, 1}}, 0, 0, 0, {0}},
};

static void put_field(const struct field *f, bool as_data)
{
	uint8_t b[8];
	for (size_t i = 0; i < f->n; i++)
		b[i] = (uint8_t)(f->v >> (8 * (f->n - 1u - i)));
	if (as_data)
		value(f->type, b, f->n);
	else
		put(f->type, b, f->n);
}

static void write_expression(const void *row)
{
	const struct row *r = row;
	unsigned char *data, *expr;
	if (r->port_first)
		load_payload(BASE_TRANSPORT, 2, 2);
	if (r->word)
		constant(1, &r->word, sizeof(r->word));
	expr = expression(r->name, &data);
	for (size_t i = 0; i < sizeof(r->f) / sizeof(r->f[0]) && r->f[i].type; i++)
		put_field(&r->f[i], strcmp(r->name, "range") == 0 && r->f[i].n == 2);
	end(data);
	end(expr);
	if (r->n)
		compare(OP_EQ, r->bytes, r->n);
}

static void each_expression_says_what_the_kernel_says_of_a_syn(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct scene s;
		struct verdict_part p = drop_where(&s, write_expression, &rows[i], 443);
		if (p.fate != rows[i].fate)
			print_error("row %d: %s\n", (int)i, rows[i].name);
		assert_int_equal(p.fate, rows[i].fate);
		arena_free(s.arena);
	}
}

/* -- bitwise ---------------------------------------------------------------------- */

struct combined {
	uint32_t op;
	uint8_t result[2];
};

static void write_two_registers(const void *row)
{
	static const uint8_t other[2] = {0x01, 0x0f};
	const struct combined *c = row;
	load_payload(BASE_TRANSPORT, 2, 2);
	constant(2, other, sizeof(other));
	unsigned char *data, *expr = expression("bitwise", &data);
	put32(A_BITWISE_SREG, 1);
	put32(A_BITWISE_SREG2, 2);
	put32(A_BITWISE_DREG, 1);
	put32(A_BITWISE_LEN, 2);
	put32(A_BITWISE_OP, c->op);
	end(data);
	end(expr);
	compare(OP_EQ, c->result, 2);
}

/* nft_bitwise_eval_and, _or and _xor of kernel 6.13; port 443 is 0x01bb. */
static void two_registers_are_combined(void **state)
{
	static const struct combined all[] = {{BITWISE_AND, {0x01, 0x0b}},
		{BITWISE_OR, {0x01, 0xbf}}, {BITWISE_XOR, {0x00, 0xb4}}};
	(void)state;
	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		struct scene s;
		assert_int_equal(drop_where(&s, write_two_registers, &all[i], 443).fate,
			FATE_DROP);
		assert_int_equal(ask_from(&s, "8.8.8.8", 80).fate, FATE_ACCEPT);
		arena_free(s.arena);
	}
}

struct shifted {
	uint32_t op, by, from, to;
};

static void write_shift(const void *row)
{
	const struct shifted *c = row;
	constant(1, &c->from, sizeof(c->from));
	unsigned char *data, *expr = expression("bitwise", &data);
	put32(A_BITWISE_SREG, 1);
	put32(A_BITWISE_DREG, 1);
	put32(A_BITWISE_LEN, 4);
	put32(A_BITWISE_OP, c->op);
	value(A_BITWISE_DATA, &c->by, sizeof(c->by));
	end(data);
	end(expr);
	compare(OP_EQ, &c->to, sizeof(c->to));
}

static void words_are_shifted_in_this_machines_order(void **state)
{
	static const struct shifted all[] = {{BITWISE_LSHIFT, 4, 0x10, 0x100},
		{BITWISE_RSHIFT, 8, 0x12345678, 0x123456}};
	struct scene s;
	(void)state;
	for (size_t i = 0; i < 2; i++) {
		struct shifted no = all[i];
		assert_int_equal(
			drop_where(&s, write_shift, &all[i], 443).fate, FATE_DROP);
		arena_free(s.arena);
		no.to++;
		assert_int_equal(drop_where(&s, write_shift, &no, 443).fate, FATE_ACCEPT);
		arena_free(s.arena);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_expression_says_what_the_kernel_says_of_a_syn),
		cmocka_unit_test(two_registers_are_combined),
		cmocka_unit_test(words_are_shifted_in_this_machines_order),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
