/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ready.h"

#include "attr.h"
#include "hooks.h"

#include <string.h>

/* The length of a mask of ones before zeros; -1: another one. */
static int mask_bits(const uint8_t *mask, size_t n)
{
	int bits = 0;
	while ((size_t)bits < n * 8 && mask[bits / 8] & 0x80 >> bits % 8)
		bits++;
	for (size_t i = (size_t)bits; i < n * 8; i++)
		if (mask[i / 8] & 0x80 >> i % 8)
			return -1;
	return bits;
}

static void guard_source(struct guard *g, int family, const uint8_t *bytes, int bits)
{
	g->source_of = (uint8_t)family;
	g->source_bits = (uint8_t)bits;
	memcpy(g->source, bytes, ((size_t)bits + 7) / 8);
}

/* -- nf_tables -------------------------------------------------------------------- */

enum loaded {
	LOADED_NOTHING,
	LOADED_PLAIN, /* what a packet decides, and no guard is made of */
	LOADED_NFPROTO,
	LOADED_PROTOCOL,
	LOADED_SOURCE,
	LOADED_PORT,
};

struct guarding { /* a rule's first expressions */
	const struct nf_chain *chain;
	struct guard guard;
	enum loaded what; /* is in register reg: n bytes, the source's of this family */
	uint32_t reg;
	size_t n;
	int family;
	int mask; /* of the source's bits; -1: all that was loaded */
};

/* Of 16 bytes, or of four that have 16 behind them. */
static bool is_register(uint32_t reg)
{
	return (reg >= 1 && reg <= 4) || (reg >= 8 && reg <= 20);
}

/* A packet of the other family has other bytes there: of these two loads alone the
 * evaluator knows all, for their own family. */
static bool load_network(struct guarding *g, uint32_t at)
{
	enum { SRC4 = 12, DST4 = 16, SRC6 = 8, DST6 = 24 };
	int own = g->chain->table->family == NF_IP    ? 4
		  : g->chain->table->family == NF_IP6 ? 6
						      : g->guard.family;
	size_t wide = own == 4 ? 4 : 16;
	if (!own || g->n > wide)
		return false;
	g->family = own;
	g->mask = -1;
	if (at == (own == 4 ? SRC4 : SRC6))
		g->what = LOADED_SOURCE;
	else if (at == (own == 4 ? DST4 : DST6))
		g->what = LOADED_PLAIN;
	return g->what != LOADED_NOTHING;
}

static bool load_payload(struct guarding *g, struct bytes data)
{
	enum { SPORT = 0, DPORT = 2 };
	struct attrs t;
	attrs_read(&t, data, 0x1e);
	if (t.unknown || t.bad)
		return false;
	uint32_t at = attrs_u32(&t, A_PAYLOAD_OFFSET);
	g->what = LOADED_NOTHING;
	g->reg = attrs_u32(&t, A_PAYLOAD_DREG);
	g->n = attrs_u32(&t, A_PAYLOAD_LEN);
	if (!is_register(g->reg) || g->n == 0)
		return false;
	if (attrs_u32(&t, A_PAYLOAD_BASE) == BASE_NETWORK)
		return load_network(g, at);
	if (attrs_u32(&t, A_PAYLOAD_BASE) != BASE_TRANSPORT || g->n != 2)
		return false;
	g->what = at == DPORT ? LOADED_PORT : LOADED_PLAIN;
	return at == DPORT || at == SPORT;
}

static bool load_meta(struct guarding *g, struct bytes data)
{
	struct attrs t;
	attrs_read(&t, data, 1u << A_META_DREG | 1u << A_META_KEY);
	uint32_t key = attrs_u32(&t, A_META_KEY);
	g->reg = attrs_u32(&t, A_META_DREG);
	g->what = LOADED_NOTHING;
	if (t.unknown || t.bad || !is_register(g->reg) || !attrs_has(&t, A_META_KEY))
		return false;
	g->what = LOADED_PLAIN;
	g->n = key == META_IIFNAME ? 16 : key == META_PROTOCOL ? 2 : 1;
	if (key == META_NFPROTO && g->chain->table->family == NF_INET)
		g->what = LOADED_NFPROTO;
	else if (key == META_PROTOCOL)
		g->what = LOADED_PROTOCOL;
	return key == META_NFPROTO || key == META_L4PROTO || key == META_IIFNAME ||
	       key == META_PROTOCOL;
}

static bool mask_source(struct guarding *g, struct bytes data)
{
	struct attrs t, mask, xor_;
	attrs_read(&t, data, 0xfe);
	if (t.unknown || t.bad || g->what != LOADED_SOURCE || g->mask >= 0 ||
		attrs_u32(&t, A_BITWISE_OP) != BITWISE_BOOL ||
		attrs_u32(&t, A_BITWISE_SREG) != g->reg ||
		attrs_u32(&t, A_BITWISE_DREG) != g->reg ||
		attrs_u32(&t, A_BITWISE_LEN) != g->n || !attrs_has(&t, A_BITWISE_MASK) ||
		!attrs_has(&t, A_BITWISE_XOR))
		return false;
	attrs_read(&mask, t.at[A_BITWISE_MASK], 1u << A_DATA_VALUE);
	attrs_read(&xor_, t.at[A_BITWISE_XOR], 1u << A_DATA_VALUE);
	static const uint8_t zeros[16];
	if (!attrs_has(&mask, A_DATA_VALUE) || mask.at[A_DATA_VALUE].n != g->n ||
		!attrs_has(&xor_, A_DATA_VALUE) || xor_.at[A_DATA_VALUE].n != g->n ||
		memcmp(xor_.at[A_DATA_VALUE].p, zeros, g->n) != 0)
		return false;
	g->mask = mask_bits(mask.at[A_DATA_VALUE].p, g->n);
	return g->mask >= 0;
}

static void want_source(struct guarding *g, const uint8_t *value)
{
	int bits = g->mask < 0 ? (int)g->n * 8 : g->mask;
	for (int i = bits; i < (int)g->n * 8; i++)
		if (value[i / 8] & 0x80 >> i % 8)
			return; /* never equal: as well evaluated */
	if (!g->guard.source_of)
		guard_source(&g->guard, g->family, value, bits);
}

static void want_port(struct guarding *g, const uint8_t *value)
{
	g->guard.has_port = true;
	g->guard.port = (uint16_t)(value[0] << 8 | value[1]);
}

static bool compare(struct guarding *g, struct bytes data)
{
	struct attrs t, value;
	attrs_read(&t, data, 1u << A_CMP_SREG | 1u << A_CMP_OP | 1u << A_CMP_DATA);
	uint32_t op = attrs_u32(&t, A_CMP_OP);
	if (t.unknown || t.bad || op > OP_NEQ || g->what == LOADED_NOTHING ||
		attrs_u32(&t, A_CMP_SREG) != g->reg || !attrs_has(&t, A_CMP_DATA))
		return false;
	attrs_read(&value, t.at[A_CMP_DATA], 1u << A_DATA_VALUE);
	if (value.unknown || value.bad || !attrs_has(&value, A_DATA_VALUE) ||
		value.at[A_DATA_VALUE].n != g->n)
		return false;
	const uint8_t *v = value.at[A_DATA_VALUE].p;
	if (op == OP_NEQ)
		return true;
	if (g->what == LOADED_SOURCE)
		want_source(g, v);
	else if (g->what == LOADED_PORT)
		want_port(g, v);
	else if (g->what == LOADED_NFPROTO)
		g->guard.family = *v == NF_IP ? 4 : *v == NF_IP6 ? 6 : 0;
	else if (g->what == LOADED_PROTOCOL)
		g->guard.family = memcmp(v, "\x08\x00", 2) == 0   ? 4
				  : memcmp(v, "\x86\xdd", 2) == 0 ? 6
								  : 0;
	return true;
}

/* False: from here on the rule is evaluated. */
static bool take_expression(struct guarding *g, struct bytes expr)
{
	static const struct {
		const char *name;
		bool (*take)(struct guarding *, struct bytes);
	} rows[] = {{"meta", load_meta}, {"payload", load_payload}, {"cmp", compare},
		{"bitwise", mask_source}};
	struct attrs t;
	attrs_read(&t, expr, 1u << A_EXPR_NAME | 1u << A_EXPR_DATA);
	if (!attrs_has(&t, A_EXPR_NAME) || !attrs_has(&t, A_EXPR_DATA))
		return false;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (attr_is(t.at[A_EXPR_NAME], rows[i].name))
			return rows[i].take(g, t.at[A_EXPR_DATA]);
	return attr_is(t.at[A_EXPR_NAME], "counter");
}

static struct guard guard_of_nft(const struct nf_chain *chain, const struct nf_rule *rule)
{
	struct guarding g = {
		.chain = chain,
	};
	struct attr_walk w = attr_walk(rule->exprs);
	struct attr at;
	while (attr_next(&w, &at) && at.type == A_LIST_ELEM)
		if (!take_expression(&g, at.data))
			break;
	return g.guard;
}

/* -- legacy iptables -------------------------------------------------------------- */

/* struct ipt_entry and ip6t_entry: the source and its mask stand before all else that is
 * compared, and nothing of that is open (xt.c, packet_matches). */
static struct guard guard_of_entry(int family, struct bytes e)
{
	enum { INV_SRC = 0x08 };
	const bool v4 = family == NF_IP;
	const size_t wide = v4 ? 4 : 16, mask = v4 ? 8 : 32, inverted = v4 ? 83 : 132;
	const size_t form = v4 ? 112 : 168, target = v4 ? 88 : 140;
	struct guard g = {0};
	uint16_t at;
	if (e.n < form || e.p[inverted] & INV_SRC)
		return g;
	memcpy(&at, e.p + target, sizeof(at));
	int bits = mask_bits(e.p + mask, wide);
	if (at > e.n || bits <= 0)
		return g;
	for (size_t i = 0; i < wide; i++)
		if (e.p[i] & ~e.p[mask + i])
			return g;
	guard_source(&g, v4 ? 4 : 6, e.p, bits);
	return g;
}

/* -- the whole -------------------------------------------------------------------- */

struct guard guard_of(const struct nf_chain *chain, const struct nf_rule *rule)
{
	return chain->table->legacy ? guard_of_entry(chain->table->family, rule->exprs)
				    : guard_of_nft(chain, rule);
}

static struct range guarded(const struct guard *g)
{
	const size_t wide = g->source_of == 4 ? 4 : 16, whole = g->source_bits / 8;
	const uint8_t rest = (uint8_t)(0xff >> g->source_bits % 8);
	struct range r = {{.family = g->source_of}, {.family = g->source_of}};
	memcpy(r.lo.addr, g->source, wide);
	memcpy(r.hi.addr, g->source, wide);
	if (whole < wide) {
		r.hi.addr[whole] |= rest;
		memset(r.hi.addr + whole + 1, 0xff, wide - whole - 1);
	}
	return r;
}

bool guard_stops(const struct guard *g, const struct space *sources, uint32_t port)
{
	if (g->has_port && g->port != port)
		return true;
	if (g->family && g->family != sources->family)
		return true;
	if (g->source_of != sources->family)
		return false;
	struct range r = guarded(g);
	return !space_meets(sources, &r);
}

static void chain_ready(struct arena *a, struct nf_chain *c)
{
	struct chain_ready *ready = ARENA_NEW(a, struct chain_ready);
	struct guard *guards = arena_array(a, c->rules_n, sizeof(*guards));
	for (size_t i = 0; i < c->rules_n; i++) {
		guards[i] = guard_of(c, &c->rules[i]);
		if (c->table->legacy)
			continue;
		ready->conntrack4 |= rule_needs_conntrack(&c->rules[i], NF_IP);
		ready->conntrack6 |= rule_needs_conntrack(&c->rules[i], NF_IP6);
	}
	ready->guards = guards;
	c->ready = ready;
}

void ruleset_ready(struct arena *a, struct ruleset *rs)
{
	for (size_t t = 0; t < rs->tables.n; t++)
		for (size_t c = 0; c < rs->tables.v[t]->chains.n; c++)
			if (!rs->tables.v[t]->chains.v[c]->ready)
				chain_ready(a, rs->tables.v[t]->chains.v[c]);
}
