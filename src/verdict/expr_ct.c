/* SPDX-License-Identifier: GPL-2.0-or-later */
/* ct and notrack: conntrack's view of a fresh, unseen SYN (kernel
 * net/netfilter/nft_ct.c). */
#include "engine.h"

#include <string.h>

enum { DIR_ORIGINAL = 0, DIR_REPLY = 1, STATUS_NONE = 0 };

static enum step fits(struct frame *f, bool ok)
{
	return ok ? STEP_CONTINUE : frame_unknown(f, "a register that does not exist");
}

static enum step put(struct frame *f, uint32_t reg, uint32_t v)
{
	return fits(f, reg_put_u32(&f->regs, reg, v));
}

static enum step put_address(struct frame *f, uint32_t reg, bool source)
{
	size_t wide = f->e->packet.family == 4 ? 4 : 16;
	struct ip one;
	if (!source)
		return fits(f, reg_put(&f->regs, reg, f->e->q->to.addr, wide));
	if (space_single(&f->w.sources, &one))
		return fits(f, reg_put(&f->regs, reg, one.addr, wide));
	return fits(f, reg_put_source(&f->regs, reg, 0, 0, wide));
}

static enum step put_port(struct frame *f, uint32_t reg, bool source)
{
	const uint8_t *t = f->e->packet.transport + (source ? 0 : 2);
	return fits(f, reg_put(&f->regs, reg, t, 2));
}

/* The original tuple is that of the packet as it came; the reply tuple mirrors what NAT
 * made of it, and its source is the rewritten destination. */
static enum step load_tuple(struct frame *f, uint32_t reg, uint32_t key, bool reply)
{
	bool source = key == CT_SRC || key == CT_SRC_IP || key == CT_SRC_IP6 ||
		      key == CT_PROTO_SRC;
	bool port = key == CT_PROTO_SRC || key == CT_PROTO_DST;
	bool v4 = key == CT_SRC_IP || key == CT_DST_IP,
	     v6 = key == CT_SRC_IP6 || key == CT_DST_IP6;
	if ((v4 && f->e->packet.family != 4) || (v6 && f->e->packet.family != 6))
		return STEP_BREAK;
	if (!reply)
		return port ? put_port(f, reg, source) : put_address(f, reg, source);
	if (source && port) {
		const uint8_t p[2] = {
			(uint8_t)(f->w.state.ct_port >> 8), (uint8_t)f->w.state.ct_port};
		return fits(f, reg_put(&f->regs, reg, p, sizeof(p)));
	}
	if (source)
		return fits(f, reg_put(&f->regs, reg, f->w.state.ct_to.addr,
				       f->e->packet.family == 4 ? 4 : 16));
	return port ? put_port(f, reg, true) : put_address(f, reg, true);
}

static bool rewritten(const struct frame *f)
{
	return !ip_equal(&f->w.state.ct_to, &f->e->q->to) ||
	       f->w.state.ct_port != (uint32_t)f->e->q->port;
}

static enum step count(struct frame *f, uint32_t reg, uint64_t v)
{
	return fits(f, reg_put(&f->regs, reg, &v, sizeof(v)));
}

/* IPS_DST_NAT, and IPS_SRC_NAT_DONE and IPS_DST_NAT_DONE behind the nat hooks. */
static uint32_t status_of(const struct frame *f)
{
	uint32_t done = f->w.state.natted;
	return (rewritten(f) ? 1u << 5 : STATUS_NONE) | (done & DONE_SRC ? 1u << 7 : 0) |
	       (done & DONE_DST ? 1u << 8 : 0);
}

/* Before conntrack a packet is invalid, or new where a rule gave it a template. */
static uint32_t seen_state(const struct frame *f)
{
	uint32_t state = f->w.state.ct_state;
	return state == CTS_TEMPLATE ? CTS_NEW : state ? state : CTS_INVALID;
}

static enum step load_ct(
	struct frame *f, uint32_t reg, uint32_t key, const struct attrs *t)
{
	bool reply = attrs_has(t, A_CT_DIRECTION) && t->at[A_CT_DIRECTION].n == 1 &&
		     t->at[A_CT_DIRECTION].p[0] == DIR_REPLY;
	if (key == CT_STATE)
		return put(f, reg, seen_state(f));
	if (f->w.state.ct_state == CTS_TEMPLATE)
		return frame_unknown(f, "a template of conntrack");
	/* without an entry (untracked, or before conntrack) every other key breaks
	 * the rule */
	if (f->w.state.ct_state != CTS_NEW)
		return STEP_BREAK;
	switch (key) {
	case CT_DIRECTION:
		return fits(f, reg_put_u8(&f->regs, reg, DIR_ORIGINAL));
	case CT_STATUS:
		return put(f, reg, status_of(f));
	case CT_MARK:
		return f->w.state.dim & DIM_CT_MARK
			       ? fits(f, reg_put_unknown(&f->regs, reg, 4, REASON_MAYBE,
						 "a mark that depends on the packet"))
			       : put(f, reg, f->w.state.ct_mark);
	case CT_SECMARK:
		return put(f, reg, f->w.state.secmark);
	case CT_EXPIRATION:
		return put(f, reg, 0);
	case CT_HELPER:
		return STEP_BREAK;
	case CT_L3PROTOCOL:
		return fits(f, reg_put_u8(&f->regs, reg,
				       f->e->packet.family == 4 ? NF_IP : NF_IP6));
	case CT_PROTOCOL:
		return fits(f, reg_put_u8(&f->regs, reg, (uint8_t)f->e->q->proto));
	case CT_SRC:
	case CT_DST:
	case CT_SRC_IP:
	case CT_DST_IP:
	case CT_SRC_IP6:
	case CT_DST_IP6:
	case CT_PROTO_SRC:
	case CT_PROTO_DST:
		return load_tuple(f, reg, key, reply);
	case CT_LABELS:
		return fits(f, reg_put(&f->regs, reg, f->w.state.ct_labels,
				       sizeof(f->w.state.ct_labels)));
	case CT_PKTS: /* a rule that reads them turns accounting on (nft_ct_get_init) */
		return count(f, reg, reply ? 0 : 1);
	case CT_BYTES:
	case CT_AVGPKT:
		return count(f, reg, reply ? 0 : f->w.packet->length);
	case CT_ZONE:
		return fits(f, reg_put_u16(&f->regs, reg, (uint16_t)f->w.state.ct_zone));
	case CT_ID:
		return fits(f, reg_put_unknown(&f->regs, reg, 4, REASON_MAYBE,
				       "conntrack's identifier"));
	default:
		return frame_unknown(f, "a ct key that is not known");
	}
}

static enum step store_ct(struct frame *f, uint32_t reg, uint32_t key)
{
	uint32_t v = 0;
	if (key == CT_EVENTMASK || key == CT_SECMARK)
		return STEP_CONTINUE;
	if (key == CT_ZONE) {
		uint16_t zone = 0;
		if (f->w.state.ct_state) /* too late */
			return STEP_CONTINUE;
		if (reg_kind(&f->regs, reg, 2) != REG_CONST)
			return frame_lost(
				f, "a conntrack zone that depends on the packet");
		memcpy(&zone, reg_bytes(&f->regs, reg), sizeof(zone));
		f->w.state.ct_zone = zone;
		f->w.state.ct_state = CTS_TEMPLATE;
		return STEP_CONTINUE;
	}
	if (f->w.state.ct_state != CTS_NEW)
		return STEP_CONTINUE;
	if (key == CT_LABELS && reg_kind(&f->regs, reg, 16) == REG_CONST) {
		memcpy(f->w.state.ct_labels, reg_bytes(&f->regs, reg), 16);
		return STEP_CONTINUE;
	}
	if (key == CT_MARK && reg_kind(&f->regs, reg, 4) != REG_CONST) {
		f->w.state.dim |= DIM_CT_MARK;
		return STEP_CONTINUE;
	}
	if (key != CT_MARK)
		return frame_lost(f, "a form of ct set that is not known");
	memcpy(&v, reg_bytes(&f->regs, reg), sizeof(v));
	f->w.state.ct_mark = v;
	f->w.state.dim &= ~(uint32_t)DIM_CT_MARK;
	return STEP_CONTINUE;
}

enum step expr_ct(struct frame *f, struct bytes data)
{
	struct attrs t;
	attrs_read(&t, data, 0x1e);
	if (t.unknown || t.bad || !attrs_has(&t, A_CT_KEY))
		return frame_unknown(f, "a form of ct that is not known");
	uint32_t key = attrs_u32(&t, A_CT_KEY);
	if (attrs_has(&t, A_CT_SREG))
		return store_ct(f, attrs_u32(&t, A_CT_SREG), key);
	return load_ct(f, attrs_u32(&t, A_CT_DREG), key, &t);
}

enum step expr_notrack(struct frame *f, struct bytes data)
{
	(void)data;
	if (f->w.state.ct_state == 0)
		f->w.state.ct_state = CTS_UNTRACKED;
	return STEP_CONTINUE;
}
