/* SPDX-License-Identifier: GPL-2.0-or-later */
/* exthdr: TCP options, IP options, IPv6 extension headers (kernel
 * net/netfilter/nft_exthdr.c). */
#include "engine.h"

#include <string.h>

enum { EXT_IPV6 = 0, EXT_TCP = 1, EXT_IPV4 = 2, EXT_SCTP = 3, EXT_DCCP = 4 };
enum { OPTION_END = 0, OPTION_NOP = 1, OPTION_MSS = 2, OPTIONS_AT = 20 };

struct asked { /* what the expression asks for */
	uint32_t op, dreg, sreg;
	size_t at, n;
	uint8_t kind;
	bool present, has_dreg, has_sreg;
};

/* Where the option of this kind is in the packet's TCP header; 0 when it has none.
 * The length byte of END and NOP counts as 1 (optlen in nft_exthdr.c). */
static size_t tcp_option(const struct packet *p, uint8_t kind, size_t *n)
{
	for (size_t i = OPTIONS_AT; i + 1 < p->transport_n;) {
		const uint8_t *o = p->transport + i;
		size_t len = o[0] <= OPTION_NOP || o[1] == 0 ? 1 : o[1];
		if (o[0] == kind) {
			*n = len;
			return len <= p->transport_n - i ? i : 0;
		}
		i += len;
	}
	return 0;
}

static bool read_asked(const struct attrs *t, struct asked *a)
{
	*a = (struct asked){
		.op = attrs_u32(t, A_EXTHDR_OP),
		.dreg = attrs_u32(t, A_EXTHDR_DREG),
		.sreg = attrs_u32(t, A_EXTHDR_SREG),
		.at = attrs_u32(t, A_EXTHDR_OFFSET),
		.n = attrs_u32(t, A_EXTHDR_LEN),
		.present = attrs_u32(t, A_EXTHDR_FLAGS) & FLAG_EXTHDR_PRESENT,
		.has_dreg = attrs_has(t, A_EXTHDR_DREG),
		.has_sreg = attrs_has(t, A_EXTHDR_SREG),
	};
	if (t->unknown || t->bad || attrs_u32(t, A_EXTHDR_FLAGS) > FLAG_EXTHDR_PRESENT ||
		!attrs_has(t, A_EXTHDR_TYPE) || t->at[A_EXTHDR_TYPE].n != 1 ||
		a->op > EXT_DCCP || (a->has_dreg && a->has_sreg))
		return false;
	a->kind = t->at[A_EXTHDR_TYPE].p[0];
	return true;
}

/* tcp option … set: never raises the MSS; without a register: strips the option. */
static enum step write_option(struct frame *f, const struct asked *a)
{
	size_t have = 0, at;
	if (a->op != EXT_TCP)
		return frame_unknown(f, "a form of exthdr that is not known");
	at = f->e->q->proto == 6 ? tcp_option(f->w.packet, a->kind, &have) : 0;
	if (!at || (a->has_sreg && a->at + a->n > have))
		return STEP_BREAK;
	struct packet p = *f->w.packet;
	if (!a->has_sreg) {
		memset(p.transport + at, OPTION_NOP, have);
	} else {
		if (reg_kind(&f->regs, a->sreg, a->n) != REG_CONST || a->n > 4)
			return frame_lost(f, "an option that depends on the packet");
		const uint8_t *v = reg_bytes(&f->regs, a->sreg);
		uint8_t *old = p.transport + at + a->at;
		if (a->kind == OPTION_MSS && a->at == 2 && a->n == 2 &&
			memcmp(v, old, 2) >= 0)
			return STEP_CONTINUE;
		memcpy(old, v, a->n);
	}
	world_write(f->e, &f->w, &p);
	return STEP_CONTINUE;
}

enum step expr_exthdr(struct frame *f, struct bytes data)
{
	struct attrs t;
	struct asked a;
	size_t have = 0, at = 0;
	attrs_read(&t, data, 0xfe);
	if (!read_asked(&t, &a))
		return frame_unknown(f, "a form of exthdr that is not known");
	if (!a.has_dreg)
		return write_option(f, &a);
	if ((a.op == EXT_IPV6 && f->e->packet.family != 6) ||
		(a.op == EXT_IPV4 && f->e->packet.family != 4) ||
		(a.op == EXT_TCP && f->e->q->proto != 6 && !a.present))
		return STEP_BREAK;
	if (a.op == EXT_TCP && f->e->q->proto == 6)
		at = tcp_option(f->w.packet, a.kind, &have);
	bool ok;
	if (a.present) {
		ok = reg_put_u8(&f->regs, a.dreg, at != 0);
	} else {
		if (!at || a.at > have || a.n > have - a.at)
			return STEP_BREAK;
		ok = reg_put(&f->regs, a.dreg, f->w.packet->transport + at + a.at, a.n);
	}
	return ok ? STEP_CONTINUE : frame_unknown(f, "a register that does not exist");
}
