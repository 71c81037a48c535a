/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Matches that are small programs over the packet's bytes: u32 (kernel xt_u32.c) and
 * classic BPF (kernel xt_bpf.c, net/core/filter.c). */
#include "xt.h"

#include <string.h>

enum { BYTES_MAX = NETHDR_MAX + TCPHDR_MAX };

struct view { /* the packet's bytes, and which of them are known */
	uint8_t bytes[BYTES_MAX];
	bool known[BYTES_MAX];
	size_t n;
	bool blind; /* the program looked at one that is not */
};

/* n bytes at `at` in network order, and which bits of them are not known; false
 * behind the end. */
static bool load(
	const struct view *v, uint32_t at, size_t n, uint32_t *out, uint32_t *dim)
{
	*out = *dim = 0;
	if (at > v->n || n > v->n - at)
		return false;
	for (size_t i = 0; i < n; i++) {
		*out = *out << 8 | v->bytes[at + i];
		*dim = *dim << 8 | (v->known[at + i] ? 0 : 0xff);
	}
	return true;
}

static enum step judged(struct frame *f, const struct view *v, bool match)
{
	return v->blind ? frame_fork(
				  f, REASON_UNKNOWN, "a program over the source address")
			: step_if(match);
}

/* -- u32
 * ------------------------------------------------------------------------------ */

enum {
	U32_TEST = 180,
	U32_TESTS = 11,
	U32_VALUES = 88,
	U32_NNUMS = 176,
	U32_NVALUES = 177
};
enum { U32_AND, U32_LEFT, U32_RIGHT, U32_AT };

static uint32_t shifted(uint32_t v, uint32_t by, bool left)
{
	return by > 31 ? 0 : left ? v << by : v >> by;
}

static bool u32_value(
	struct view *v, struct bytes b, size_t test, uint32_t *val, uint32_t *dim)
{
	uint32_t at = 0;
	if (!load(v, xt_u32(b, test), 4, val, dim))
		return false;
	for (size_t i = 1; i < xt_u8(b, test + U32_NNUMS) && i < U32_TESTS; i++) {
		uint32_t number = xt_u32(b, test + 8 * i);
		uint8_t op = xt_u8(b, test + 8 * i + 4);
		if (op == U32_AND) {
			*val &= number;
			*dim &= number;
		} else if (op == U32_LEFT || op == U32_RIGHT) {
			*val = shifted(*val, number, op == U32_LEFT);
			*dim = shifted(*dim, number, op == U32_LEFT);
		} else if (op == U32_AT) {
			v->blind |= *dim != 0;
			if (at + *val < at)
				return false;
			at += *val;
			if (at > v->n || number > v->n ||
				!load(v, at + number, 4, val, dim))
				return false;
		}
	}
	return true;
}

static bool u32_test(struct view *v, struct bytes b, size_t test)
{
	uint32_t val, dim;
	if (!u32_value(v, b, test, &val, &dim))
		return false;
	v->blind |= dim != 0;
	for (size_t i = 0; i < xt_u8(b, test + U32_NVALUES) && i < U32_TESTS; i++)
		if (xt_u32(b, test + U32_VALUES + 8 * i) <= val &&
			val <= xt_u32(b, test + U32_VALUES + 8 * i + 4))
			return true;
	return false;
}

enum step xt_u32_match(struct frame *f, int rev, struct bytes b)
{
	enum { NTESTS = U32_TEST * U32_TESTS, INVERT };
	struct view v = {.blind = false};
	bool all = true;
	(void)rev;
	v.n = frame_bytes(f, v.bytes, v.known);
	for (size_t i = 0; all && i < xt_u8(b, NTESTS) && i < U32_TESTS; i++)
		all = u32_test(&v, b, i * U32_TEST);
	return judged(f, &v, all != (xt_u8(b, INVERT) != 0));
}

/* -- classic BPF
 * -------------------------------------------------------------------------- */

enum { BPF_MAX = 64, MEM_WORDS = 16 };
enum { LD, LDX, ST, STX, ALU, JMP, RET, MISC }; /* classes */

struct machine {
	struct view *v;
	uint32_t a, x, mem[MEM_WORDS];
	bool odd; /* an instruction that is not known */
};

static bool bpf_load(struct machine *m, unsigned code, uint32_t k)
{
	enum { IMM = 0x00, ABS = 0x20, IND = 0x40, MEM = 0x60, LEN = 0x80, MSH = 0xa0 };
	static const size_t sizes[4] = {4, 2, 1, 0};
	uint32_t v = 0, dim = 0;
	switch (code & 0xe0) {
	case IMM:
		v = k;
		break;
	case ABS:
	case IND:
		if ((code & 0xe0) == IND)
			k += m->x;
		m->odd |= k >= 0xfff00000u; /* ancillary data */
		if (!load(m->v, k, sizes[code >> 3 & 3], &v, &dim))
			return false;
		break;
	case MEM:
		v = m->mem[k % MEM_WORDS];
		break;
	case LEN:
		v = (uint32_t)m->v->n;
		break;
	case MSH:
		if (!load(m->v, k, 1, &v, &dim))
			return false;
		v = (v & 15) * 4;
		break;
	default:
		m->odd = true;
	}
	m->v->blind |= dim != 0;
	*((code & 7) == LD ? &m->a : &m->x) = v;
	return true;
}

static void bpf_alu(struct machine *m, unsigned code, uint32_t k)
{
	uint32_t v = code & 8 ? m->x : k;
	switch (code >> 4) {
	case 0:
		m->a += v;
		break;
	case 1:
		m->a -= v;
		break;
	case 2:
		m->a *= v;
		break;
	case 3:
		m->a = v ? m->a / v : 0;
		break;
	case 4:
		m->a |= v;
		break;
	case 5:
		m->a &= v;
		break;
	case 6:
		m->a = v > 31 ? 0 : m->a << v;
		break;
	case 7:
		m->a = v > 31 ? 0 : m->a >> v;
		break;
	case 8:
		m->a = 0 - m->a;
		break;
	case 9:
		m->a = v ? m->a % v : 0;
		break;
	case 10:
		m->a ^= v;
		break;
	default:
		m->odd = true;
	}
}

static bool bpf_jump(struct machine *m, unsigned code, uint32_t k)
{
	uint32_t v = code & 8 ? m->x : k;
	switch (code >> 4) {
	case 1:
		return m->a == v;
	case 2:
		return m->a > v;
	case 3:
		return m->a >= v;
	case 4:
		return (m->a & v) != 0;
	default:
		m->odd = true;
		return false;
	}
}

static uint32_t bpf_run(struct machine *m, struct bytes b, size_t prog, size_t n)
{
	for (size_t pc = 0; pc < n && pc < BPF_MAX && !m->odd; pc++) {
		unsigned code = xt_u16(b, prog + 8 * pc);
		uint32_t k = xt_u32(b, prog + 8 * pc + 4);
		switch (code & 7) {
		case LD:
		case LDX:
			if (!bpf_load(m, code, k))
				return 0;
			break;
		case ST:
		case STX:
			m->mem[k % MEM_WORDS] = (code & 7) == ST ? m->a : m->x;
			break;
		case ALU:
			if ((code >> 4 == 3 || code >> 4 == 9) && code & 8 && m->x == 0)
				return 0;
			bpf_alu(m, code, k);
			break;
		case JMP:
			if (code >> 4 == 0)
				pc += k;
			else
				pc += xt_u8(b,
					prog + 8 * pc + (bpf_jump(m, code, k) ? 2 : 3));
			break;
		case RET:
			return (code & 0x18) == 0x10 ? m->a : k;
		default:
			*(code & 0x80 ? &m->a : &m->x) = code & 0x80 ? m->x : m->a;
		}
	}
	m->odd = true;
	return 0;
}

enum step xt_bpf(struct frame *f, int rev, struct bytes b)
{
	enum { BYTECODE = 0 };
	struct view v = {.blind = false};
	struct machine m = {.v = &v};
	v.n = frame_bytes(f, v.bytes, v.known);
	if (rev == 1 && xt_u16(b, 0) != BYTECODE)
		return frame_fork(f, REASON_MAYBE, "a BPF program");
	bool match = bpf_run(&m, b, rev ? 8 : 4, xt_u16(b, rev ? 2 : 0)) != 0;
	if (m.odd)
		return frame_fork(f, REASON_MAYBE, "a BPF program");
	return judged(f, &v, match);
}
