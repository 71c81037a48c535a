/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "nearly.h"

#include "attr.h"

#include <string.h>

/* -- nf_tables -------------------------------------------------------------------- */

static bool read_expr(struct bytes expr, struct attrs *e, struct attrs *data)
{
	attrs_read(e, expr, ~0u);
	if (!attrs_has(e, A_EXPR_NAME) || !attrs_has(e, A_EXPR_DATA))
		return false;
	attrs_read(data, e->at[A_EXPR_DATA], ~0u);
	return true;
}

static bool is_condition(const struct attrs *e, const struct attrs *data)
{
	struct bytes name = e->at[A_EXPR_NAME];
	return attr_is(name, "cmp") || attr_is(name, "range") || attr_is(name, "match") ||
	       (attr_is(name, "lookup") && !attrs_has(data, A_LOOKUP_DREG));
}

/* The code of an immediate verdict and the chain that it goes to; false: it is none. */
static bool read_verdict(
	struct arena *a, struct bytes expr, int *code, const char **chain)
{
	struct attrs e, imm, value, verdict;
	if (!read_expr(expr, &e, &imm) || !attr_is(e.at[A_EXPR_NAME], "immediate") ||
		!attrs_has(&imm, A_IMM_DATA))
		return false;
	attrs_read(&value, imm.at[A_IMM_DATA], ~0u);
	if (!attrs_has(&value, A_DATA_VERDICT))
		return false;
	attrs_read(&verdict, value.at[A_DATA_VERDICT], ~0u);
	*code = (int)attrs_u32(&verdict, A_VERDICT_CODE);
	*chain = a && attrs_has(&verdict, A_VERDICT_CHAIN)
			 ? attrs_str(a, &verdict, A_VERDICT_CHAIN)
			 : NULL;
	return true;
}

static enum condition payload_kind(int family, const struct attrs *d)
{
	enum { SADDR4 = 12, SADDR6 = 8, SADDR6_END = 24, PORTS_END = 4 };
	uint32_t base = attrs_u32(d, A_PAYLOAD_BASE), at = attrs_u32(d, A_PAYLOAD_OFFSET);
	uint32_t len = attrs_u32(d, A_PAYLOAD_LEN);
	if (base == BASE_TRANSPORT && at < PORTS_END)
		return COND_PORT;
	if (base != BASE_NETWORK)
		return COND_OTHER;
	if (at == SADDR4 && len <= 4 && family != NF_IP6)
		return COND_SOURCE;
	return at == SADDR6 && len <= SADDR6_END - SADDR6 && family != NF_IP ? COND_SOURCE
									     : COND_OTHER;
}

static enum condition load_kind(int family, const struct attrs *e, const struct attrs *d)
{
	struct bytes name = e->at[A_EXPR_NAME];
	uint32_t key = attrs_u32(d, A_META_KEY);
	if (attr_is(name, "payload"))
		return payload_kind(family, d);
	if (attr_is(name, "ct"))
		return COND_STATE;
	if (attr_is(name, "meta") &&
		(key == META_IIF || key == META_IIFNAME || key == META_IIFGROUP ||
			key == META_IIFTYPE || key == META_IIFKIND))
		return COND_INTERFACE;
	return COND_OTHER;
}

static enum condition match_kind(const struct attrs *d)
{
	static const struct {
		const char *name;
		enum condition kind;
	} rows[] = {{"tcp", COND_PORT}, {"udp", COND_PORT}, {"multiport", COND_PORT},
		{"conntrack", COND_STATE}, {"state", COND_STATE}, {"set", COND_SOURCE},
		{"iprange", COND_SOURCE}, {"physdev", COND_INTERFACE}};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (attrs_has(d, A_XT_NAME) && attr_is(d->at[A_XT_NAME], rows[i].name))
			return rows[i].kind;
	return COND_OTHER;
}

/* What the condition looks at is what was loaded last before it: the compiler of nft and
 * that of iptables load just before they compare. */
static struct nf_rule nft_without(struct arena *a, int family, const struct nf_rule *rule,
	size_t which, enum condition *what)
{
	struct attr_walk w = attr_walk(rule->exprs);
	struct attr at;
	struct attrs e, d;
	struct nf_rule out = *rule;
	enum condition kind = COND_OTHER;
	const unsigned char *from = rule->exprs.p;
	*what = COND_OTHER;
	for (size_t n = 0; attr_next(&w, &at); from = w.p) {
		if (!read_expr(at.data, &e, &d))
			continue;
		if (is_condition(&e, &d)) {
			if (n++ != which)
				continue;
			*what = attr_is(e.at[A_EXPR_NAME], "match") ? match_kind(&d)
								    : kind;
			size_t head = (size_t)(from - rule->exprs.p);
			unsigned char *p = arena_alloc(a, head + w.left);
			memcpy(p, rule->exprs.p, head);
			memcpy(p + head, w.p, w.left);
			out.exprs = (struct bytes){.p = p, .n = head + w.left};
			return out;
		}
		if (!attr_is(e.at[A_EXPR_NAME], "bitwise") &&
			!attr_is(e.at[A_EXPR_NAME], "byteorder"))
			kind = load_kind(family, &e, &d);
	}
	return out;
}

static void put_u16(unsigned char *p, unsigned v)
{
	uint16_t x = (uint16_t)v;
	memcpy(p, &x, sizeof(x));
}

/* An immediate verdict accept, as NFTA_LIST_ELEM: attributes within each other, each a
 * length and a type. */
enum { ACCEPT_SIZE = 48 };

static void accept_expr(unsigned char out[ACCEPT_SIZE])
{
	enum { NESTED = 0x8000 };
	static const unsigned heads[][3] = {
		{0, ACCEPT_SIZE, A_LIST_ELEM | NESTED},
		{4, 4 + sizeof("immediate"), A_EXPR_NAME},
		{20, ACCEPT_SIZE - 20, A_EXPR_DATA | NESTED},
		{24, 8, A_IMM_DREG},
		{32, ACCEPT_SIZE - 32, A_IMM_DATA | NESTED},
		{36, ACCEPT_SIZE - 36, A_DATA_VERDICT | NESTED},
		{40, 8, A_VERDICT_CODE},
	};
	memset(out, 0, ACCEPT_SIZE);
	memcpy(out + 8, "immediate", sizeof("immediate"));
	for (size_t i = 0; i < sizeof(heads) / sizeof(heads[0]); i++) {
		put_u16(out + heads[i][0], heads[i][1]);
		put_u16(out + heads[i][0] + 2, heads[i][2]);
	}
	out[ACCEPT_SIZE - 1] = V_ACCEPT;
}

static struct nf_rule nft_jump(
	struct arena *a, const struct nf_rule *rule, const char **to)
{
	struct attr_walk w = attr_walk(rule->exprs);
	struct attr at;
	struct nf_rule out = *rule;
	const unsigned char *from = rule->exprs.p;
	int code;
	*to = NULL;
	for (; attr_next(&w, &at); from = w.p) {
		if (!read_verdict(a, at.data, &code, to) || !*to)
			continue;
		size_t head = (size_t)(from - rule->exprs.p);
		unsigned char *p = arena_alloc(a, head + ACCEPT_SIZE);
		memcpy(p, rule->exprs.p, head);
		accept_expr(p + head);
		out.exprs = (struct bytes){.p = p, .n = head + ACCEPT_SIZE};
		return out;
	}
	return out;
}

/* -- legacy entries --------------------------------------------------------------- */

struct layout { /* of struct ipt_entry and ip6t_entry */
	size_t src, smask, in, inmask, proto, inv, addr, target, elems;
};
static const struct layout layouts[] = {
	{0, 8, 16, 48, 80, 83, 4, 88, 112},
	{0, 32, 64, 96, 128, 132, 16, 140, 168},
};
enum { INV_IN = 1, INV_SRC = 8, INV_PROTO = 64, NAME = 16, ELEM = 32 };

static const struct layout *layout_of(const struct nf_chain *chain)
{
	return &layouts[chain->table->family == NF_IP6];
}

static unsigned u16_at(struct bytes b, size_t at)
{
	uint16_t v = 0;
	if (b.n >= sizeof(v) && at <= b.n - sizeof(v))
		memcpy(&v, b.p + at, sizeof(v));
	return v;
}

/* Where the target stands; 0: the entry is broken. */
static size_t target_of(const struct layout *l, struct bytes b)
{
	size_t t = u16_at(b, l->target);
	return t >= l->elems && t <= b.n && b.n - t >= ELEM + 4 ? t : 0;
}

static bool any_set(const unsigned char *p, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (p[i])
			return true;
	return false;
}

struct head { /* a condition of the entry's head */
	enum condition kind;
	size_t at, len;
	unsigned inv;
};

static size_t heads_of(const struct layout *l, struct bytes b, struct head out[3])
{
	size_t n = 0;
	if (any_set(b.p + l->smask, l->addr))
		out[n++] = (struct head){COND_SOURCE, l->smask, l->addr, INV_SRC};
	if (any_set(b.p + l->inmask, NAME))
		out[n++] = (struct head){COND_INTERFACE, l->inmask, NAME, INV_IN};
	if (u16_at(b, l->proto))
		out[n++] = (struct head){COND_OTHER, l->proto, 2, INV_PROTO};
	return n;
}

static enum condition elem_kind(const unsigned char *elem)
{
	struct attrs d = {.have = 1u << A_XT_NAME};
	const char *name = (const char *)elem + 2;
	d.at[A_XT_NAME] =
		(struct bytes){.p = (const unsigned char *)name, .n = strnlen(name, 29)};
	return match_kind(&d);
}

static struct nf_rule legacy_without(struct arena *a, const struct layout *l,
	const struct nf_rule *rule, size_t which, enum condition *what)
{
	struct nf_rule out = *rule;
	struct head heads[3];
	size_t n = heads_of(l, rule->exprs, heads), t = target_of(l, rule->exprs);
	unsigned char *p = arena_dup(a, rule->exprs.p, rule->exprs.n);
	out.exprs.p = p;
	if (which < n) {
		*what = heads[which].kind;
		memset(p + heads[which].at, 0, heads[which].len);
		p[l->inv] &= (unsigned char)~heads[which].inv;
		/* a mask of nothing takes every address that is nothing */
		if (heads[which].kind == COND_SOURCE)
			memset(p + l->src, 0, l->addr);
		return out;
	}
	which -= n;
	for (size_t at = l->elems; at + ELEM <= t;) {
		size_t size = u16_at(rule->exprs, at);
		if (size < ELEM || size > t - at)
			break;
		if (which-- == 0) {
			*what = elem_kind(p + at);
			memmove(p + at, p + at + size, rule->exprs.n - at - size);
			out.exprs.n -= size;
			put_u16(p + l->target, (unsigned)(t - size));
			put_u16(p + l->target + 2, (unsigned)out.exprs.n);
			return out;
		}
		at += size;
	}
	return out;
}

static size_t legacy_conditions(const struct layout *l, const struct nf_rule *rule)
{
	struct head heads[3];
	size_t t = target_of(l, rule->exprs);
	if (!t)
		return 0;
	size_t n = heads_of(l, rule->exprs, heads);
	for (size_t at = l->elems; at + ELEM <= t; n++) {
		size_t size = u16_at(rule->exprs, at);
		if (size < ELEM || size > t - at)
			break;
		at += size;
	}
	return n;
}

static int32_t legacy_verdict(const struct layout *l, struct bytes b)
{
	size_t t = target_of(l, b);
	int32_t v = 0;
	if (t && b.p[t + 2] == '\0')
		memcpy(&v, b.p + t + ELEM, sizeof(v));
	return v;
}

/* -- either ----------------------------------------------------------------------- */

bool nearly_accepts(const struct nf_chain *chain, const struct nf_rule *rule)
{
	struct attr_walk w = attr_walk(rule->exprs);
	struct attr at;
	const char *to;
	int code = V_CONTINUE;
	if (chain->table->legacy)
		return !rule->userdata.n &&
		       legacy_verdict(layout_of(chain), rule->exprs) == -V_ACCEPT - 1;
	while (attr_next(&w, &at))
		(void)read_verdict(NULL, at.data, &code, &to);
	return code == V_ACCEPT;
}

size_t nearly_conditions(const struct nf_chain *chain, const struct nf_rule *rule)
{
	struct attr_walk w = attr_walk(rule->exprs);
	struct attr at;
	struct attrs e, d;
	size_t n = 0;
	if (chain->table->legacy)
		return legacy_conditions(layout_of(chain), rule);
	while (attr_next(&w, &at))
		n += read_expr(at.data, &e, &d) && is_condition(&e, &d);
	return n;
}

struct nf_rule nearly_without(struct arena *a, const struct nf_chain *chain,
	const struct nf_rule *rule, size_t which, enum condition *what)
{
	*what = COND_OTHER;
	if (chain->table->legacy)
		return legacy_without(a, layout_of(chain), rule, which, what);
	return nft_without(a, chain->table->family, rule, which, what);
}

struct nf_rule nearly_jump(struct arena *a, const struct nf_chain *chain,
	const struct nf_rule *rule, const char **to)
{
	const struct layout *l = layout_of(chain);
	struct nf_rule out = *rule;
	const int32_t accept = -V_ACCEPT - 1;
	size_t t;
	*to = NULL;
	if (!chain->table->legacy)
		return nft_jump(a, rule, to);
	if (!rule->userdata.n || (t = target_of(l, rule->exprs)) == 0)
		return out;
	unsigned char *p = arena_dup(a, rule->exprs.p, rule->exprs.n);
	memcpy(p + t + ELEM, &accept, sizeof(accept));
	*to = arena_dup(a, rule->userdata.p, rule->userdata.n);
	out.exprs.p = p;
	out.userdata.n = 0;
	return out;
}
