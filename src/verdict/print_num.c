/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "print_num.h"

#include <string.h>

struct num num_of(struct bytes b)
{
	struct num v = {{0}};
	size_t n = b.n < NUM_BYTES ? b.n : NUM_BYTES;
	if (n)
		memcpy(v.b + NUM_BYTES - n, b.p, n);
	return v;
}

struct num num_u64(uint64_t x)
{
	struct num v = {{0}};
	for (int i = 1; i <= 8; i++, x >>= 8)
		v.b[NUM_BYTES - i] = (uint8_t)x;
	return v;
}

uint64_t num_low(const struct num *v)
{
	uint64_t x = 0;
	for (int i = NUM_BYTES - 8; i < NUM_BYTES; i++)
		x = x << 8 | v->b[i];
	return x;
}

bool num_is_zero(const struct num *v)
{
	static const struct num zero;
	return num_cmp(v, &zero) == 0;
}

int num_cmp(const struct num *a, const struct num *b)
{
	return memcmp(a->b, b->b, NUM_BYTES);
}

struct num num_and(const struct num *a, const struct num *b)
{
	struct num v;
	for (int i = 0; i < NUM_BYTES; i++)
		v.b[i] = a->b[i] & b->b[i];
	return v;
}

struct num num_or(const struct num *a, const struct num *b)
{
	struct num v;
	for (int i = 0; i < NUM_BYTES; i++)
		v.b[i] = a->b[i] | b->b[i];
	return v;
}

struct num num_xor(const struct num *a, const struct num *b)
{
	struct num v;
	for (int i = 0; i < NUM_BYTES; i++)
		v.b[i] = a->b[i] ^ b->b[i];
	return v;
}

struct num num_sub(const struct num *a, const struct num *b)
{
	struct num v;
	int borrow = 0;
	for (int i = NUM_BYTES; i-- > 0;) {
		int d = a->b[i] - b->b[i] - borrow;
		borrow = d < 0;
		v.b[i] = (uint8_t)d;
	}
	return v;
}

bool num_bit(const struct num *v, unsigned bit)
{
	return bit < NUM_BITS && v->b[NUM_BYTES - 1 - bit / 8] >> (bit % 8) & 1;
}

static void set_bit(struct num *v, unsigned bit)
{
	v->b[NUM_BYTES - 1 - bit / 8] |= (uint8_t)(1 << (bit % 8));
}

struct num num_left(const struct num *v, unsigned bits)
{
	struct num out = {{0}};
	for (unsigned i = bits; i < NUM_BITS; i++)
		if (num_bit(v, i - bits))
			set_bit(&out, i);
	return out;
}

struct num num_right(const struct num *v, unsigned bits)
{
	struct num out = {{0}};
	for (unsigned i = bits; i < NUM_BITS; i++)
		if (num_bit(v, i))
			set_bit(&out, i - bits);
	return out;
}

struct num num_ones(unsigned n)
{
	struct num out = {{0}};
	for (unsigned i = 0; i < n && i < NUM_BITS; i++)
		set_bit(&out, i);
	return out;
}

unsigned num_scan1(const struct num *v, unsigned from)
{
	while (from < NUM_BITS && !num_bit(v, from))
		from++;
	return from < NUM_BITS ? from : NUM_BITS;
}

unsigned num_scan0(const struct num *v, unsigned from)
{
	while (from < NUM_BITS && num_bit(v, from))
		from++;
	return from < NUM_BITS ? from : NUM_BITS;
}

unsigned num_popcount(const struct num *v)
{
	unsigned n = 0;
	for (unsigned i = 0; i < NUM_BITS; i++)
		n += num_bit(v, i);
	return n;
}

struct num num_swap(const struct num *v, size_t n)
{
	struct num out = {{0}};
	for (size_t i = 0; i < n && i < NUM_BYTES; i++)
		out.b[NUM_BYTES - 1 - i] =
			v->b[NUM_BYTES - (n < NUM_BYTES ? n : NUM_BYTES) + i];
	return out;
}

const uint8_t *num_bytes(const struct num *v, size_t n)
{
	return v->b + NUM_BYTES - (n < NUM_BYTES ? n : NUM_BYTES);
}

void num_print_dec(struct text *t, const struct num *v)
{
	char digits[160];
	size_t at = sizeof(digits);
	struct num rest = *v;
	do {
		unsigned carry = 0;
		for (int i = 0; i < NUM_BYTES; i++) {
			carry = carry << 8 | rest.b[i];
			rest.b[i] = (uint8_t)(carry / 10);
			carry %= 10;
		}
		digits[--at] = (char)('0' + carry);
	} while (at > 0 && !num_is_zero(&rest));
	text_add_n(t, digits + at, sizeof(digits) - at);
}

void num_print_hex(struct text *t, const struct num *v, unsigned digits)
{
	bool begun = false;
	for (unsigned i = NUM_BYTES * 2; i-- > 0;) {
		unsigned nibble = v->b[NUM_BYTES - 1 - i / 2] >> (i % 2 * 4) & 0xf;
		begun |= nibble != 0 || i < digits || i == 0;
		if (begun)
			text_printf(t, "%x", nibble);
	}
}
