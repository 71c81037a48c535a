/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Numbers as wide as nf_tables' registers (512 bits), for the rule printer. */
#ifndef PKIREADY_PRINT_NUM_H
#define PKIREADY_PRINT_NUM_H

#include "text.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { NUM_BYTES = 64, NUM_BITS = NUM_BYTES * 8 };
struct num {
	uint8_t b[NUM_BYTES]; /* the most significant first, filled from the right */
};

/* The first NUM_BYTES of the bytes as a big-endian number. */
struct num num_of(struct bytes b);
struct num num_u64(uint64_t v);
/* The lowest 64 bits. */
uint64_t num_low(const struct num *v);
bool num_is_zero(const struct num *v);
int num_cmp(const struct num *a, const struct num *b);
struct num num_and(const struct num *a, const struct num *b);
struct num num_or(const struct num *a, const struct num *b);
struct num num_xor(const struct num *a, const struct num *b);
/* a - b, modulo 2^512. */
struct num num_sub(const struct num *a, const struct num *b);
struct num num_left(const struct num *v, unsigned bits);
struct num num_right(const struct num *v, unsigned bits);
/* n bits set, the lowest ones. */
struct num num_ones(unsigned n);
bool num_bit(const struct num *v, unsigned bit);
/* The first bit set (clear) at from or above; NUM_BITS when none is. */
unsigned num_scan1(const struct num *v, unsigned from);
unsigned num_scan0(const struct num *v, unsigned from);
unsigned num_popcount(const struct num *v);
/* The lowest n bytes the other way round. */
struct num num_swap(const struct num *v, size_t n);
/* The lowest n bytes, the most significant first. */
const uint8_t *num_bytes(const struct num *v, size_t n);
void num_print_dec(struct text *t, const struct num *v);
/* At least this many digits. */
void num_print_hex(struct text *t, const struct num *v, unsigned digits);

#endif
