/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "xt.h"

#include <string.h>

uint8_t xt_u8(struct bytes b, size_t at)
{
	return at < b.n ? b.p[at] : 0;
}

uint16_t xt_u16(struct bytes b, size_t at)
{
	uint16_t v = 0;
	if (b.n >= sizeof(v) && at <= b.n - sizeof(v))
		memcpy(&v, b.p + at, sizeof(v));
	return v;
}

uint32_t xt_u32(struct bytes b, size_t at)
{
	uint32_t v = 0;
	if (b.n >= sizeof(v) && at <= b.n - sizeof(v))
		memcpy(&v, b.p + at, sizeof(v));
	return v;
}

uint64_t xt_u64(struct bytes b, size_t at)
{
	uint64_t v = 0;
	if (b.n >= sizeof(v) && at <= b.n - sizeof(v))
		memcpy(&v, b.p + at, sizeof(v));
	return v;
}

/* Conditions on the source go through a scratch register, as nft's expressions do. */
static void load_source(struct frame *f, struct regs *scratch)
{
	size_t wide = f->e->packet.family == 4 ? 4 : 16;
	struct ip one;
	memset(scratch, 0, sizeof(*scratch));
	if (space_single(&f->w.sources, &one))
		reg_put(scratch, 1, one.addr, wide);
	else
		reg_put_source(scratch, 1, 0, 0, wide);
}

enum step xt_source_between(
	struct frame *f, const uint8_t *lo, const uint8_t *hi, bool invert)
{
	size_t wide = f->e->packet.family == 4 ? 4 : 16;
	struct regs scratch;
	load_source(f, &scratch);
	if (reg_kind(&scratch, 1, wide) == REG_CONST) {
		const uint8_t *v = reg_bytes(&scratch, 1);
		bool in = memcmp(v, lo, wide) >= 0 && memcmp(v, hi, wide) <= 0;
		return step_if(in != invert);
	}
	return step_where(f, reg_between(f->e, &scratch, 1, lo, hi, wide), invert);
}

enum step xt_source_masked(
	struct frame *f, const uint8_t *value, const uint8_t *mask, bool invert)
{
	size_t wide = f->e->packet.family == 4 ? 4 : 16, at = (size_t)reg_offset(1);
	struct regs scratch;
	load_source(f, &scratch);
	bool many = reg_kind(&scratch, 1, wide) == REG_SOURCE;
	for (size_t i = 0; i < wide; i++) {
		scratch.value[at + i] &= mask[i];
		scratch.mask[at + i] &= mask[i];
	}
	if (!many)
		return step_if((memcmp(scratch.value + at, value, wide) == 0) != invert);
	return step_where(f, reg_equal(f->e, &scratch, 1, value, wide), invert);
}

/* -- compat expressions of nftables ----------------------------------------------- */

static bool compat_read(struct frame *f, struct bytes data, const char **name, int *rev,
	struct bytes *info)
{
	struct attrs t;
	attrs_read(&t, data, 0xe);
	*name = attrs_str(f->e->arena, &t, A_XT_NAME);
	*rev = (int)attrs_u32(&t, A_XT_REV);
	*info = attrs_has(&t, A_XT_INFO) ? t.at[A_XT_INFO] : (struct bytes){0};
	return !t.unknown && !t.bad && **name;
}

enum step expr_match(struct frame *f, struct bytes data)
{
	const char *name;
	int rev;
	struct bytes info;
	if (!compat_read(f, data, &name, &rev, &info))
		return frame_unknown(f, "a form of match that is not known");
	return xt_match(f, name, rev, info);
}

enum step expr_target(struct frame *f, struct bytes data)
{
	const char *name;
	int rev;
	struct bytes info;
	if (!compat_read(f, data, &name, &rev, &info))
		return frame_unknown(f, "a form of target that is not known");
	return xt_target(f, name, rev, info);
}

enum step xt_match(struct frame *f, const char *name, int rev, struct bytes info)
{
	const struct xt_match_row *row = xt_match_find(name, rev);
	if (!row || info.n < row->size)
		return frame_unknown(
			f, arena_printf(f->e->arena, "the match %.32s in revision %d",
				   name, rev));
	f->extension = name;
	f->e->varies = f->e->varies || xt_match_varies(name, rev, info);
	return row->match(f, rev, info);
}

/* -- legacy entries --------------------------------------------------------------- */

/* Offsets in struct ipt_ip and ip6t_ip, and in the entries that begin with them. */
struct entry_form {
	size_t wide;                 /* of an address */
	size_t src, dst, smsk, dmsk; /* addresses and masks */
	size_t iniface, outiface, inmask, outmask;
	size_t proto, flags, invflags;
	size_t target_offset, next_offset; /* u16 each */
	size_t elems;                      /* where the matches begin */
};
static const struct entry_form form4 = {
	.wide = 4,
	.src = 0,
	.dst = 4,
	.smsk = 8,
	.dmsk = 12,
	.iniface = 16,
	.outiface = 32,
	.inmask = 48,
	.outmask = 64,
	.proto = 80,
	.flags = 82,
	.invflags = 83,
	.target_offset = 88,
	.next_offset = 90,
	.elems = 112,
};
static const struct entry_form form6 = {
	.wide = 16,
	.src = 0,
	.dst = 16,
	.smsk = 32,
	.dmsk = 48,
	.iniface = 64,
	.outiface = 80,
	.inmask = 96,
	.outmask = 112,
	.proto = 128,
	.flags = 131,
	.invflags = 132,
	.target_offset = 140,
	.next_offset = 142,
	.elems = 168,
};
enum { /* IPT_INV_* and IP6T_INV_*; IPT_F_*, IP6T_F_* */
	INV_IN = 0x01,
	INV_OUT = 0x02,
	INV_TOS = 0x04,
	INV_SRC = 0x08,
	INV_DST = 0x10,
	INV_FRAG = 0x20,
	INV_PROTO = 0x40,
	F4_FRAG = 0x01,
	F4_GOTO = 0x02,
	F6_PROTO = 0x01,
	F6_TOS = 0x02,
	F6_GOTO = 0x04,
};
enum { IFNAME = 16, ELEM_HEAD = 32, ELEM_NAME = 2, ELEM_NAME_MAX = 29, ELEM_REV = 31 };

static bool interface_matches(const char *name, const uint8_t *want, const uint8_t *mask)
{
	char have[IFNAME] = {0};
	size_t n = name ? strlen(name) : 0;
	memcpy(have, name ? name : "", n < IFNAME ? n : IFNAME - 1);
	for (size_t i = 0; i < IFNAME; i++)
		if (((uint8_t)have[i] ^ want[i]) & mask[i])
			return false;
	return true;
}

static bool destination_matches(
	const struct frame *f, const struct entry_form *m, struct bytes e)
{
	for (size_t i = 0; i < m->wide; i++)
		if ((f->w.state.to.addr[i] & e.p[m->dmsk + i]) != e.p[m->dst + i])
			return false;
	return true;
}

static bool protocol_matches(
	const struct frame *f, const struct entry_form *m, struct bytes e)
{
	unsigned want = xt_u16(e, m->proto);
	bool wanted = m == &form6 ? e.p[m->flags] & F6_PROTO : want != 0;
	return !wanted ||
	       (want == (unsigned)f->e->q->proto) == !(e.p[m->invflags] & INV_PROTO);
}

/* ip_packet_match and ip6_packet_match. */
static enum step packet_matches(
	struct frame *f, const struct entry_form *m, struct bytes e)
{
	uint8_t inv = e.p[m->invflags];
	const char *in = f->e->q->output ? NULL : f->e->q->iif;
	const char *out;
	static const uint8_t none[IFNAME];
	if (interface_matches(in, e.p + m->iniface, e.p + m->inmask) == !!(inv & INV_IN))
		return STEP_BREAK;
	if (!frame_leaves_by(f, &out) && memcmp(e.p + m->outmask, none, IFNAME) != 0)
		frame_fork(f, REASON_MAYBE, "the interface it would leave by");
	else if (interface_matches(out, e.p + m->outiface, e.p + m->outmask) ==
		 !!(inv & INV_OUT))
		return STEP_BREAK;
	if (destination_matches(f, m, e) == !!(inv & INV_DST) ||
		!protocol_matches(f, m, e))
		return STEP_BREAK;
	/* the modelled packet is no fragment, and its IPv6 traffic class is 0 */
	if (m == &form4 && e.p[m->flags] & F4_FRAG && !(inv & INV_FRAG))
		return STEP_BREAK;
	if (m == &form6 && e.p[m->flags] & F6_TOS && (e.p[130] != 0) == !(inv & INV_TOS))
		return STEP_BREAK;
	return xt_source_masked(f, e.p + m->src, e.p + m->smsk, inv & INV_SRC);
}

static bool elem_read(struct bytes e, size_t at, size_t end, struct xt_elem *out)
{
	if (at > end || end > e.n || end - at < ELEM_HEAD)
		return false;
	out->size = xt_u16(e, at);
	if (out->size < ELEM_HEAD || out->size > end - at)
		return false;
	memset(out->name, 0, sizeof(out->name));
	memcpy(out->name, e.p + at + ELEM_NAME, ELEM_NAME_MAX);
	out->rev = e.p[at + ELEM_REV];
	out->info = (struct bytes){.p = e.p + at + ELEM_HEAD, .n = out->size - ELEM_HEAD};
	return true;
}

/* struct xt_standard_target: an int, negative for a verdict, else an offset to jump to,
 * which the reader has written as a name into userdata. */
static enum step standard_target(
	struct frame *f, const struct entry_form *m, struct bytes e, struct bytes info)
{
	int v = (int)xt_u32(info, 0);
	bool go = e.p[m->flags] & (m == &form6 ? F6_GOTO : F4_GOTO);
	if (v == -5)
		f->verdict = V_RETURN;
	else if (v < 0)
		f->verdict = -v - 1;
	else if (f->rule->userdata.n == 0)
		return STEP_BREAK; /* a rule without a target: on to the next */
	else
		f->verdict = go ? V_GOTO : V_JUMP;
	f->jump = f->rule->userdata.n ? arena_dup(f->e->arena, f->rule->userdata.p,
						f->rule->userdata.n)
				      : NULL;
	return STEP_VERDICT;
}

static enum step run_target(struct frame *f, const struct entry_form *m, struct bytes e)
{
	struct xt_elem t;
	if (!elem_read(e, xt_u16(e, m->target_offset), e.n, &t))
		return frame_unknown(f, "an entry that was cut off");
	if (t.name[0] == '\0')
		return standard_target(f, m, e, t.info);
	return xt_target(f, t.name, t.rev, t.info);
}

void xt_entry_run(struct frame *f)
{
	const struct entry_form *m = f->e->packet.family == 4 ? &form4 : &form6;
	struct bytes e = f->rule->exprs;
	if (e.n < m->elems || xt_u16(e, m->target_offset) > e.n) {
		frame_unknown(f, "an entry that was cut off");
		frame_break(f, f->w);
		return;
	}
	f->entry_at = m->elems;
	if (packet_matches(f, m, e) == STEP_CONTINUE)
		xt_entry_rest(f);
	else
		frame_break(f, f->w);
}

void xt_entry_rest(struct frame *f)
{
	const struct entry_form *m = f->e->packet.family == 4 ? &form4 : &form6;
	struct bytes e = f->rule->exprs;
	enum step step = STEP_CONTINUE;
	size_t end = xt_u16(e, m->target_offset);
	while (step == STEP_CONTINUE && f->entry_at < end) {
		struct xt_elem match;
		if (!elem_read(e, f->entry_at, end, &match)) {
			step = frame_unknown(f, "an entry that was cut off");
			break;
		}
		f->entry_at += match.size;
		step = xt_match(f, match.name, match.rev, match.info);
	}
	if (step == STEP_CONTINUE)
		step = run_target(f, m, e);
	if (step != STEP_DONE)
		frame_branch(f, f->w, NULL, step == STEP_CONTINUE ? STEP_BREAK : step,
			f->verdict, f->jump);
}

/* -- the matches of any rule ------------------------------------------------------ */

static bool entry_next(struct bytes e, int family, struct xt_elem *m)
{
	const struct entry_form *form = family == NF_IP ? &form4 : &form6;
	size_t at = m->begun ? m->at : form->elems;
	if (e.n < form->elems || xt_u16(e, form->target_offset) > e.n ||
		at >= xt_u16(e, form->target_offset) ||
		!elem_read(e, at, xt_u16(e, form->target_offset), m))
		return false;
	m->begun = true;
	m->at = at + m->size;
	return true;
}

bool xt_rule_next(const struct nf_table *t, const struct nf_rule *rule, struct xt_elem *m)
{
	struct attr at;
	if (t->legacy)
		return entry_next(rule->exprs, t->family, m);
	if (!m->begun)
		m->rest = attr_walk(rule->exprs);
	m->begun = true;
	while (attr_next(&m->rest, &at)) {
		struct attrs expr, match;
		attrs_read(&expr, at.data, 1u << A_EXPR_NAME | 1u << A_EXPR_DATA);
		if (!attrs_has(&expr, A_EXPR_NAME) || !attrs_has(&expr, A_EXPR_DATA) ||
			!attr_is(expr.at[A_EXPR_NAME], "match"))
			continue;
		attrs_read(&match, expr.at[A_EXPR_DATA], 0xe);
		if (!attrs_has(&match, A_XT_NAME) || !attrs_has(&match, A_XT_INFO))
			continue;
		size_t n = match.at[A_XT_NAME].n;
		memset(m->name, 0, sizeof(m->name));
		memcpy(m->name, match.at[A_XT_NAME].p,
			n < sizeof(m->name) ? n : sizeof(m->name) - 1);
		m->rev = (int)attrs_u32(&match, A_XT_REV);
		m->info = match.at[A_XT_INFO];
		return true;
	}
	return false;
}
