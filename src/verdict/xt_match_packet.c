/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Matches on the packet's own bytes: all exact for the modelled SYN. */
#include "xt.h"

#include <string.h>

static const uint8_t *transport(const struct frame *f)
{
	return f->w.packet->transport;
}

static unsigned source_port(const struct frame *f)
{
	return (unsigned)transport(f)[0] << 8 | transport(f)[1];
}

static bool within(unsigned v, unsigned lo, unsigned hi)
{
	return v >= lo && v <= hi;
}

/* -- tcp, udp, multiport ---------------------------------------------------------- */

static bool option_present(const struct packet *p, uint8_t kind)
{
	for (size_t i = 20; i < p->transport_n;) {
		uint8_t k = p->transport[i];
		if (k == kind)
			return true;
		size_t len = k <= 1 || i + 1 >= p->transport_n ? 1 : p->transport[i + 1];
		i += len ? len : 1;
	}
	return false;
}

enum step xt_tcp(struct frame *f, int rev, struct bytes b)
{
	enum { SPTS = 0, DPTS = 4, OPTION = 8, MASK, CMP, INV };
	enum { INV_SRCPT = 1, INV_DSTPT = 2, INV_FLAGS = 4, INV_OPTION = 8 };
	uint8_t inv = xt_u8(b, INV);
	(void)rev;
	if (f->e->q->proto != 6)
		return STEP_BREAK;
	if (within(source_port(f), xt_u16(b, SPTS), xt_u16(b, SPTS + 2)) ==
		!!(inv & INV_SRCPT))
		return STEP_BREAK;
	if (within(f->w.state.port, xt_u16(b, DPTS), xt_u16(b, DPTS + 2)) ==
		!!(inv & INV_DSTPT))
		return STEP_BREAK;
	bool flags = (transport(f)[13] & xt_u8(b, MASK)) == xt_u8(b, CMP);
	if (flags == !!(inv & INV_FLAGS))
		return STEP_BREAK;
	uint8_t option = xt_u8(b, OPTION);
	return step_if(
		!option || option_present(f->w.packet, option) == !(inv & INV_OPTION));
}

enum step xt_udp(struct frame *f, int rev, struct bytes b)
{
	enum { INV_SRCPT = 1, INV_DSTPT = 2 };
	uint8_t inv = xt_u8(b, 8);
	(void)rev;
	if (f->e->q->proto != 17)
		return STEP_BREAK;
	bool src = within(source_port(f), xt_u16(b, 0), xt_u16(b, 2));
	bool dst = within(f->w.state.port, xt_u16(b, 4), xt_u16(b, 6));
	return step_if(src != !!(inv & INV_SRCPT) && dst != !!(inv & INV_DSTPT));
}

enum step xt_multiport(struct frame *f, int rev, struct bytes b)
{
	enum {
		SOURCE,
		DESTINATION,
		EITHER,
		PORTS = 2,
		PFLAGS = 32,
		INVERT = 47,
		MOST = 15
	};
	unsigned count = xt_u8(b, 1), flags = xt_u8(b, 0);
	bool hit = false;
	if (count > MOST || flags > EITHER)
		return frame_unknown(f, "a form of multiport that is not known");
	for (unsigned i = 0; i < count; i++) {
		unsigned lo = xt_u16(b, PORTS + 2 * i), hi = lo;
		if (rev >= 1 && xt_u8(b, PFLAGS + i) && i + 1 < count)
			hi = xt_u16(b, PORTS + 2 * ++i);
		hit |= flags != DESTINATION && within(source_port(f), lo, hi);
		hit |= flags != SOURCE && within(f->w.state.port, lo, hi);
	}
	return step_if(hit != (rev >= 1 && xt_u8(b, INVERT)));
}

/* -- the network header ----------------------------------------------------------- */

enum step xt_comment(struct frame *f, int rev, struct bytes b)
{
	(void)f;
	(void)rev;
	(void)b;
	return STEP_CONTINUE;
}

enum step xt_length(struct frame *f, int rev, struct bytes b)
{
	(void)rev;
	/* IPv6 counts header and payload as well */
	bool in = within((unsigned)f->w.packet->length, xt_u16(b, 0), xt_u16(b, 2));
	return step_if(in != !!xt_u8(b, 4));
}

enum step xt_ttl(struct frame *f, int rev, struct bytes b)
{
	enum { IS, IS_NOT, LESS, GREATER };
	(void)rev;
	const struct packet *p = f->w.packet;
	unsigned have = p->family == 4 ? p->net[8] : p->net[7], want = xt_u8(b, 1);
	switch (xt_u8(b, 0)) {
	case IS:
		return step_if(have == want);
	case IS_NOT:
		return step_if(have != want);
	case LESS:
		return step_if(have < want);
	case GREATER:
		return step_if(have > want);
	default:
		return frame_unknown(f, "a form of ttl that is not known");
	}
}

static unsigned traffic_class(const struct packet *p)
{
	return p->family == 4 ? p->net[1]
			      : (unsigned)(p->net[0] & 15) << 4 | p->net[1] >> 4;
}

enum step xt_dscp(struct frame *f, int rev, struct bytes b)
{
	(void)rev;
	bool same = traffic_class(f->w.packet) >> 2 == xt_u8(b, 0);
	return step_if(same != !!xt_u8(b, 1));
}

enum step xt_tos(struct frame *f, int rev, struct bytes b)
{
	unsigned have = traffic_class(f->w.packet);
	if (rev == 0) /* struct ipt_tos_info { tos, invert } */
		return step_if((have == xt_u8(b, 0)) != !!xt_u8(b, 1));
	/* struct xt_tos_match_info { mask, value, invert } */
	return step_if(((have & xt_u8(b, 0)) == xt_u8(b, 1)) != !!xt_u8(b, 2));
}

enum step xt_ecn(struct frame *f, int rev, struct bytes b)
{
	enum { OP_IP = 1, OP_ECE = 16, OP_CWR = 32 };
	(void)rev;
	uint8_t op = xt_u8(b, 0), inv = xt_u8(b, 1), flags = transport(f)[13];
	bool tcp = f->e->q->proto == 6;
	if (op & OP_IP &&
		((traffic_class(f->w.packet) & 3) == xt_u8(b, 2)) == !!(inv & OP_IP))
		return STEP_BREAK;
	if (op & OP_ECE && (!tcp || !(flags & 0x40) == !(inv & OP_ECE)))
		return STEP_BREAK;
	return step_if(!(op & OP_CWR) || (tcp && !(flags & 0x80) != !(inv & OP_CWR)));
}

enum step xt_tcpmss(struct frame *f, int rev, struct bytes b)
{
	(void)rev;
	const struct packet *p = f->w.packet;
	bool inv = xt_u8(b, 4);
	if (f->e->q->proto != 6)
		return STEP_BREAK;
	for (size_t i = 20; i + 3 < p->transport_n;) {
		if (p->transport[i] == 2) {
			unsigned mss =
				(unsigned)p->transport[i + 2] << 8 | p->transport[i + 3];
			return step_if(within(mss, xt_u16(b, 0), xt_u16(b, 2)) != inv);
		}
		i += p->transport[i] <= 1 || !p->transport[i + 1] ? 1
								  : p->transport[i + 1];
	}
	return step_if(inv);
}

enum step xt_iprange(struct frame *f, int rev, struct bytes b)
{
	enum { SRC_MIN = 0, SRC_MAX = 16, DST_MIN = 32, DST_MAX = 48, FLAGS = 64 };
	enum { SRC = 1, DST = 2, SRC_INV = 16, DST_INV = 32 };
	(void)rev;
	uint8_t flags = xt_u8(b, FLAGS);
	size_t wide = f->e->packet.family == 4 ? 4 : 16;
	const uint8_t *to = f->w.state.to.addr;
	if (flags & DST) {
		bool in = memcmp(to, b.p + DST_MIN, wide) >= 0 &&
			  memcmp(to, b.p + DST_MAX, wide) <= 0;
		if (in == !!(flags & DST_INV))
			return STEP_BREAK;
	}
	if (flags & SRC)
		return xt_source_between(
			f, b.p + SRC_MIN, b.p + SRC_MAX, flags & SRC_INV);
	return STEP_CONTINUE;
}
