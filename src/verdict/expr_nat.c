/* SPDX-License-Identifier: GPL-2.0-or-later */
/* nat, redir, masq: what they make of the destination (kernel nft_nat.c, nft_redir.c). */
#include "engine.h"

#include <string.h>

enum { NAT_SOURCE = 0, NAT_DESTINATION = 1 };

static enum step bound(struct frame *f)
{
	/* conntrack keeps one binding for the destination and one for the source */
	bool dst = f->e->hook == HOOK_PREROUTING || f->e->hook == HOOK_OUTPUT;
	f->w.state.ct_to = f->w.state.to;
	f->w.state.ct_port = f->w.state.port;
	f->w.state.natted |= dst ? BOUND_DST : BOUND_SRC;
	f->verdict = V_ACCEPT;
	return STEP_VERDICT;
}

/* A register's n bytes into out; false when they are not known. */
static bool take(
	const struct frame *f, const struct attrs *t, int type, void *out, size_t n)
{
	uint32_t reg = attrs_u32(t, type);
	if (reg_kind(&f->regs, reg, n) != REG_CONST)
		return false;
	memcpy(out, reg_bytes(&f->regs, reg), n);
	return true;
}

/* Both ends of a range are the same, or only one is given. */
static bool one_value(const struct frame *f, const struct attrs *t, int min, int max,
	void *out, size_t n)
{
	uint8_t other[16];
	if (!take(f, t, min, out, n))
		return false;
	if (!attrs_has(t, max) || attrs_u32(t, max) == attrs_u32(t, min))
		return true;
	return take(f, t, max, other, n) && memcmp(other, out, n) == 0;
}

static bool rewrite_port(struct frame *f, const struct attrs *t, int min, int max)
{
	uint8_t port[2];
	if (!attrs_has(t, min))
		return true;
	if (!one_value(f, t, min, max, port, sizeof(port)))
		return false;
	f->w.state.port = (uint32_t)port[0] << 8 | port[1];
	return true;
}

enum step expr_nat(struct frame *f, struct bytes data)
{
	struct attrs t;
	attrs_read(&t, data, 0xfe);
	size_t wide = f->e->packet.family == 4 ? 4 : 16;
	if (t.unknown || t.bad || attrs_u32(&t, A_NAT_TYPE) > NAT_DESTINATION)
		return frame_lost(f, "a form of nat that is not known");
	/* in an inet table: the other family's packets pass by (nft_nat_inet_eval) */
	if (attrs_u32(&t, A_NAT_FAMILY) != (f->e->packet.family == 4 ? NF_IP : NF_IP6))
		return STEP_CONTINUE;
	if (f->w.state.ct_state != CTS_NEW)
		return STEP_BREAK;
	if (attrs_u32(&t, A_NAT_TYPE) == NAT_SOURCE) {
		f->w.state.dim |= DIM_SOURCE;
		return bound(f);
	}
	struct ip to = f->w.state.to;
	if ((attrs_has(&t, A_NAT_ADDR_MIN) &&
		    !one_value(f, &t, A_NAT_ADDR_MIN, A_NAT_ADDR_MAX, to.addr, wide)) ||
		!rewrite_port(f, &t, A_NAT_PROTO_MIN, A_NAT_PROTO_MAX))
		return frame_lost(f, "a destination that is chosen from several");
	f->w.state.to = to;
	return bound(f);
}

enum step expr_redir(struct frame *f, struct bytes data)
{
	struct attrs t;
	attrs_read(&t, data, 0xe);
	if (t.unknown || t.bad)
		return frame_lost(f, "a form of redirect that is not known");
	if (f->w.state.ct_state != CTS_NEW)
		return STEP_BREAK;
	if (!f->e->q->output) {
		struct need need = {.kind = NEED_INTERFACE,
			.name = f->e->q->iif,
			.ip = {.family = f->e->packet.family}};
		const struct fact *fact = ask(f->e, &need);
		if (!fact)
			return STEP_BREAK; /* provisional */
		if (!fact->known)
			return frame_lost(f, "the address of the interface");
		if (fact->ip.family == 0) {
			/* an interface without an address of the family: dropped */
			f->verdict = V_DROP;
			return STEP_VERDICT;
		}
		f->w.state.to = fact->ip;
	}
	if (!rewrite_port(f, &t, A_REDIR_PROTO_MIN, A_REDIR_PROTO_MAX))
		return frame_lost(f, "a port that is chosen from several");
	return bound(f);
}

enum step expr_masq(struct frame *f, struct bytes data)
{
	(void)data;
	f->w.state.dim |= DIM_SOURCE;
	return bound(f);
}
