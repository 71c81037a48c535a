/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What hangs on the sender's packet: its source port, size, flags and options, in which
 * the two modelled packets differ. While all that was evaluated reads nothing of that,
 * the other packet fares the same, and need not be asked for. What is not listed here is
 * taken to read it.
 */
#include "engine.h"

#include "xt.h"

#include <string.h>

/* Both packets hold the same bytes there. */
static bool same_bytes(const struct eval *e, size_t at, size_t n)
{
	const struct packet *p = &e->packet, *o = &e->other;
	uint8_t one[NETHDR_MAX + TCPHDR_MAX], two[NETHDR_MAX + TCPHDR_MAX];
	size_t least = p->transport_n < o->transport_n ? p->transport_n : o->transport_n;
	if (p->net_n != o->net_n || at > p->net_n + least || n > p->net_n + least - at)
		return false;
	memcpy(one, p->net, p->net_n);
	memcpy(one + p->net_n, p->transport, least);
	memcpy(two, o->net, o->net_n);
	memcpy(two + o->net_n, o->transport, least);
	return memcmp(one + at, two + at, n) == 0;
}

static bool same_payload(const struct eval *e, struct bytes data)
{
	struct attrs t;
	attrs_read(&t, data, 0x1fe);
	uint32_t base = attrs_u32(&t, A_PAYLOAD_BASE);
	size_t at = attrs_u32(&t, A_PAYLOAD_OFFSET), n = attrs_u32(&t, A_PAYLOAD_LEN);
	if (t.unknown || t.bad || at > 65535)
		return false;
	if (base == BASE_LL)
		return true; /* the modelled packets have one and the same frame */
	if (base == BASE_TRANSPORT)
		at += e->packet.net_n;
	return (base == BASE_NETWORK || base == BASE_TRANSPORT) && same_bytes(e, at, n);
}

static bool same_meta(struct bytes data)
{
	struct attrs t;
	attrs_read(&t, data, 0xe);
	return attrs_has(&t, A_META_KEY) && attrs_u32(&t, A_META_KEY) != META_LEN;
}

static bool same_ct(struct bytes data)
{
	struct attrs t;
	attrs_read(&t, data, 0x3e);
	uint32_t key = attrs_u32(&t, A_CT_KEY);
	return attrs_has(&t, A_CT_KEY) && (key == CT_STATE || key == CT_MARK);
}

/* struct xt_tcp and xt_udp: no condition on source port, flags or options. */
static bool same_ports(struct bytes b, size_t inverted)
{
	return xt_u16(b, 0) == 0 && xt_u16(b, 2) == 0xffff && !(xt_u8(b, inverted) & 1);
}

static bool same_tcp(struct bytes b)
{
	enum { OPTION = 8, MASK, INV = 11, ECE_CWR = 0xc0 };
	return same_ports(b, INV) && xt_u8(b, OPTION) == 0 && !(xt_u8(b, MASK) & ECE_CWR);
}

/* struct xt_conntrack_mtinfo2 and 3. */
static bool same_conntrack(struct bytes b)
{
	enum { MATCH = 146, BY_STATE = 1 };
	return b.n >= 152 && !(xt_u16(b, MATCH) & ~BY_STATE);
}

bool xt_match_varies(const char *name, int rev, struct bytes info)
{
	static const char *const same[] = {
		"comment", "state", "mark", "addrtype", "limit", "time"};
	for (size_t i = 0; i < sizeof(same) / sizeof(same[0]); i++)
		if (strcmp(name, same[i]) == 0)
			return false;
	if (strcmp(name, "tcp") == 0)
		return !same_tcp(info);
	if (strcmp(name, "udp") == 0)
		return !same_ports(info, 8);
	if (strcmp(name, "conntrack") == 0)
		return rev < 2 || !same_conntrack(info);
	return true;
}

bool xt_target_varies(const char *name)
{
	static const char *const same[] = {"LOG", "NFLOG", "REJECT"};
	for (size_t i = 0; i < sizeof(same) / sizeof(same[0]); i++)
		if (strcmp(name, same[i]) == 0)
			return false;
	return true;
}

bool expr_varies(const struct eval *e, const struct expr_row *row, struct bytes data)
{
	/* of registers, of sets, or of the host alone */
	static expr_fn *const same[] = {expr_cmp, expr_immediate, expr_lookup,
		expr_bitwise, expr_range, expr_byteorder, expr_pass, expr_reject,
		expr_limit, expr_notrack, expr_fib};
	if (row->eval == expr_payload)
		return !same_payload(e, data);
	if (row->eval == expr_meta)
		return !same_meta(data);
	if (row->eval == expr_ct)
		return !same_ct(data);
	/* which extension it is, is told by xt_match and xt_target */
	if (row->eval == expr_match || row->eval == expr_target)
		return false;
	for (size_t i = 0; i < sizeof(same) / sizeof(same[0]); i++)
		if (row->eval == same[i])
			return false;
	return true;
}
