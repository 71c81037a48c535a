/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Targets: those that only go on, that change marks or the destination, and ends. */
#include "xt.h"

#include <string.h>

struct target_row {
	const char *name;
	int rev_min, rev_max;
	size_t size;
	xt_target_fn *run;
};

/* XT_CONTINUE: the next rule is evaluated, with what was changed. */
static enum step pass(struct frame *f, int rev, struct bytes b)
{
	(void)rev;
	(void)b;
	f->verdict = V_CONTINUE;
	return STEP_VERDICT;
}

static enum step end(struct frame *f, int verdict)
{
	f->verdict = verdict;
	return STEP_VERDICT;
}

static enum step change_ipset(struct frame *f, int rev, struct bytes b)
{
	frame_learns(f, LEARN_SOURCE, "an ipset that fills as packets come");
	f->w.state.dim |= DIM_IPSETS;
	return pass(f, rev, b);
}

static enum step reject(struct frame *f, int rev, struct bytes b)
{
	(void)rev;
	(void)b;
	f->drop_as = FATE_REJECT;
	return end(f, V_DROP);
}

static enum step mark(struct frame *f, int rev, struct bytes b)
{
	/* revision 2: mark = (mark & ~mask) ^ value */
	f->w.state.mark = (f->w.state.mark & ~xt_u32(b, 4)) ^ xt_u32(b, 0);
	if (xt_u32(b, 4) == 0xffffffff)
		f->w.state.dim &= ~(uint32_t)DIM_MARK;
	return pass(f, rev, b);
}

static uint32_t shifted(uint32_t v, bool right, unsigned bits)
{
	return bits > 31 ? 0 : right ? v >> bits : v << bits;
}

static enum step connmark(struct frame *f, int rev, struct bytes b)
{
	enum { SET, SAVE, RESTORE };
	uint32_t value = xt_u32(b, 0), ctmask = xt_u32(b, 4), nfmask = xt_u32(b, 8);
	bool right = rev >= 2 && xt_u8(b, 12);
	unsigned bits = rev >= 2 ? xt_u8(b, 13) : 0;
	uint8_t mode = xt_u8(b, rev >= 2 ? 14 : 12);
	uint32_t *nf = &f->w.state.mark, *ct = &f->w.state.ct_mark;
	if (f->w.state.ct_state == CTS_TEMPLATE)
		return frame_lost(f, "a template of conntrack");
	if (f->w.state.ct_state != CTS_NEW)
		return pass(f, rev, b);
	uint32_t *dim = &f->w.state.dim;
	if (mode == SAVE && *dim & DIM_MARK)
		*dim |= DIM_CT_MARK;
	if (mode == RESTORE && *dim & DIM_CT_MARK)
		*dim |= DIM_MARK;
	if (mode == SET)
		*ct = shifted((*ct & ~ctmask) ^ value, right, bits);
	else if (mode == SAVE)
		*ct = (*ct & ~ctmask) ^ shifted(*nf & nfmask, right, bits);
	else if (mode == RESTORE)
		*nf = (*nf & ~nfmask) ^ shifted(*ct & ctmask, right, bits);
	else
		return frame_lost(f, "a form of CONNMARK that is not known");
	return pass(f, rev, b);
}

static enum step untrack(struct frame *f, int rev, struct bytes b)
{
	enum { NOTRACK_FLAG = 1 };
	/* CT: struct xt_ct_target_info begins with its flags and the zone */
	bool notrack = b.n == 0 || xt_u16(b, 0) & NOTRACK_FLAG;
	if (f->w.state.ct_state == 0) {
		if (notrack)
			f->w.state.ct_state = CTS_UNTRACKED;
		else {
			f->w.state.ct_state = CTS_TEMPLATE;
			f->w.state.ct_zone = xt_u16(b, 2);
		}
	}
	return pass(f, rev, b);
}

/* -- nat -------------------------------------------------------------------------- */

static enum step bound(struct frame *f)
{
	f->w.state.ct_to = f->w.state.to;
	f->w.state.ct_port = f->w.state.port;
	bool dst = f->e->hook == HOOK_PREROUTING || f->e->hook == HOOK_OUTPUT;
	f->w.state.natted |= dst ? BOUND_DST : BOUND_SRC;
	return end(f, V_ACCEPT);
}

enum {
	RANGE_MAP_IPS = 1,
	RANGE_PROTO = 2,
	RANGE_PROTO_RANDOM = 4,
	RANGE_PROTO_OFFSET = 32
};

struct nat_range { /* nf_nat_range2, or the IPv4 compat form, read into one */
	unsigned flags;
	const uint8_t *lo, *hi;
	unsigned port_lo, port_hi;
};

static unsigned be16(struct bytes b, size_t at)
{
	return (unsigned)xt_u8(b, at) << 8 | xt_u8(b, at + 1);
}

/* Revision 0 for IPv4: struct nf_nat_ipv4_multi_range_compat { u32 size; flags, min,
 * max, u16 port min, max }; others: struct nf_nat_range { flags, min 16, max 16, port
 * min, max }. */
static void range_read(struct nat_range *r, bool compat, struct bytes b)
{
	size_t at = compat ? 4 : 0, wide = compat ? 4 : 16;
	r->flags = xt_u32(b, at);
	r->lo = b.p + at + 4;
	r->hi = r->lo + wide;
	r->port_lo = be16(b, at + 4 + 2 * wide);
	r->port_hi = be16(b, at + 6 + 2 * wide);
}

static enum step rewrite(
	struct frame *f, const struct nat_range *r, const struct ip *fixed)
{
	size_t wide = f->e->packet.family == 4 ? 4 : 16;
	if (f->w.state.ct_state != CTS_NEW)
		return STEP_BREAK;
	if (!fixed && r->flags & RANGE_MAP_IPS) {
		if (memcmp(r->lo, r->hi, wide) != 0)
			return frame_lost(f, "a destination that is chosen from several");
		memcpy(f->w.state.to.addr, r->lo, wide);
	}
	if (fixed)
		f->w.state.to = *fixed;
	if (r->flags & RANGE_PROTO) {
		if (r->port_lo != r->port_hi || r->flags & RANGE_PROTO_OFFSET)
			return frame_lost(f, "a port that is chosen from several");
		f->w.state.port = r->port_lo;
	}
	return bound(f);
}

static enum step dnat(struct frame *f, int rev, struct bytes b)
{
	struct nat_range r;
	range_read(&r, rev == 0, b);
	return rewrite(f, &r, NULL);
}

static enum step snat(struct frame *f, int rev, struct bytes b)
{
	(void)rev;
	(void)b;
	f->w.state.dim |= DIM_SOURCE;
	return bound(f);
}

static enum step redirect(struct frame *f, int rev, struct bytes b)
{
	struct nat_range r;
	range_read(&r, rev == 0 && f->e->packet.family == 4, b);
	struct need need = {.kind = NEED_INTERFACE,
		.name = f->e->q->iif,
		.ip = {.family = f->e->packet.family}};
	const struct fact *fact = ask(f->e, &need);
	if (!fact)
		return STEP_BREAK; /* provisional */
	if (!fact->known)
		return frame_lost(f, "the address of the interface");
	if (fact->ip.family == 0)
		return end(f, V_DROP);
	return rewrite(f, &r, &fact->ip);
}

/* NETMAP: the bits outside the network stay. */
static enum step netmap(struct frame *f, int rev, struct bytes b)
{
	struct nat_range r;
	struct ip to = f->w.state.to;
	size_t wide = f->e->packet.family == 4 ? 4 : 16;
	range_read(&r, f->e->packet.family == 4, b);
	(void)rev;
	for (size_t i = 0; i < wide; i++) {
		uint8_t mask = (uint8_t) ~(r.lo[i] ^ r.hi[i]);
		to.addr[i] = (uint8_t)((to.addr[i] & ~mask) | (r.lo[i] & mask));
	}
	r.flags = 0;
	return rewrite(f, &r, &to);
}

static enum step hmark(struct frame *f, int rev, struct bytes b)
{
	f->w.state.dim |= DIM_MARK;
	return pass(f, rev, b);
}

/* -- other programs --------------------------------------------------------------- */

static enum step either(struct frame *f, const char *what)
{
	frame_fork(f, REASON_MAYBE, what);
	struct world w = f->w;
	w.sources = space_copy(f->e->arena, &f->w.sources);
	outcome_add(f->e, &w, FATE_DROP, f->chain, f->rule, f->path, what);
	return end(f, V_ACCEPT);
}

static enum step nfqueue(struct frame *f, int rev, struct bytes b)
{
	enum { BYPASS = 1 };
	frame_learns(f, LEARN_AWAY, "a program behind a queue");
	struct need need = {.kind = NEED_QUEUE, .value = xt_u16(b, 0)};
	const struct fact *fact = ask(f->e, &need);
	if (fact && (!fact->known || fact->value))
		return either(f, "a program behind a queue");
	bool bypass = rev >= 2 && xt_u16(b, 4) & BYPASS;
	return end(f, bypass ? V_ACCEPT : V_DROP);
}

static enum step synproxy(struct frame *f, int rev, struct bytes b)
{
	(void)rev;
	(void)b;
	return either(f, "a SYN proxy answers in place of the listener");
}

static enum step tproxy(struct frame *f, int rev, struct bytes b)
{
	(void)rev;
	(void)b;
	return frame_lost(f, "a transparent proxy");
}

static enum step log_it(struct frame *f, int rev, struct bytes b)
{
	frame_learns(f, LEARN_LOG, "a log");
	return pass(f, rev, b);
}

static enum step tee(struct frame *f, int rev, struct bytes b)
{
	frame_learns(f, LEARN_AWAY, "a copy that goes elsewhere");
	return pass(f, rev, b);
}

static enum step drop(struct frame *f, int rev, struct bytes b)
{
	(void)rev;
	(void)b;
	return end(f, V_DROP);
}

/* clang-format off */
static const struct target_row targets[] = {
	{"REJECT", 0, 0, 0, reject},
	{"LOG", 0, 0, 0, log_it},
	{"NFLOG", 0, 0, 0, log_it},
	{"ULOG", 0, 0, 0, log_it},
	{"AUDIT", 0, 1, 0, pass},
	{"TRACE", 0, 0, 0, pass},
	{"MARK", 2, 2, 8, mark},
	{"CONNMARK", 1, 1, 13, connmark},
	{"CONNMARK", 2, 2, 15, connmark},
	{"CT", 0, 2, 4, untrack},
	{"NOTRACK", 0, 0, 0, untrack},
	{"CLASSIFY", 0, 0, 4, xt_classify},
	{"DSCP", 0, 0, 1, xt_set_dscp},
	{"TOS", 0, 0, 1, xt_set_tos},
	{"TOS", 1, 1, 2, xt_set_tos},
	{"TTL", 0, 0, 2, xt_set_ttl},
	{"HL", 0, 0, 2, xt_set_ttl},
	{"TCPMSS", 0, 0, 2, xt_set_mss},
	{"TCPOPTSTRIP", 0, 0, 32, xt_strip_options},
	{"ECN", 0, 0, 3, xt_set_ecn},
	{"TEE", 0, 1, 0, tee},
	{"SET", 0, 3, 0, change_ipset},
	{"SECMARK", 0, 1, 0, pass},
	{"CONNSECMARK", 0, 0, 0, pass},
	{"CHECKSUM", 0, 0, 0, pass},
	{"RATEEST", 0, 0, 0, pass},
	{"IDLETIMER", 0, 1, 0, pass},
	{"LED", 0, 0, 0, pass},
	{"HMARK", 0, 0, 0, hmark},
	{"DNAT", 0, 0, 16, dnat},
	{"DNAT", 1, 2, 40, dnat},
	{"SNAT", 0, 2, 0, snat},
	{"MASQUERADE", 0, 1, 0, snat},
	{"REDIRECT", 0, 1, 16, redirect},
	{"NETMAP", 0, 0, 16, netmap},
	{"NFQUEUE", 0, 3, 2, nfqueue},
	{"SYNPROXY", 0, 0, 0, synproxy},
	{"TPROXY", 0, 1, 0, tproxy},
	{"TARPIT", 0, 0, 0, drop},
	{"DELUDE", 0, 0, 0, drop},
};
/* clang-format on */

enum step xt_target(struct frame *f, const char *name, int rev, struct bytes info)
{
	f->e->varies = f->e->varies || xt_target_varies(name);
	for (size_t i = 0; i < sizeof(targets) / sizeof(targets[0]); i++)
		if (rev >= targets[i].rev_min && rev <= targets[i].rev_max &&
			info.n >= targets[i].size && strcmp(targets[i].name, name) == 0)
			return targets[i].run(f, rev, info);
	return frame_lost(f,
		arena_printf(f->e->arena, "the target %.32s in revision %d", name, rev));
}
