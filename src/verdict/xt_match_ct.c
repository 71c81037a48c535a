/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Matches on conntrack and on marks (kernel xt_conntrack.c, xt_connbytes.c,
 * xt_mark.c). */
#include "xt.h"

#include <string.h>

/* -- conntrack -------------------------------------------------------------------- */

enum { /* XT_CONNTRACK_* (xt_conntrack.h) */
	CTM_STATE = 1 << 0,
	CTM_PROTO = 1 << 1,
	CTM_ORIGSRC = 1 << 2,
	CTM_ORIGDST = 1 << 3,
	CTM_REPLSRC = 1 << 4,
	CTM_REPLDST = 1 << 5,
	CTM_STATUS = 1 << 6,
	CTM_EXPIRES = 1 << 7,
	CTM_ORIGSRC_PORT = 1 << 8,
	CTM_ORIGDST_PORT = 1 << 9,
	CTM_REPLSRC_PORT = 1 << 10,
	CTM_REPLDST_PORT = 1 << 11,
	CTM_DIRECTION = 1 << 12,
	CTM_STATE_ALIAS = 1 << 13,
	XCT_NEW = 8,
	XCT_SNAT = 1 << 6,
	XCT_DNAT = 1 << 7,
	XCT_UNTRACKED = 1 << 8,
	IPS_DST_NAT_ = 1 << 5,
};

struct ctm { /* one revision's layout, read into one form */
	struct bytes b;
	unsigned match, invert, state, status;
	unsigned proto;
	unsigned port[4][2]; /* origsrc origdst replsrc repldst: low, high */
};

static unsigned be16(struct bytes b, size_t at)
{
	return (unsigned)xt_u8(b, at) << 8 | xt_u8(b, at + 1);
}

static void ctm_read(struct ctm *c, int rev, struct bytes b)
{
	/* four addresses with masks (128), two expiry times (8), then u16s */
	enum { PROTO = 136, PORTS = 138, MATCH = 146, INVERT = 148, STATE = 150 };
	c->b = b;
	c->proto = xt_u16(b, PROTO);
	c->match = xt_u16(b, MATCH);
	c->invert = xt_u16(b, INVERT);
	c->state = rev == 1 ? xt_u8(b, STATE) : xt_u16(b, STATE);
	c->status = rev == 1 ? xt_u8(b, STATE + 1) : xt_u16(b, STATE + 2);
	for (size_t i = 0; i < 4; i++) {
		/* revision 3 keeps ports in host order, with an upper end */
		c->port[i][0] =
			rev == 3 ? xt_u16(b, PORTS + 2 * i) : be16(b, PORTS + 2 * i);
		c->port[i][1] = rev == 3 ? xt_u16(b, STATE + 4 + 2 * i) : c->port[i][0];
	}
}

static bool was_rewritten(const struct frame *f)
{
	return !ip_equal(&f->w.state.ct_to, &f->e->q->to) ||
	       f->w.state.ct_port != (uint32_t)f->e->q->port;
}

/* Before conntrack has seen it a packet is invalid to these matches. */
static unsigned xt_state_bit(const struct frame *f)
{
	enum { XCT_INVALID = 1 };
	return f->w.state.ct_state == CTS_UNTRACKED ? XCT_UNTRACKED
	       : f->w.state.ct_state == 0           ? XCT_INVALID
						    : XCT_NEW;
}

static bool state_matches(const struct frame *f, const struct ctm *c)
{
	unsigned bit = xt_state_bit(f);
	if (bit == XCT_NEW && was_rewritten(f))
		bit |= XCT_DNAT;
	return ((c->state & bit) != 0) != ((c->invert & CTM_STATE) != 0);
}

/* Addresses of the tuples that are this host's: exact. which: 0..3 as in the struct. */
static bool address_matches(const struct frame *f, const struct ctm *c, size_t which)
{
	static const unsigned bits[4] = {
		CTM_ORIGSRC, CTM_ORIGDST, CTM_REPLSRC, CTM_REPLDST};
	const struct ip *ip = which == 1 ? &f->e->q->to : &f->w.state.ct_to;
	size_t wide = f->e->packet.family == 4 ? 4 : 16;
	const uint8_t *want = c->b.p + which * 32, *mask = want + 16;
	bool same = true;
	for (size_t i = 0; i < wide; i++)
		same &= (ip->addr[i] & mask[i]) == (want[i] & mask[i]);
	return same != ((c->invert & bits[which]) != 0);
}

static bool ports_match(const struct frame *f, const struct ctm *c)
{
	const uint8_t *t = f->e->packet.transport;
	unsigned from = (unsigned)t[0] << 8 | t[1], now = f->w.state.ct_port;
	unsigned have[4] = {from, (unsigned)f->e->q->port, now, from};
	for (size_t i = 0; i < 4; i++) {
		unsigned bit = (unsigned)CTM_ORIGSRC_PORT << i;
		bool in = have[i] >= c->port[i][0] && have[i] <= c->port[i][1];
		if (c->match & bit && in == ((c->invert & bit) != 0))
			return false;
	}
	return true;
}

static bool plain_parts_match(const struct frame *f, const struct ctm *c)
{
	if (c->match & CTM_PROTO &&
		(c->proto == (unsigned)f->e->q->proto) == ((c->invert & CTM_PROTO) != 0))
		return false;
	/* a fresh packet is of the original direction */
	if (c->match & CTM_DIRECTION && c->invert & CTM_DIRECTION)
		return false;
	if (c->match & CTM_ORIGDST && !address_matches(f, c, 1))
		return false;
	if (c->match & CTM_REPLSRC && !address_matches(f, c, 2))
		return false;
	if (c->match & CTM_STATUS) {
		unsigned done = f->w.state.natted;
		unsigned status = (was_rewritten(f) ? IPS_DST_NAT_ : 0) |
				  (done & DONE_SRC ? 1u << 7 : 0) |
				  (done & DONE_DST ? 1u << 8 : 0);
		if (((status & c->status) != 0) == ((c->invert & CTM_STATUS) != 0))
			return false;
	}
	return ports_match(f, c);
}

enum step xt_conntrack(struct frame *f, int rev, struct bytes b)
{
	struct ctm c;
	ctm_read(&c, rev, b);
	if (c.match & CTM_STATE && !state_matches(f, &c))
		return STEP_BREAK;
	if (f->w.state.ct_state == CTS_TEMPLATE && c.match & ~(unsigned)CTM_STATE)
		return frame_unknown(f, "a template of conntrack");
	if (f->w.state.ct_state != CTS_NEW)
		return step_if(c.match & CTM_STATE);
	if (!plain_parts_match(f, &c))
		return STEP_BREAK;
	enum step step = STEP_CONTINUE;
	if (c.match & CTM_EXPIRES)
		step = frame_fork(f, REASON_MAYBE, "a connection's time to live");
	/* both tuples hold the source: the original's sender, the reply's receiver */
	if (step == STEP_CONTINUE && c.match & CTM_ORIGSRC)
		step = xt_source_masked(f, b.p, b.p + 16, c.invert & CTM_ORIGSRC);
	if (step == STEP_CONTINUE && c.match & CTM_REPLDST)
		step = xt_source_masked(f, b.p + 96, b.p + 112, c.invert & CTM_REPLDST);
	return step;
}

enum step xt_state(struct frame *f, int rev, struct bytes b)
{
	(void)rev;
	return step_if(xt_u32(b, 0) & xt_state_bit(f));
}

/* -- marks, groups, types --------------------------------------------------------- */

static enum step mark_is(uint32_t have, struct bytes b)
{
	return step_if(((have & xt_u32(b, 4)) == xt_u32(b, 0)) != !!xt_u8(b, 8));
}

enum step xt_mark(struct frame *f, int rev, struct bytes b)
{
	(void)rev;
	if (f->w.state.dim & DIM_MARK)
		return frame_fork(f, REASON_MAYBE, "a mark that depends on the packet");
	return mark_is(f->w.state.mark, b);
}

enum step xt_connmark(struct frame *f, int rev, struct bytes b)
{
	(void)rev;
	if (f->w.state.ct_state == CTS_TEMPLATE)
		return mark_is(0, b);
	if (f->w.state.ct_state != CTS_NEW)
		return STEP_BREAK;
	if (f->w.state.dim & DIM_CT_MARK)
		return frame_fork(f, REASON_MAYBE, "a mark that depends on the packet");
	return mark_is(f->w.state.ct_mark, b);
}

enum step xt_mac(struct frame *f, int rev, struct bytes b)
{
	(void)rev;
	(void)b;
	return frame_fork(f, REASON_MAYBE, "the MAC address of the last router");
}

enum step xt_pkttype(struct frame *f, int rev, struct bytes b)
{
	(void)f;
	(void)rev;
	return step_if((xt_u32(b, 0) == 0) != (xt_u32(b, 4) != 0));
}

/* A first packet of the connection: the rule itself turned accounting on. */
enum step xt_connbytes(struct frame *f, int rev, struct bytes b)
{
	enum { FROM = 0, TO = 8, WHAT = 16, DIRECTION = 17, PACKETS = 0, REPLY = 1 };
	uint64_t from = xt_u64(b, FROM), to = xt_u64(b, TO);
	uint64_t have = xt_u8(b, WHAT) == PACKETS ? 1 : f->w.packet->length;
	(void)rev;
	if (f->w.state.ct_state != CTS_NEW)
		return STEP_BREAK;
	if (xt_u8(b, DIRECTION) == REPLY)
		have = 0;
	return step_if(
		to >= from ? have >= from && have <= to : have < to || have > from);
}
