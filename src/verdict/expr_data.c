/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Expressions that move and compare bytes: cmp, range, bitwise, byteorder, immediate
 * (kernel net/netfilter/nft_cmp.c and its neighbours). */
#include "engine.h"

#include <string.h>

static uint32_t bit(int type)
{
	return (uint32_t)1 << type;
}

/* -- comparisons ------------------------------------------------------------------ */

static bool data_value(const struct attrs *t, int type, struct bytes *out)
{
	struct attrs inner;
	if (!attrs_has(t, type))
		return false;
	attrs_read(&inner, t->at[type], bit(A_DATA_VALUE));
	if (inner.unknown || inner.bad || !attrs_has(&inner, A_DATA_VALUE))
		return false;
	*out = inner.at[A_DATA_VALUE];
	return out->n > 0 && out->n <= REGS_BYTES;
}

static enum step fork_on(struct frame *f, enum reg_kind kind)
{
	if (kind == REG_UNSET)
		return frame_unknown(f, "a register that nothing was loaded into");
	return f->regs.class == REASON_MAYBE ? frame_fork(f, REASON_MAYBE, f->regs.why)
					     : frame_unknown(f, f->regs.why);
}

static enum step compare_const(
	const struct frame *f, uint32_t reg, uint32_t op, struct bytes d)
{
	int c = memcmp(reg_bytes(&f->regs, reg), d.p, d.n);
	switch (op) {
	case OP_EQ:
		return step_if(c == 0);
	case OP_NEQ:
		return step_if(c != 0);
	case OP_LT:
		return step_if(c < 0);
	case OP_LTE:
		return step_if(c <= 0);
	case OP_GT:
		return step_if(c > 0);
	default:
		return step_if(c >= 0);
	}
}

/* Orders are written as ranges: x < d is not (d <= x), and so on. */
static enum step compare_source(
	struct frame *f, uint32_t reg, uint32_t op, struct bytes d)
{
	uint8_t least[REGS_BYTES] = {0}, most[REGS_BYTES];
	memset(most, 0xff, sizeof(most));
	if (op == OP_EQ || op == OP_NEQ)
		return step_where(
			f, reg_equal(f->e, &f->regs, reg, d.p, d.n), op == OP_NEQ);
	if (op == OP_LTE || op == OP_GT)
		return step_where(f, reg_between(f->e, &f->regs, reg, least, d.p, d.n),
			op == OP_GT);
	return step_where(
		f, reg_between(f->e, &f->regs, reg, d.p, most, d.n), op == OP_LT);
}

enum step expr_cmp(struct frame *f, struct bytes data)
{
	struct attrs t;
	struct bytes d;
	attrs_read(&t, data, bit(A_CMP_SREG) | bit(A_CMP_OP) | bit(A_CMP_DATA));
	uint32_t reg = attrs_u32(&t, A_CMP_SREG), op = attrs_u32(&t, A_CMP_OP);
	if (t.unknown || t.bad || op > OP_GTE || !data_value(&t, A_CMP_DATA, &d))
		return frame_unknown(f, "a form of cmp that is not known");
	enum reg_kind kind = reg_kind(&f->regs, reg, d.n);
	if (kind == REG_CONST)
		return compare_const(f, reg, op, d);
	return kind == REG_SOURCE ? compare_source(f, reg, op, d) : fork_on(f, kind);
}

enum step expr_range(struct frame *f, struct bytes data)
{
	struct attrs t;
	struct bytes lo, hi;
	attrs_read(&t, data, 0x1e);
	uint32_t reg = attrs_u32(&t, A_RANGE_SREG), op = attrs_u32(&t, A_RANGE_OP);
	if (t.unknown || t.bad || op > 1 || !data_value(&t, A_RANGE_FROM, &lo) ||
		!data_value(&t, A_RANGE_TO, &hi) || lo.n != hi.n)
		return frame_unknown(f, "a form of range that is not known");
	enum reg_kind kind = reg_kind(&f->regs, reg, lo.n);
	if (kind == REG_UNSET || kind == REG_UNKNOWN)
		return fork_on(f, kind);
	const uint8_t *v = reg_bytes(&f->regs, reg);
	if (kind == REG_CONST)
		return step_if((memcmp(v, lo.p, lo.n) >= 0 &&
				       memcmp(v, hi.p, hi.n) <= 0) == (op == 0));
	return step_where(f, reg_between(f->e, &f->regs, reg, lo.p, hi.p, lo.n), op == 1);
}

/* -- bitwise and byteorder -------------------------------------------------------- */

static void copy_reg(struct regs *r, size_t to, size_t from, size_t n)
{
	memmove(r->kind + to, r->kind + from, n);
	memmove(r->value + to, r->value + from, n);
	memmove(r->index + to, r->index + from, n);
	memmove(r->mask + to, r->mask + from, n);
}

static void mask_xor(
	struct regs *r, size_t at, const uint8_t *mask, const uint8_t *xor_, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		r->value[at + i] = (uint8_t)((r->value[at + i] & mask[i]) ^ xor_[i]);
		r->mask[at + i] &= mask[i];
		/* a byte that is masked away is known whatever it was */
		if (mask[i] == 0)
			r->kind[at + i] = REG_CONST;
	}
}

/* Shifts whole host-order words, carrying from word to word (nft_bitwise_eval_lshift). */
static void shift(uint8_t *bytes, size_t n, uint32_t by, bool left)
{
	uint32_t w[REGS_BYTES / 4], carry = 0;
	size_t words = (n + 3) / 4;
	memcpy(w, bytes, words * 4);
	for (size_t k = 0; k < words && by < 32; k++) {
		size_t i = left ? words - 1 - k : k;
		uint32_t v = w[i];
		w[i] = (left ? v << by : v >> by) | carry;
		carry = by == 0 ? 0 : left ? v >> (32 - by) : v << (32 - by);
	}
	memcpy(bytes, w, words * 4);
}

struct bitwise {
	uint32_t op;
	size_t from, to, n;
	struct bytes mask, xor_, by;
};

static bool bitwise_read(const struct attrs *t, struct bitwise *b)
{
	int from = reg_offset(attrs_u32(t, A_BITWISE_SREG));
	int to = reg_offset(attrs_u32(t, A_BITWISE_DREG));
	b->op = attrs_u32(t, A_BITWISE_OP);
	b->n = attrs_u32(t, A_BITWISE_LEN);
	if (t->unknown || t->bad || from < 0 || to < 0 || b->n == 0 || b->n > REGS_BYTES)
		return false;
	b->from = (size_t)from;
	b->to = (size_t)to;
	if (b->from + b->n > REGS_BYTES || b->to + b->n > REGS_BYTES)
		return false;
	if (b->op == BITWISE_BOOL)
		return data_value(t, A_BITWISE_MASK, &b->mask) &&
		       data_value(t, A_BITWISE_XOR, &b->xor_) && b->mask.n == b->n &&
		       b->xor_.n == b->n;
	return (b->op == BITWISE_LSHIFT || b->op == BITWISE_RSHIFT) &&
	       data_value(t, A_BITWISE_DATA, &b->by) && b->by.n == 4;
}

/* AND, OR and XOR of two registers (kernel 6.13). */
static enum step two_registers(struct frame *f, const struct attrs *t)
{
	uint32_t op = attrs_u32(t, A_BITWISE_OP), dreg = attrs_u32(t, A_BITWISE_DREG);
	uint32_t one = attrs_u32(t, A_BITWISE_SREG), two = attrs_u32(t, A_BITWISE_SREG2);
	size_t n = attrs_u32(t, A_BITWISE_LEN);
	uint8_t out[REGS_BYTES];
	if (op < BITWISE_AND || op > BITWISE_XOR || n == 0 || n > REGS_BYTES ||
		!attrs_has(t, A_BITWISE_SREG2) ||
		reg_kind(&f->regs, one, n) != REG_CONST ||
		reg_kind(&f->regs, two, n) != REG_CONST)
		return frame_unknown(f, "a form of bitwise that is not known");
	const uint8_t *a = reg_bytes(&f->regs, one), *b = reg_bytes(&f->regs, two);
	for (size_t i = 0; i < n; i++)
		out[i] = (uint8_t)(op == BITWISE_AND  ? a[i] & b[i]
				   : op == BITWISE_OR ? a[i] | b[i]
						      : a[i] ^ b[i]);
	return reg_put(&f->regs, dreg, out, n)
		       ? STEP_CONTINUE
		       : frame_unknown(f, "a register that does not exist");
}

enum step expr_bitwise(struct frame *f, struct bytes data)
{
	struct attrs t;
	struct bitwise b;
	attrs_read(&t, data, 0x1fe);
	if (attrs_has(&t, A_BITWISE_SREG2) && !t.unknown && !t.bad)
		return two_registers(f, &t);
	if (!bitwise_read(&t, &b))
		return frame_unknown(f, "a form of bitwise that is not known");
	enum reg_kind kind = reg_kind(&f->regs, attrs_u32(&t, A_BITWISE_SREG), b.n);
	if (kind == REG_UNSET)
		return frame_unknown(f, "a register that nothing was loaded into");
	copy_reg(&f->regs, b.to, b.from, b.n);
	if (b.op == BITWISE_BOOL) {
		mask_xor(&f->regs, b.to, b.mask.p, b.xor_.p, b.n);
		return STEP_CONTINUE;
	}
	uint32_t by;
	memcpy(&by, b.by.p, 4);
	if (kind == REG_SOURCE)
		return frame_unknown(f, "a shifted source address");
	shift(f->regs.value + b.to, b.n, by, b.op == BITWISE_LSHIFT);
	return STEP_CONTINUE;
}

enum step expr_byteorder(struct frame *f, struct bytes data)
{
	struct attrs t;
	attrs_read(&t, data, 0x3e);
	int from = reg_offset(attrs_u32(&t, A_BYTEORDER_SREG));
	int to = reg_offset(attrs_u32(&t, A_BYTEORDER_DREG));
	size_t n = attrs_u32(&t, A_BYTEORDER_LEN), size = attrs_u32(&t, A_BYTEORDER_SIZE);
	if (t.unknown || t.bad || from < 0 || to < 0 ||
		(size != 2 && size != 4 && size != 8) || n == 0 || n % size ||
		(size_t)from + n > REGS_BYTES || (size_t)to + n > REGS_BYTES)
		return frame_unknown(f, "a form of byteorder that is not known");
	copy_reg(&f->regs, (size_t)to, (size_t)from, n);
	const uint16_t probe = 1;
	if (*(const uint8_t *)&probe != 1)
		return STEP_CONTINUE; /* a big-endian host: both orders are the same */
	struct regs before = f->regs;
	for (size_t i = 0; i < n; i++) {
		size_t mirror = i / size * size + (size - 1 - i % size);
		f->regs.kind[(size_t)to + i] = before.kind[(size_t)to + mirror];
		f->regs.value[(size_t)to + i] = before.value[(size_t)to + mirror];
		f->regs.index[(size_t)to + i] = before.index[(size_t)to + mirror];
		f->regs.mask[(size_t)to + i] = before.mask[(size_t)to + mirror];
	}
	return STEP_CONTINUE;
}

/* -- immediate -------------------------------------------------------------------- */

bool verdict_read(struct arena *a, struct bytes b, int *code, const char **chain)
{
	struct attrs t;
	attrs_read(&t, b, bit(A_VERDICT_CODE) | bit(A_VERDICT_CHAIN));
	if (t.unknown || t.bad || !attrs_has(&t, A_VERDICT_CODE))
		return false;
	*code = (int)(int32_t)attrs_u32(&t, A_VERDICT_CODE);
	*chain =
		attrs_has(&t, A_VERDICT_CHAIN) ? attrs_str(a, &t, A_VERDICT_CHAIN) : NULL;
	bool jump = *code == V_JUMP || *code == V_GOTO;
	return jump == (*chain != NULL);
}

enum step expr_immediate(struct frame *f, struct bytes data)
{
	struct attrs t, inner;
	attrs_read(&t, data, bit(A_IMM_DREG) | bit(A_IMM_DATA));
	if (t.unknown || t.bad || !attrs_has(&t, A_IMM_DATA))
		return frame_unknown(f, "a form of immediate that is not known");
	uint32_t reg = attrs_u32(&t, A_IMM_DREG);
	attrs_read(&inner, t.at[A_IMM_DATA], bit(A_DATA_VALUE) | bit(A_DATA_VERDICT));
	if (reg != 0) {
		struct bytes v = inner.at[A_DATA_VALUE];
		if (!attrs_has(&inner, A_DATA_VALUE) || !reg_put(&f->regs, reg, v.p, v.n))
			return frame_unknown(f, "a form of immediate that is not known");
		return STEP_CONTINUE;
	}
	if (!attrs_has(&inner, A_DATA_VERDICT) ||
		!verdict_read(
			f->e->arena, inner.at[A_DATA_VERDICT], &f->verdict, &f->jump))
		return frame_unknown(f, "a form of immediate that is not known");
	return f->verdict == V_CONTINUE ? STEP_CONTINUE
	       : f->verdict == V_BREAK  ? STEP_BREAK
					: STEP_VERDICT;
}
