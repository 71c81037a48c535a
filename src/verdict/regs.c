/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "engine.h"

#include <string.h>

enum { ENUMERATE_MAX = 65536 }; /* ranges that one odd mask may become */

int reg_offset(uint32_t reg)
{
	if (reg >= 1 && reg <= 4)
		return (int)(reg - 1) * 16;
	if (reg >= 8 && reg <= 23)
		return (int)(reg - 8) * 4;
	return -1;
}

/* The offset where n bytes fit, or -1. */
static int place(uint32_t reg, size_t n)
{
	int at = reg_offset(reg);
	return at >= 0 && n <= (size_t)(REGS_BYTES - at) ? at : -1;
}

/* The kernel zeroes the rest of the last 32-bit word. */
static void pad_word(struct regs *r, size_t end)
{
	for (; end % 4; end++) {
		r->kind[end] = REG_CONST;
		r->value[end] = 0;
	}
}

bool reg_put(struct regs *r, uint32_t reg, const void *p, size_t n)
{
	int at = place(reg, n);
	if (at < 0)
		return false;
	memset(r->kind + at, REG_CONST, n);
	memcpy(r->value + at, p, n);
	pad_word(r, (size_t)at + n);
	return true;
}

bool reg_put_u8(struct regs *r, uint32_t reg, uint8_t v)
{
	return reg_put(r, reg, &v, sizeof(v));
}

bool reg_put_u16(struct regs *r, uint32_t reg, uint16_t v_host)
{
	return reg_put(r, reg, &v_host, sizeof(v_host));
}

bool reg_put_u32(struct regs *r, uint32_t reg, uint32_t v_host)
{
	return reg_put(r, reg, &v_host, sizeof(v_host));
}

bool reg_put_unknown(
	struct regs *r, uint32_t reg, size_t n, enum reason_class class, const char *why)
{
	int at = place(reg, n);
	if (at < 0)
		return false;
	memset(r->kind + at, REG_UNKNOWN, n);
	pad_word(r, (size_t)at + n);
	r->why = why;
	r->class = class;
	return true;
}

bool reg_put_source(struct regs *r, uint32_t reg, size_t skip, size_t from, size_t n)
{
	int at = place(reg, skip + n);
	if (at < 0)
		return false;
	for (size_t i = 0; i < n; i++) {
		size_t b = (size_t)at + skip + i;
		r->kind[b] = REG_SOURCE;
		r->index[b] = (uint8_t)(from + i);
		r->mask[b] = 0xff;
		r->value[b] = 0;
	}
	pad_word(r, (size_t)at + skip + n);
	return true;
}

enum reg_kind reg_kind(const struct regs *r, uint32_t reg, size_t n)
{
	int at = place(reg, n);
	enum reg_kind kind = REG_CONST;
	if (at < 0)
		return REG_UNSET;
	for (size_t i = 0; i < n; i++) {
		enum reg_kind k = r->kind[(size_t)at + i];
		if (k == REG_UNSET || k == REG_UNKNOWN)
			return k;
		if (k == REG_SOURCE)
			kind = REG_SOURCE;
	}
	return kind;
}

const uint8_t *reg_bytes(const struct regs *r, uint32_t reg)
{
	return r->value + reg_offset(reg);
}

enum step step_if(bool true_)
{
	return true_ ? STEP_CONTINUE : STEP_BREAK;
}

/* -- conditions on the source as ranges ------------------------------------------- */

struct wanted { /* bits of the source address that must have a value */
	uint8_t care[16], value[16];
	bool never;
};

static void want_byte(struct wanted *w, const struct regs *r, size_t at, uint8_t data)
{
	uint8_t mask = r->mask[at], value = (uint8_t)(data ^ r->value[at]);
	size_t i = r->index[at];
	if (value & ~mask || (w->care[i] & mask & (w->value[i] ^ value)))
		w->never = true;
	w->care[i] |= mask;
	w->value[i] |= value;
}

/* How many low bits are free, and how many free bits lie above a fixed one. */
static void free_bits(const struct wanted *w, int bits, int *low, int *scattered)
{
	int lowest = 0;
	static const uint8_t whole[16] = {255, 255, 255, 255, 255, 255, 255, 255, 255,
		255, 255, 255, 255, 255, 255, 255};
	*low = *scattered = 0;
	if (memcmp(w->care, whole, (size_t)bits / 8) == 0)
		return;
	while (lowest < bits && !(w->care[(bits - 1 - lowest) / 8] >> (lowest % 8) & 1))
		lowest++;
	*low = lowest;
	*scattered = 0;
	for (int b = lowest; b < bits; b++)
		*scattered += !(w->care[(bits - 1 - b) / 8] >> (b % 8) & 1);
}

/* The range number `which` of the pattern: its bits go into the scattered free places. */
static struct range pattern_range(
	const struct wanted *w, int family, int low, unsigned which)
{
	struct range r = {.lo = {.family = family}, .hi = {.family = family}};
	int bits = family == 4 ? 32 : 128;
	memcpy(r.lo.addr, w->value, (size_t)bits / 8);
	for (int b = low; b < bits; b++) {
		int byte = (bits - 1 - b) / 8;
		if (w->care[byte] >> (b % 8) & 1)
			continue;
		if (which & 1)
			r.lo.addr[byte] |= (uint8_t)(1 << (b % 8));
		which >>= 1;
	}
	r.hi = r.lo;
	for (int b = 0; b < low; b++)
		r.hi.addr[(bits - 1 - b) / 8] |= (uint8_t)(1 << (b % 8));
	return r;
}

static struct ranges everything(struct eval *e, bool yes)
{
	struct ranges all = {.exact = true};
	if (yes) {
		struct space s = space_all(e->arena, e->packet.family);
		all.v = space_ranges(e->arena, &s, &all.n);
	}
	return all;
}

struct ranges reg_equal(
	struct eval *e, const struct regs *r, uint32_t reg, const uint8_t *data, size_t n)
{
	size_t at = (size_t)reg_offset(reg);
	struct wanted w = {.never = false};
	for (size_t i = 0; i < n; i++) {
		if (r->kind[at + i] == REG_SOURCE)
			want_byte(&w, r, at + i, data[i]);
		else if (r->value[at + i] != data[i])
			w.never = true;
	}
	if (w.never)
		return everything(e, false);
	int low, scattered, family = e->packet.family;
	free_bits(&w, family == 4 ? 32 : 128, &low, &scattered);
	if (scattered > 16)
		return (struct ranges){.exact = false};
	size_t count = (size_t)1 << scattered;
	struct ranges out = {.exact = true, .n = count};
	out.v = arena_array(e->arena, count, sizeof(*out.v));
	/* counting up in the scattered bits, lowest first, gives the ranges in order */
	for (size_t i = 0; i < count; i++)
		out.v[i] = pattern_range(&w, family, low, (unsigned)i);
	return out;
}

/* The n bytes are an unbroken piece of the source address; *from is its first byte. */
static bool plain_piece(const struct regs *r, size_t at, size_t n, size_t *from)
{
	*from = r->index[at];
	for (size_t i = 0; i < n; i++)
		if (r->kind[at + i] != REG_SOURCE || r->mask[at + i] != 0xff ||
			r->value[at + i] != 0 || r->index[at + i] != *from + i)
			return false;
	return true;
}

static struct range piece_range(int family, size_t from, unsigned before,
	const uint8_t *lo, const uint8_t *hi, size_t n)
{
	struct range r = {.lo = {.family = family}, .hi = {.family = family}};
	memset(r.hi.addr, 0xff, family == 4 ? 4 : 16);
	for (size_t i = 0; i < from; i++)
		r.lo.addr[i] = r.hi.addr[i] = (uint8_t)(before >> (8 * (from - 1 - i)));
	memcpy(r.lo.addr + from, lo, n);
	memcpy(r.hi.addr + from, hi, n);
	return r;
}

struct ranges reg_between(struct eval *e, const struct regs *r, uint32_t reg,
	const uint8_t *lo, const uint8_t *hi, size_t n)
{
	size_t at = (size_t)reg_offset(reg), from;
	if (memcmp(lo, hi, n) == 0)
		return reg_equal(e, r, reg, lo, n);
	if (reg_kind(r, reg, n) == REG_CONST) {
		const uint8_t *v = reg_bytes(r, reg);
		return everything(e, memcmp(v, lo, n) >= 0 && memcmp(v, hi, n) <= 0);
	}
	if (memcmp(lo, hi, n) > 0)
		return everything(e, false);
	if (!plain_piece(r, at, n, &from) || from > 2)
		return (struct ranges){.exact = false};
	size_t count = (size_t)1 << (8 * from);
	struct ranges out = {.exact = true, .n = count};
	out.v = arena_array(e->arena, count, sizeof(*out.v));
	for (size_t i = 0; i < count; i++)
		out.v[i] = piece_range(e->packet.family, from, (unsigned)i, lo, hi, n);
	return out;
}

enum step step_where(struct frame *f, struct ranges where, bool invert)
{
	struct eval *e = f->e;
	if (!where.exact)
		return frame_fork(f, REASON_UNKNOWN, "arithmetic on the source address");
	struct space inside = space_none(e->packet.family);
	for (size_t i = 0; i < where.n && !space_empty(&f->w.sources); i++)
		space_join(e->arena, &inside,
			space_take(e->arena, &f->w.sources, &where.v[i]));
	struct world other = f->w;
	if (invert) {
		other.sources = inside;
	} else {
		f->w.sources = inside;
	}
	if (space_empty(&f->w.sources)) {
		f->w.sources = other.sources;
		return STEP_BREAK;
	}
	if (!space_empty(&other.sources))
		frame_break(f, other);
	return STEP_CONTINUE;
}
