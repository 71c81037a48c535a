/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A rule in nf_tables' expressions, as nft writes them. */
#include "edit.h"

#include <string.h>

enum {
	NESTED = 0x8000,
	REG_1 = 1, /* 16 bytes */
	IIFNAME = 16,
	RULE_MAX = 2048, /* of six conditions and a verdict */
};

struct writing {
	unsigned char *p;
	size_t n;
};

static size_t begin(struct writing *w, unsigned type)
{
	const uint16_t t = (uint16_t)type;
	memcpy(w->p + w->n + 2, &t, sizeof(t));
	w->n += 4;
	return w->n - 4;
}

static void end(struct writing *w, size_t head)
{
	const uint16_t n = (uint16_t)(w->n - head);
	memcpy(w->p + head, &n, sizeof(n));
	w->n += (4 - w->n % 4) % 4;
}

static void put(struct writing *w, unsigned type, const void *p, size_t n)
{
	size_t head = begin(w, type);
	memcpy(w->p + w->n, p, n);
	w->n += n;
	end(w, head);
}

static void put32(struct writing *w, unsigned type, uint32_t v)
{
	const unsigned char b[4] = {(unsigned char)(v >> 24), (unsigned char)(v >> 16),
		(unsigned char)(v >> 8), (unsigned char)v};
	put(w, type, b, sizeof(b));
}

static void value(struct writing *w, unsigned type, const void *p, size_t n)
{
	size_t head = begin(w, type | NESTED);
	put(w, A_DATA_VALUE, p, n);
	end(w, head);
}

/* Both ends of an expression: its data stands between. */
static size_t open_expr(struct writing *w, const char *name, size_t *data)
{
	size_t head = begin(w, A_LIST_ELEM | NESTED);
	put(w, A_EXPR_NAME, name, strlen(name) + 1);
	*data = begin(w, A_EXPR_DATA | NESTED);
	return head;
}

static void close_expr(struct writing *w, size_t head, size_t data)
{
	end(w, data);
	end(w, head);
}

static void compare(struct writing *w, const void *p, size_t n)
{
	size_t data, head = open_expr(w, "cmp", &data);
	put32(w, A_CMP_SREG, REG_1);
	put32(w, A_CMP_OP, OP_EQ);
	value(w, A_CMP_DATA, p, n);
	close_expr(w, head, data);
}

static void meta_is(struct writing *w, uint32_t key, const void *p, size_t n)
{
	size_t data, head = open_expr(w, "meta", &data);
	put32(w, A_META_DREG, REG_1);
	put32(w, A_META_KEY, key);
	close_expr(w, head, data);
	compare(w, p, n);
}

static void payload(struct writing *w, uint32_t base, uint32_t offset, uint32_t n)
{
	size_t data, head = open_expr(w, "payload", &data);
	put32(w, A_PAYLOAD_DREG, REG_1);
	put32(w, A_PAYLOAD_BASE, base);
	put32(w, A_PAYLOAD_OFFSET, offset);
	put32(w, A_PAYLOAD_LEN, n);
	close_expr(w, head, data);
}

static void source_in(struct writing *w, const struct range *r)
{
	enum { SRC4 = 12, SRC6 = 8 };
	const bool four = r->lo.family == 4;
	const uint32_t n = four ? 4 : 16;
	const struct ip *hi = r->hi.family ? &r->hi : &r->lo;
	payload(w, BASE_NETWORK, four ? SRC4 : SRC6, n);
	size_t data, head = open_expr(w, "range", &data);
	put32(w, A_RANGE_SREG, REG_1);
	put32(w, A_RANGE_OP, OP_EQ);
	value(w, A_RANGE_FROM, r->lo.addr, n);
	value(w, A_RANGE_TO, hi->addr, n);
	close_expr(w, head, data);
}

static void port_is(struct writing *w, bool original, int port)
{
	const unsigned char b[2] = {
		(unsigned char)(port >> 8), (unsigned char)(port & 0xff)};
	if (!original) {
		payload(w, BASE_TRANSPORT, 2, sizeof(b));
		compare(w, b, sizeof(b));
		return;
	}
	const unsigned char direction = 0;
	size_t data, head = open_expr(w, "ct", &data);
	put32(w, A_CT_DREG, REG_1);
	put32(w, A_CT_KEY, CT_PROTO_DST);
	put(w, A_CT_DIRECTION, &direction, 1);
	close_expr(w, head, data);
	compare(w, b, sizeof(b));
}

static void give_verdict(struct writing *w, int code)
{
	size_t data, head = open_expr(w, "immediate", &data);
	put32(w, A_IMM_DREG, 0);
	size_t d = begin(w, A_IMM_DATA | NESTED), v = begin(w, A_DATA_VERDICT | NESTED);
	put32(w, A_VERDICT_CODE, (uint32_t)code);
	end(w, v);
	end(w, d);
	close_expr(w, head, data);
}

/* Below the network layer a packet's family is told by its Ethernet type. */
static void family_is(struct writing *w, int table, int family)
{
	static const unsigned char ether[2][2] = {{0x08, 0x00}, {0x86, 0xdd}};
	const unsigned char nfproto = family == 6 ? NF_IP6 : NF_IP;
	if (table == NF_INET)
		meta_is(w, META_NFPROTO, &nfproto, 1);
	else if (table == NF_NETDEV || table == NF_BRIDGE)
		meta_is(w, META_PROTOCOL, ether[family == 6], 2);
}

struct nf_rule edit_nft_rule(struct arena *a, const struct nf_chain *chain,
	const struct edit *e, int port, const struct range *from, int verdict)
{
	struct writing w = {.p = arena_alloc(a, RULE_MAX)};
	if (e->family)
		family_is(&w, chain->table->family, e->family);
	if (e->interface) {
		unsigned char name[IIFNAME] = {0};
		memcpy(name, e->interface, strnlen(e->interface, IIFNAME - 1));
		meta_is(&w, META_IIFNAME, name, sizeof(name));
	}
	if (e->proto) {
		const unsigned char proto = (unsigned char)e->proto;
		meta_is(&w, META_L4PROTO, &proto, 1);
	}
	if (from)
		source_in(&w, from);
	if (port)
		port_is(&w, e->original, port);
	give_verdict(&w, verdict);
	return (struct nf_rule){.exprs = {.p = w.p, .n = w.n}};
}
