/* SPDX-License-Identifier: GPL-2.0-or-later */
/* meta: facts about the packet that are not its bytes (kernel
 * net/netfilter/nft_meta.c). */
#include "engine.h"

#include <string.h>

enum { IFNAME_MAX = 16, PKT_HOST = 0 };

static enum step put_or_unknown(struct frame *f, bool fits)
{
	return fits ? STEP_CONTINUE : frame_unknown(f, "a register that does not exist");
}

static enum step put_u32(struct frame *f, uint32_t reg, uint32_t v)
{
	return put_or_unknown(f, reg_put_u32(&f->regs, reg, v));
}

static enum step put_maybe(struct frame *f, uint32_t reg, size_t n, const char *why)
{
	return put_or_unknown(f, reg_put_unknown(&f->regs, reg, n, REASON_MAYBE, why));
}

static enum step put_name(struct frame *f, uint32_t reg, const char *name)
{
	char b[IFNAME_MAX] = {0};
	size_t n = name ? strlen(name) : 0;
	memcpy(b, name ? name : "", n < IFNAME_MAX ? n : IFNAME_MAX - 1);
	return put_or_unknown(f, reg_put(&f->regs, reg, b, sizeof(b)));
}

/* A fact of an interface; provisional zeros until the platform has answered. */
static enum step put_interface(struct frame *f, uint32_t reg, const char *name, int key)
{
	static const struct fact nothing = {.known = true};
	struct need need = {.kind = NEED_INTERFACE, .name = name};
	const struct fact *fact = ask(f->e, &need);
	if (!fact)
		fact = &nothing;
	if (!fact->known)
		return put_or_unknown(f, reg_put_unknown(&f->regs, reg, 4, REASON_UNKNOWN,
						 "the interface is not known"));
	switch (key) {
	case META_IIFGROUP:
	case META_OIFGROUP:
		return put_u32(f, reg, (uint32_t)fact->group);
	case META_IIFTYPE:
	case META_OIFTYPE:
		return put_or_unknown(
			f, reg_put_u16(&f->regs, reg, (uint16_t)fact->type));
	case META_IIFKIND:
	case META_OIFKIND:
		return fact->text ? put_name(f, reg, fact->text) : STEP_BREAK;
	default:
		return put_u32(f, reg, (uint32_t)fact->value);
	}
}

static enum step load_interface(struct frame *f, uint32_t reg, int key)
{
	bool in = key == META_IIF || key == META_IIFNAME || key == META_IIFTYPE ||
		  key == META_IIFGROUP || key == META_IIFKIND;
	/* NULL where the hook has none: reads as 0 or "" */
	const char *name = f->e->q->output ? NULL : f->e->q->iif;
	if (!in && !frame_leaves_by(f, &name))
		return put_maybe(f, reg, key == META_OIFNAME ? 16 : 4,
			"the interface it would leave by");
	if (key == META_IIFNAME || key == META_OIFNAME)
		return put_name(f, reg, name);
	if (name)
		return put_interface(f, reg, name, key);
	/* no such interface at this hook: an index reads 0, the others break the rule */
	return key == META_IIF || key == META_OIF ? put_u32(f, reg, 0) : STEP_BREAK;
}

static enum step load_protocol(struct frame *f, uint32_t reg, int key)
{
	bool v4 = f->e->packet.family == 4;
	if (key == META_PROTOCOL) {
		const uint8_t type[2] = {v4 ? 0x08 : 0x86, v4 ? 0x00 : 0xdd};
		return put_or_unknown(f, reg_put(&f->regs, reg, type, sizeof(type)));
	}
	if (key == META_NFPROTO) {
		int family = f->chain->table->family;
		uint8_t pf = (uint8_t)(family == NF_NETDEV || family == NF_BRIDGE ? family
				       : v4                                       ? NF_IP
					    : NF_IP6);
		return put_or_unknown(f, reg_put_u8(&f->regs, reg, pf));
	}
	return put_or_unknown(f, reg_put_u8(&f->regs, reg, (uint8_t)f->e->q->proto));
}

/* Who owns the sending socket: at input there is none, and the rule breaks either way. */
static enum step load_owner(struct frame *f, uint32_t reg)
{
	if (!f->e->q->output)
		return STEP_BREAK;
	return put_maybe(f, reg, 4, "the user of the sending socket");
}

/* nft_meta_get_eval_time: the day by the kernel's own zone, Sunday 0; the second of the
 * day by UTC. */
static enum step load_time(struct frame *f, uint32_t reg, int key)
{
	enum { DAY = 86400, OF_1970 = 4 };
	int64_t utc, local;
	if (!frame_now(f, &utc, &local))
		return put_maybe(f, reg,
			key == META_TIME_NS    ? 8
			: key == META_TIME_DAY ? 1
					       : 4,
			"the time");
	const uint64_t ns = (uint64_t)utc * 1000000000;
	if (key == META_TIME_NS)
		return put_or_unknown(f, reg_put(&f->regs, reg, &ns, sizeof(ns)));
	if (key == META_TIME_DAY)
		return put_or_unknown(f, reg_put_u8(&f->regs, reg,
						 (uint8_t)((OF_1970 + local / DAY) % 7)));
	return put_u32(f, reg, (uint32_t)(utc % DAY));
}

static enum step load_meta(struct frame *f, uint32_t reg, int key)
{
	switch (key) {
	case META_LEN:
		return put_u32(f, reg, (uint32_t)f->w.packet->length);
	case META_PROTOCOL:
	case META_NFPROTO:
	case META_L4PROTO:
		return load_protocol(f, reg, key);
	case META_PRIORITY:
		return put_u32(f, reg, f->w.state.priority);
	case META_MARK:
		return f->w.state.dim & DIM_MARK
			       ? put_maybe(f, reg, 4, "a mark that depends on the packet")
			       : put_u32(f, reg, f->w.state.mark);
	case META_SECMARK:
		return put_u32(f, reg, f->w.state.secmark);
	case META_IIF:
	case META_OIF:
	case META_IIFNAME:
	case META_OIFNAME:
	case META_IIFTYPE:
	case META_OIFTYPE:
	case META_IIFGROUP:
	case META_OIFGROUP:
	case META_IIFKIND:
	case META_OIFKIND:
		return load_interface(f, reg, key);
	case META_SKUID:
	case META_SKGID:
	case META_CGROUP:
		return load_owner(f, reg);
	case META_PKTTYPE:
		return put_or_unknown(f, reg_put_u8(&f->regs, reg, PKT_HOST));
	case META_SECPATH:
		return put_or_unknown(f, reg_put_u8(&f->regs, reg, 0));
	case META_RTCLASSID:
	case META_SDIF:
		return put_u32(f, reg, 0);
	case META_CPU:
		return put_maybe(f, reg, 4, "the CPU that handles it");
	case META_PRANDOM:
		return put_maybe(f, reg, 4, "a random number");
	case META_TIME_NS:
	case META_TIME_DAY:
	case META_TIME_HOUR:
		return load_time(f, reg, key);
	case META_SDIFNAME:
		return put_name(f, reg, NULL);
	case META_BRI_IIFNAME:
	case META_BRI_OIFNAME:
	case META_BRI_IIFPVID:
	case META_BRI_IIFVPROTO:
		return put_or_unknown(f, reg_put_unknown(&f->regs, reg, 4, REASON_UNKNOWN,
						 "the bridge of the port"));
	default:
		return frame_unknown(f, "a meta key that is not known");
	}
}

static enum step store_meta(struct frame *f, uint32_t reg, int key)
{
	uint32_t v = 0;
	if (key == META_NFTRACE)
		return STEP_CONTINUE;
	if (key != META_MARK && key != META_PRIORITY && key != META_SECMARK)
		return key == META_PKTTYPE
			       ? frame_lost(f, "a rule that sets the packet type")
			       : frame_unknown(f, "a meta key that is not known");
	enum reg_kind kind = reg_kind(&f->regs, reg, 4);
	if (kind != REG_CONST && key != META_MARK)
		return frame_lost(f, "a priority that depends on the packet");
	if (kind != REG_CONST) {
		f->w.state.dim |= DIM_MARK;
		return STEP_CONTINUE;
	}
	memcpy(&v, reg_bytes(&f->regs, reg), sizeof(v));
	f->w.state.dim &= ~(uint32_t)(key == META_MARK ? DIM_MARK : 0);
	if (key == META_MARK)
		f->w.state.mark = v;
	else if (key == META_PRIORITY)
		f->w.state.priority = v;
	else
		f->w.state.secmark = v;
	return STEP_CONTINUE;
}

enum step expr_meta(struct frame *f, struct bytes data)
{
	struct attrs t;
	attrs_read(&t, data, 0xe);
	if (t.unknown || t.bad || !attrs_has(&t, A_META_KEY))
		return frame_unknown(f, "a form of meta that is not known");
	int key = (int)attrs_u32(&t, A_META_KEY);
	if (attrs_has(&t, A_META_SREG))
		return store_meta(f, attrs_u32(&t, A_META_SREG), key);
	return load_meta(f, attrs_u32(&t, A_META_DREG), key);
}
