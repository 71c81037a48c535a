/* SPDX-License-Identifier: GPL-2.0-or-later */
/* payload: the packet's bytes, read and rewritten (kernel
 * net/netfilter/nft_payload.c). */
#include "engine.h"

#include <string.h>

enum { ETH_LEN = 14, ETH_SOURCE_AT = 6, ETH_TYPE_AT = 12 };

static enum step load_link(struct frame *f, uint32_t dreg, size_t at, size_t n)
{
	if (f->e->q->output && f->e->stage == STAGE_OUTPUT)
		return STEP_BREAK; /* no link header yet */
	if (at + n > ETH_LEN)
		return frame_unknown(f, "bytes behind the Ethernet header");
	const char *whose = at < ETH_SOURCE_AT ? "the MAC address of the interface"
					       : "the MAC address of the last router";
	if (at < ETH_TYPE_AT)
		return reg_put_unknown(&f->regs, dreg, n, REASON_MAYBE, whose)
			       ? STEP_CONTINUE
			       : frame_unknown(f, "a register that does not exist");
	const uint8_t type[2] = {f->e->packet.family == 4 ? 0x08 : 0x86,
		f->e->packet.family == 4 ? 0x00 : 0xdd};
	return reg_put(&f->regs, dreg, type + (at - ETH_TYPE_AT), n)
		       ? STEP_CONTINUE
		       : frame_unknown(f, "a register that does not exist");
}

/* The packet's bytes as this world has them now: NAT may have rewritten the
 * destination. */
static void packet_bytes(const struct frame *f, uint8_t *out, size_t *n)
{
	const struct packet *p = f->w.packet;
	size_t wide = p->family == 4 ? 4 : 16;
	memcpy(out, p->net, p->net_n);
	memcpy(out + p->net_n, p->transport, p->transport_n);
	memcpy(out + p->source_at + wide, f->w.state.to.addr, wide);
	out[p->net_n + 2] = (uint8_t)(f->w.state.port >> 8);
	out[p->net_n + 3] = (uint8_t)f->w.state.port;
	*n = p->net_n + p->transport_n;
}

size_t frame_bytes(const struct frame *f, uint8_t *out, bool *known)
{
	const struct packet *p = f->w.packet;
	size_t n, wide = p->family == 4 ? 4 : 16;
	size_t sum = p->net_n + (f->e->q->proto == 17 ? 6 : 16);
	struct ip one;
	bool single = space_single(&f->w.sources, &one);
	packet_bytes(f, out, &n);
	memset(known, 1, n * sizeof(*known));
	for (size_t i = 0; i < wide; i++) {
		out[p->source_at + i] = single ? one.addr[i] : 0;
		known[p->source_at + i] = single;
	}
	known[sum] = known[sum + 1] = false;
	if (p->family == 4)
		known[10] = known[11] = false;
	return n;
}

static bool overlaps(size_t at, size_t n, size_t from, size_t len)
{
	return at < from + len && from < at + n;
}

/* Marks what depends on the source in the n bytes from at on, now in a register. */
static void mark_source(struct frame *f, uint32_t dreg, size_t at, size_t n)
{
	const struct packet *p = &f->e->packet;
	size_t wide = p->family == 4 ? 4 : 16, base = (size_t)reg_offset(dreg);
	struct ip one;
	bool single = space_single(&f->w.sources, &one);
	for (size_t i = 0; i < n; i++) {
		size_t byte = at + i - p->source_at;
		if (at + i < p->source_at || byte >= wide)
			continue;
		f->regs.kind[base + i] = single ? REG_CONST : REG_SOURCE;
		f->regs.value[base + i] = single ? one.addr[byte] : 0;
		f->regs.index[base + i] = (uint8_t)byte;
		f->regs.mask[base + i] = 0xff;
	}
}

static enum step load(struct frame *f, uint32_t dreg, size_t at, size_t n)
{
	const struct packet *p = &f->e->packet;
	uint8_t all[NETHDR_MAX + TCPHDR_MAX];
	size_t have;
	packet_bytes(f, all, &have);
	if (at > have || n > have - at)
		return STEP_BREAK;
	if (!reg_put(&f->regs, dreg, all + at, n))
		return frame_unknown(f, "a register that does not exist");
	mark_source(f, dreg, at, n);
	size_t sum = f->e->q->proto == 17 ? 6 : 16;
	if ((p->family == 4 && overlaps(at, n, 10, 2)) ||
		overlaps(at, n, p->net_n + sum, 2))
		reg_put_unknown(&f->regs, dreg, n, REASON_MAYBE, "a checksum");
	return STEP_CONTINUE;
}

/* Whether NAT, conntrack and routing would see the change: addresses, ports, protocol. */
static bool changes_tuple(const struct packet *p, size_t at, size_t n)
{
	size_t wide = p->family == 4 ? 4 : 16;
	return overlaps(at, n, p->source_at, 2 * wide) || overlaps(at, n, p->net_n, 4) ||
	       overlaps(at, n, p->family == 4 ? 9 : 6, 1);
}

static void write_bytes(struct frame *f, size_t at, const uint8_t *v, size_t n)
{
	struct packet p = *f->w.packet;
	size_t wide = p.family == 4 ? 4 : 16;
	uint8_t all[NETHDR_MAX + TCPHDR_MAX];
	size_t have;
	packet_bytes(f, all, &have);
	memcpy(all + at, v, n);
	memcpy(p.net, all, p.net_n);
	memcpy(p.transport, all + p.net_n, p.transport_n);
	memcpy(f->w.state.to.addr, all + p.source_at + wide, wide);
	f->w.state.port = (uint32_t)all[p.net_n + 2] << 8 | all[p.net_n + 3];
	world_write(f->e, &f->w, &p);
}

/* payload set: from a register into the packet; the kernel mends the checksums. */
static enum step payload_write(struct frame *f, const struct attrs *t)
{
	const struct packet *p = f->w.packet;
	uint32_t sreg = attrs_u32(t, A_PAYLOAD_SREG), base = attrs_u32(t, A_PAYLOAD_BASE);
	size_t at = attrs_u32(t, A_PAYLOAD_OFFSET), n = attrs_u32(t, A_PAYLOAD_LEN);
	size_t wide = p->family == 4 ? 4 : 16;
	if ((base != BASE_NETWORK && base != BASE_TRANSPORT) || n == 0 ||
		n > REGS_BYTES || at > 65535)
		return frame_unknown(f, "a form of payload that is not known");
	if (base == BASE_TRANSPORT)
		at += p->net_n;
	if (at + n > p->net_n + p->transport_n)
		return STEP_BREAK;
	if (reg_kind(&f->regs, sreg, n) != REG_CONST ||
		overlaps(at, n, p->source_at, wide) ||
		overlaps(at, n, p->family == 4 ? 9 : 6, 1) ||
		(f->w.state.ct_state == 0 && changes_tuple(p, at, n)))
		return frame_lost(f, "a rule that rewrites the packet's addresses");
	write_bytes(f, at, reg_bytes(&f->regs, sreg), n);
	return STEP_CONTINUE;
}

enum step expr_payload(struct frame *f, struct bytes data)
{
	struct attrs t;
	attrs_read(&t, data, 0x1fe);
	if (t.unknown || t.bad)
		return frame_unknown(f, "a form of payload that is not known");
	if (attrs_has(&t, A_PAYLOAD_SREG))
		return payload_write(f, &t);
	uint32_t dreg = attrs_u32(&t, A_PAYLOAD_DREG),
		 base = attrs_u32(&t, A_PAYLOAD_BASE);
	size_t at = attrs_u32(&t, A_PAYLOAD_OFFSET), n = attrs_u32(&t, A_PAYLOAD_LEN);
	if (n == 0 || n > REGS_BYTES || at > 65535)
		return frame_unknown(f, "a form of payload that is not known");
	switch (base) {
	case BASE_LL:
		return load_link(f, dreg, at, n);
	case BASE_NETWORK:
		return load(f, dreg, at, n);
	case BASE_TRANSPORT:
		return load(f, dreg, f->e->packet.net_n + at, n);
	case BASE_INNER: /* behind the transport header: a bare SYN has nothing there */
		return f->e->q->proto == 6
			       ? load(f, dreg,
					 f->e->packet.net_n + f->e->packet.transport_n +
						 at,
					 n)
		       : reg_put_unknown(&f->regs, dreg, n, REASON_MAYBE,
				 "the datagram's payload")
			       ? STEP_CONTINUE
			       : frame_unknown(f, "a register that does not exist");
	default:
		return frame_unknown(f, "a form of payload that is not known");
	}
}
