/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Expressions that depend on the kernel's state, on routes or sockets, and those that end
 * the packet's way: limit, quota, fib, socket, reject, queue, and so on. */
#include "engine.h"

#include <string.h>

static enum step maybe_value(struct frame *f, uint32_t dreg, const char *why)
{
	return reg_put_unknown(&f->regs, dreg, 4, REASON_MAYBE, why)
		       ? STEP_CONTINUE
		       : frame_unknown(f, "a register that does not exist");
}

enum step expr_pass(struct frame *f, struct bytes data)
{
	(void)f;
	(void)data;
	return STEP_CONTINUE;
}

enum step expr_log(struct frame *f, struct bytes data)
{
	(void)data;
	frame_learns(f, LEARN_LOG, "a log");
	return STEP_CONTINUE;
}

enum step expr_dup(struct frame *f, struct bytes data)
{
	(void)data;
	frame_learns(f, LEARN_AWAY, "a copy that goes elsewhere");
	return STEP_CONTINUE;
}

enum step expr_limit(struct frame *f, struct bytes data)
{
	(void)data;
	return frame_fork(f, REASON_MAYBE, "a rate limit");
}

/* It breaks the rule when there are more; inverted, when there are not. */
enum step expr_connlimit(struct frame *f, struct bytes data)
{
	enum { INVERT = 1 };
	struct attrs t;
	attrs_read(&t, data, 0x6);
	uint32_t flags = attrs_u32(&t, A_CONNLIMIT_FLAGS);
	if (t.unknown || t.bad || !attrs_has(&t, A_CONNLIMIT_COUNT) || flags > INVERT)
		return frame_unknown(f, "a form of connlimit that is not known");
	return frame_connections(
		f, NULL, attrs_u32(&t, A_CONNLIMIT_COUNT), flags & INVERT);
}

enum step expr_quota(struct frame *f, struct bytes data)
{
	enum { INVERT = 1, QUOTAS_MAX = 64 };
	struct attrs t;
	attrs_read(&t, data, 0x1e);
	if (t.unknown || t.bad || !attrs_has(&t, A_QUOTA_BYTES))
		return frame_unknown(f, "a form of quota that is not known");
	/* whichever of the quotas before was this one has counted the packet already */
	uint64_t used = attrs_u64(&t, A_QUOTA_CONSUMED), len = f->w.packet->length;
	uint64_t limit = attrs_u64(&t, A_QUOTA_BYTES);
	bool over = used + len >= limit;
	bool over_later = used + len * (1 + (uint64_t)f->w.state.quotas) >= limit;
	bool inverted = attrs_u32(&t, A_QUOTA_FLAGS) & INVERT;
	if (f->w.state.quotas < QUOTAS_MAX)
		f->w.state.quotas++;
	if (over != over_later)
		return frame_fork(
			f, REASON_MAYBE, "a quota that counts the packet twice");
	return step_if(over == inverted);
}

enum step expr_numgen(struct frame *f, struct bytes data)
{
	struct attrs t;
	attrs_read(&t, data, 0x1e);
	return maybe_value(f, attrs_u32(&t, A_NG_DREG), "a generated number");
}

enum step expr_osf(struct frame *f, struct bytes data)
{
	struct attrs t;
	attrs_read(&t, data, 0xe);
	uint32_t dreg = attrs_u32(&t, A_OSF_DREG);
	if (f->e->packet.family != 4)
		return STEP_BREAK;
	return reg_put_unknown(&f->regs, dreg, 16, REASON_MAYBE, "the sender's system")
		       ? STEP_CONTINUE
		       : frame_unknown(f, "a register that does not exist");
}

/* The next hop: at input the packet's own destination (rt_nexthop: the route of a packet
 * for this host has no gateway). */
static enum step next_hop(struct frame *f, uint32_t dreg, int family)
{
	size_t wide = family == 4 ? 4 : 16;
	if (f->e->packet.family != family)
		return STEP_BREAK;
	bool ok = f->e->stage == STAGE_INPUT
			  ? reg_put(&f->regs, dreg, f->w.state.to.addr, wide)
			  : reg_put_unknown(&f->regs, dreg, wide, REASON_MAYBE,
				    "a property of the route");
	return ok ? STEP_CONTINUE : frame_unknown(f, "a register that does not exist");
}

enum step expr_rt(struct frame *f, struct bytes data)
{
	enum { CLASSID, NEXTHOP4, NEXTHOP6, TCPMSS, XFRM };
	struct attrs t;
	attrs_read(&t, data, 0x6);
	uint32_t dreg = attrs_u32(&t, A_RT_DREG);
	/* before routing there is none */
	if (f->e->stage == STAGE_INGRESS || f->e->stage == STAGE_PREROUTING)
		return STEP_BREAK;
	switch (attrs_u32(&t, A_RT_KEY)) {
	case NEXTHOP4:
		return next_hop(f, dreg, 4);
	case NEXTHOP6:
		return next_hop(f, dreg, 6);
	case XFRM:
		if (f->e->stage == STAGE_INPUT)
			return reg_put_u8(&f->regs, dreg, 0)
				       ? STEP_CONTINUE
				       : frame_unknown(
						 f, "a register that does not exist");
		return maybe_value(f, dreg, "a property of the route");
	default:
		return maybe_value(f, dreg, "a property of the route");
	}
}

/* A plain packet has no tunnel and no security path. */
enum step expr_tunnel(struct frame *f, struct bytes data)
{
	(void)f;
	(void)data;
	return STEP_BREAK;
}

enum step expr_xfrm(struct frame *f, struct bytes data)
{
	(void)f;
	(void)data;
	return STEP_BREAK;
}

/* -- fib -------------------------------------------------------------------------- */

static enum step put_fib(struct frame *f, uint32_t dreg, uint32_t result, uint32_t flags,
	int64_t value, const char *text)
{
	char name[16] = {0};
	bool ok;
	if (flags & FIB_F_PRESENT) {
		ok = reg_put_u8(&f->regs, dreg, value != 0);
	} else if (result == FIB_OIFNAME) {
		size_t n = text ? strlen(text) : 0;
		memcpy(name, text ? text : "", n < sizeof(name) ? n : sizeof(name) - 1);
		ok = reg_put(&f->regs, dreg, name, sizeof(name));
	} else {
		ok = reg_put_u32(&f->regs, dreg, (uint32_t)value);
	}
	return ok ? STEP_CONTINUE : frame_unknown(f, "a register that does not exist");
}

/* NULL: not among those that were read. */
static const char *interface_named(const struct ruleset *rs, int64_t index)
{
	for (size_t i = 0; index && i < rs->interfaces_n; i++)
		if (rs->interfaces[i].index == (uint32_t)index)
			return rs->interfaces[i].name;
	return index ? NULL : "";
}

/* Each range of sources with its own answer; what is in none has the answer 0. */
static enum step fib_sources(struct frame *f, uint32_t dreg, uint32_t result,
	uint32_t flags, const struct fact *fact)
{
	bool names = result == FIB_OIFNAME && !(flags & FIB_F_PRESENT);
	for (size_t i = 0; i < fact->ranges_n; i++) {
		struct frame branch = *f;
		branch.w.sources =
			space_take(f->e->arena, &f->w.sources, &fact->ranges[i]);
		if (space_empty(&branch.w.sources))
			continue;
		int64_t value = fact->values ? fact->values[i] : 1;
		const char *text = names ? interface_named(f->e->rs, value) : "";
		if (text)
			put_fib(&branch, dreg, result, flags, value, text);
		else
			reg_put_unknown(&branch.regs, dreg, 16, REASON_UNKNOWN,
				"the name of the interface towards a source");
		frame_branch(&branch, branch.w, &branch.regs, STEP_CONTINUE, 0, NULL);
	}
	if (space_empty(&f->w.sources))
		return STEP_DONE;
	return put_fib(f, dreg, result, flags, 0, NULL);
}

enum step expr_fib(struct frame *f, struct bytes data)
{
	struct attrs t;
	attrs_read(&t, data, 0xe);
	uint32_t dreg = attrs_u32(&t, A_FIB_DREG), result = attrs_u32(&t, A_FIB_RESULT);
	uint32_t flags = attrs_u32(&t, A_FIB_FLAGS);
	if (t.unknown || t.bad || flags >= FIB_F_PRESENT * 2 || result < FIB_OIF ||
		result > FIB_ADDRTYPE)
		return frame_unknown(f, "a form of fib that is not known");
	struct need need = {
		.kind = NEED_FIB,
		.value = (int64_t)(flags & ~(uint32_t)FIB_F_PRESENT) << 8 | result,
		.mark = flags & FIB_F_MARK ? f->w.state.mark : 0,
		.iif = flags & FIB_F_IIF ? f->e->q->iif : NULL,
	};
	bool many = false;
	if (flags & FIB_F_DADDR)
		need.ip = f->w.state.to;
	else
		many = !space_single(&f->w.sources, &need.ip);
	/* the other end of the route, where the kernel gives it to the lookup */
	need.to = f->w.state.to;
	const struct fact *fact = ask(f->e, &need);
	if (!fact)
		return STEP_BREAK; /* provisional */
	if (!fact->known)
		return frame_unknown(f, "a route that could not be looked up");
	if (many)
		return fib_sources(f, dreg, result, flags, fact);
	return put_fib(f, dreg, result, flags, fact->value, fact->text);
}

/* -- sockets ---------------------------------------------------------------------- */

static const struct fact *ask_socket(struct frame *f)
{
	struct need need = {
		.kind = NEED_SOCKET, .ip = f->w.state.to, .port = f->w.state.port};
	return ask(f->e, &need);
}

enum step expr_socket(struct frame *f, struct bytes data)
{
	enum { TRANSPARENT = 0 };
	struct attrs t;
	attrs_read(&t, data, 0xe);
	const struct fact *fact = ask_socket(f);
	if (!fact)
		return STEP_BREAK;
	if (!fact->known)
		return frame_unknown(f, "sockets that could not be looked up");
	if (fact->value < 0)
		return STEP_BREAK; /* no listener */
	if (attrs_u32(&t, A_SOCKET_KEY) != TRANSPARENT)
		return maybe_value(
			f, attrs_u32(&t, A_SOCKET_DREG), "a property of the socket");
	return reg_put_u8(&f->regs, attrs_u32(&t, A_SOCKET_DREG), fact->value != 0)
		       ? STEP_CONTINUE
		       : frame_unknown(f, "a register that does not exist");
}

enum step expr_tproxy(struct frame *f, struct bytes data)
{
	(void)data;
	return frame_lost(f, "a transparent proxy");
}

/* -- ends ------------------------------------------------------------------------- */

enum step expr_reject(struct frame *f, struct bytes data)
{
	(void)data;
	f->drop_as = FATE_REJECT;
	f->verdict = V_DROP;
	return STEP_VERDICT;
}

/* Another program or the proxy decides: it can be either. */
static enum step either(struct frame *f, const char *what)
{
	struct world w = f->w;
	w.sources = space_copy(f->e->arena, &f->w.sources);
	w.reasons = reason_add(f->e, w.reasons, REASON_MAYBE, what, f->chain, f->rule);
	outcome_add(f->e, &w, FATE_DROP, f->chain, f->rule, f->path, what);
	f->w.reasons =
		reason_add(f->e, f->w.reasons, REASON_MAYBE, what, f->chain, f->rule);
	f->verdict = V_ACCEPT;
	return STEP_VERDICT;
}

enum step expr_synproxy(struct frame *f, struct bytes data)
{
	(void)data;
	return either(f, "a SYN proxy answers in place of the listener");
}

enum step expr_queue(struct frame *f, struct bytes data)
{
	struct attrs t;
	attrs_read(&t, data, 0x1e);
	uint32_t flags = attrs_has(&t, A_QUEUE_FLAGS) && t.at[A_QUEUE_FLAGS].n == 2
				 ? t.at[A_QUEUE_FLAGS].p[1]
				 : 0;
	uint32_t num =
		attrs_has(&t, A_QUEUE_NUM) && t.at[A_QUEUE_NUM].n == 2
			? (uint32_t)t.at[A_QUEUE_NUM].p[0] << 8 | t.at[A_QUEUE_NUM].p[1]
			: 0;
	frame_learns(f, LEARN_AWAY, "a program behind a queue");
	if (t.unknown || t.bad || attrs_has(&t, A_QUEUE_SREG))
		return either(f, "a program behind a queue");
	struct need need = {.kind = NEED_QUEUE, .value = num};
	const struct fact *fact = ask(f->e, &need);
	if (fact && (!fact->known || fact->value))
		return either(f, "a program behind a queue");
	f->verdict = flags & FLAG_QUEUE_BYPASS ? V_ACCEPT : V_DROP;
	return STEP_VERDICT;
}

enum step expr_fwd(struct frame *f, struct bytes data)
{
	(void)data;
	frame_learns(f, LEARN_AWAY, "another interface");
	f->verdict = V_STOLEN;
	return STEP_VERDICT;
}
