/* SPDX-License-Identifier: GPL-2.0-or-later */
/* hash: Jenkins' hash of registers, computed as the kernel does
 * (net/netfilter/nft_hash.c, include/linux/jhash.h); the symmetric one has a secret
 * seed. */
#include "engine.h"

#include <string.h>

enum { HASH_JENKINS = 0, HASH_SYMMETRIC = 1 };

static uint32_t rol(uint32_t v, unsigned by)
{
	return v << by | v >> (32 - by);
}

static void mix(uint32_t s[3])
{
	static const uint8_t by[6] = {4, 6, 8, 16, 19, 4};
	for (size_t i = 0; i < 6; i++) {
		uint32_t *x = &s[i % 3], *y = &s[(i + 1) % 3], *z = &s[(i + 2) % 3];
		*x -= *z;
		*x ^= rol(*z, by[i]);
		*z += *y;
	}
}

static uint32_t final(uint32_t s[3])
{
	static const uint8_t by[7] = {14, 11, 25, 16, 4, 14, 24};
	for (size_t i = 0; i < 7; i++) {
		uint32_t *x = &s[(i + 2) % 3], *y = &s[(i + 1) % 3];
		*x ^= *y;
		*x -= rol(*y, by[i]);
	}
	return s[2];
}

/* Up to 12 bytes as three little-endian words. */
static void add_words(uint32_t s[3], const uint8_t *k, size_t n)
{
	for (size_t i = 0; i < n; i++)
		s[i / 4] += (uint32_t)k[i] << (8 * (i % 4));
}

uint32_t hash_jenkins(const uint8_t *k, size_t n, uint32_t seed)
{
	uint32_t start = 0xdeadbeef + (uint32_t)n + seed, s[3] = {start, start, start};
	for (; n > 12; k += 12, n -= 12) {
		add_words(s, k, 12);
		mix(s);
	}
	if (n == 0)
		return s[2];
	add_words(s, k, n);
	return final(s);
}

enum step expr_hash(struct frame *f, struct bytes data)
{
	struct attrs t;
	attrs_read(&t, data, 0xfe);
	uint32_t dreg = attrs_u32(&t, A_HASH_DREG), sreg = attrs_u32(&t, A_HASH_SREG);
	uint32_t modulus = attrs_u32(&t, A_HASH_MODULUS),
		 type = attrs_u32(&t, A_HASH_TYPE);
	size_t n = attrs_u32(&t, A_HASH_LEN);
	bool ok;
	if (t.unknown || t.bad || modulus == 0 || type > HASH_SYMMETRIC)
		return frame_unknown(f, "a form of hash that is not known");
	/* a seed that the kernel chose is not shown */
	bool secret = type == HASH_SYMMETRIC || !attrs_has(&t, A_HASH_SEED);
	if (!secret && n && reg_kind(&f->regs, sreg, n) == REG_CONST) {
		uint32_t h = hash_jenkins(
			reg_bytes(&f->regs, sreg), n, attrs_u32(&t, A_HASH_SEED));
		h = (uint32_t)((uint64_t)h * modulus >> 32);
		ok = reg_put_u32(&f->regs, dreg, h + attrs_u32(&t, A_HASH_OFFSET));
	} else {
		ok = reg_put_unknown(&f->regs, dreg, 4, REASON_MAYBE, "a hash");
	}
	return ok ? STEP_CONTINUE : frame_unknown(f, "a register that does not exist");
}
