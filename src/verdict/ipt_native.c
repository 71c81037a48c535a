/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Rules of iptables-nft: nf_tables' own expressions in the order that it makes them, and
 * xtables' blobs (iptables 1.8.9 iptables/nft-shared.c, nft-ipv4.c, nft-ruleparse.c). */
#include "ipt.h"

#include <string.h>

/* -- loads and comparisons -------------------------------------------------------- */

enum loaded { L_NONE, L_PAYLOAD, L_META };
struct load { /* what a register holds */
	enum loaded what;
	uint32_t base, offset, len, key;
	struct bytes mask;
};
struct native {
	struct ipt *r;
	const struct nf_chain *chain;
	struct load reg[PRINT_REGS], none;
	/* of the tcp or udp match under way; it stands where it began */
	struct text ports;
	size_t ports_at;
	bool has_ports;
	bool failed;
};

static struct load *reg(struct native *n, const struct attrs *t, int attr)
{
	uint32_t r = attrs_u32(t, attr);
	if (r >= 8)
		r = r - 8 + 1;
	else if (r >= 1)
		r = (r - 1) * 4 + 1;
	if (r && r < PRINT_REGS)
		return &n->reg[r];
	n->failed = true;
	n->none = (struct load){0};
	return &n->none;
}

static struct bytes value(struct native *n, const struct attrs *t, int attr)
{
	struct attrs inner;
	struct bytes none = {0};
	if (attrs_has(t, attr)) {
		attrs_read(&inner, t->at[attr], ~0u);
		if (attrs_has(&inner, A_DATA_VALUE))
			return inner.at[A_DATA_VALUE];
	}
	n->failed = true;
	return none;
}

static void on_payload(struct native *n, const struct attrs *t)
{
	*reg(n, t, A_PAYLOAD_DREG) = (struct load){.what = L_PAYLOAD,
		.base = attrs_u32(t, A_PAYLOAD_BASE),
		.offset = attrs_u32(t, A_PAYLOAD_OFFSET),
		.len = attrs_u32(t, A_PAYLOAD_LEN)};
}

static void on_meta(struct native *n, const struct attrs *t)
{
	if (attrs_has(t, A_META_DREG)) {
		*reg(n, t, A_META_DREG) =
			(struct load){.what = L_META, .key = attrs_u32(t, A_META_KEY)};
	} else if (attrs_u32(t, A_META_KEY) == META_NFTRACE) {
		text_add(&n->r->target, " -j TRACE");
	} else {
		n->failed = true;
	}
}

static void on_bitwise(struct native *n, const struct attrs *t)
{
	struct load l = *reg(n, t, A_BITWISE_SREG);
	l.mask = value(n, t, A_BITWISE_MASK);
	n->failed |= attrs_u32(t, A_BITWISE_OP) != BITWISE_BOOL;
	*reg(n, t, A_BITWISE_DREG) = l;
}

/* Addresses are compared by as many bytes as the prefix needs, or under a mask. */
static void address(struct native *n, const struct load *l, struct bytes v, bool invert)
{
	bool v6 = n->r->family == NF_IP6;
	uint32_t src = v6 ? 8 : 12, size = v6 ? 16 : 4;
	uint8_t addr[16] = {0}, mask[16] = {0};
	bool is_src = l->offset == src;
	if ((!is_src && l->offset != src + size) || v.n > size ||
		(l->mask.n && l->mask.n != v.n)) {
		n->failed = true;
		return;
	}
	memcpy(addr, v.p, v.n);
	memset(mask, 0xff, v.n);
	if (l->mask.n)
		memcpy(mask, l->mask.p, l->mask.n);
	ipt_address(is_src ? &n->r->source : &n->r->dest, is_src ? "-s" : "-d",
		n->r->family, addr, mask, invert);
}

static void begin_ports(struct native *n)
{
	if (n->has_ports)
		return;
	const char *name = n->r->proto_number ? proto_name(n->r->proto_number) : NULL;
	n->has_ports = true;
	text_printf(&n->r->matches, " -m %s", name ? name : "[ports]");
	n->r->raw |= !name;
	/* ports that come later go here too */
	n->ports_at = n->r->matches.n;
}

/* Ports stand in front of flags, in whatever order they are matched. */
static void add_ports(struct native *n, const char *s, bool flags)
{
	struct ipt *r = n->r;
	begin_ports(n);
	const char *tail = arena_str(r->arena, text_str(&r->matches) + n->ports_at);
	const char *head = arena_dup(r->arena, text_str(&r->matches), n->ports_at);
	r->raw |= r->matches.over;
	text_init(&r->matches, r->arena, TEXT_MAX);
	text_printf(&r->matches, "%s%s", head, s);
	if (!flags)
		n->ports_at = r->matches.n;
	text_add(&r->matches, tail);
}

static unsigned be16(struct bytes v)
{
	return v.n == 2 ? (unsigned)v.p[0] << 8 | v.p[1] : 0;
}

static void port(
	struct native *n, const struct load *l, unsigned lo, unsigned hi, bool invert)
{
	struct text t;
	text_init(&t, n->r->arena, TEXT_MAX);
	ipt_ports(&t, l->offset ? "--dport" : "--sport", lo, hi, invert);
	add_ports(n, text_str(&t), false);
}

static void transport(struct native *n, const struct load *l, uint32_t op, struct bytes v)
{
	enum { FLAGS = 13 };
	if (l->len == 2 && v.n == 2 && (l->offset == 0 || l->offset == 2)) {
		unsigned p = be16(v);
		/* the ranges 0:N and N:65535 are a comparison with one end */
		if (op == OP_EQ || op == OP_NEQ)
			port(n, l, p, p, op == OP_NEQ);
		else if (op == OP_LTE || op == OP_GT)
			port(n, l, 0, p, op == OP_GT);
		else if (op == OP_GTE || op == OP_LT)
			port(n, l, p, 65535, op == OP_LT);
	} else if (l->len == 4 && l->offset == 0 && v.n == 4 && op == OP_EQ) {
		struct load dport = *l;
		dport.offset = 2;
		unsigned s = (unsigned)v.p[0] << 8 | v.p[1];
		unsigned d = (unsigned)v.p[2] << 8 | v.p[3];
		port(n, l, s, s, false);
		port(n, &dport, d, d, false);
	} else if (l->len == 1 && l->offset == FLAGS && v.n == 1) {
		struct text t;
		text_init(&t, n->r->arena, TEXT_MAX);
		ipt_tcp_flags(
			&t, l->mask.n == 1 ? l->mask.p[0] : 0xff, v.p[0], op == OP_NEQ);
		add_ports(n, text_str(&t), true);
	} else {
		n->failed = true;
	}
}

static void network(struct native *n, const struct load *l, uint32_t op, struct bytes v)
{
	enum { PROTOCOL = 9, NEXT_HEADER = 6, FRAGMENT = 6 };
	bool invert = op == OP_NEQ, v6 = n->r->family == NF_IP6;
	if (l->offset == (v6 ? NEXT_HEADER : PROTOCOL) && v.n == 1)
		ipt_proto(n->r, v.p[0], invert);
	else if (!v6 && l->offset == FRAGMENT && l->mask.n)
		text_add(&n->r->frag, invert ? " -f" : " ! -f");
	else
		address(n, l, v, invert);
}

static void interface(struct native *n, const struct load *l, struct bytes v, bool invert)
{
	bool in = l->key == META_IIFNAME;
	struct text *t = in ? &n->r->in : &n->r->out;
	size_t len = strnlen((const char *)v.p, v.n);
	text_printf(t, "%s %s ", invert ? " !" : "", in ? "-i" : "-o");
	text_add_n(t, (const char *)v.p, len);
	if (len == v.n)
		text_add(t, "+");
}

static void mark(struct native *n, const struct load *l, struct bytes v, bool invert)
{
	struct text *t = &n->r->matches;
	text_printf(t, " -m mark%s --mark", invert ? " !" : "");
	ipt_mark(t, xt_u32(v, 0), l->mask.n == 4 ? xt_u32(l->mask, 0) : UINT32_MAX);
}

static void on_cmp(struct native *n, const struct attrs *t)
{
	const struct load *l = reg(n, t, A_CMP_SREG);
	uint32_t op = attrs_u32(t, A_CMP_OP);
	struct bytes v = value(n, t, A_CMP_DATA);
	if (n->failed)
		return;
	if (l->what == L_PAYLOAD && l->base == BASE_NETWORK)
		network(n, l, op, v);
	else if (l->what == L_PAYLOAD && l->base == BASE_TRANSPORT)
		transport(n, l, op, v);
	else if (l->what == L_META && l->key == META_L4PROTO && v.n == 1)
		ipt_proto(n->r, v.p[0], op == OP_NEQ);
	else if (l->what == L_META && (l->key == META_IIFNAME || l->key == META_OIFNAME))
		interface(n, l, v, op == OP_NEQ);
	else if (l->what == L_META && l->key == META_MARK && v.n == 4)
		mark(n, l, v, op == OP_NEQ);
	else
		n->failed = true;
}

static void on_range(struct native *n, const struct attrs *t)
{
	const struct load *l = reg(n, t, A_RANGE_SREG);
	struct bytes lo = value(n, t, A_RANGE_FROM), hi = value(n, t, A_RANGE_TO);
	if (l->what == L_PAYLOAD && l->base == BASE_TRANSPORT && lo.n == 2 && hi.n == 2)
		port(n, l, be16(lo), be16(hi), attrs_u32(t, A_RANGE_OP) == 1);
	else
		n->failed = true;
}

/* -- statements ------------------------------------------------------------------- */

static void on_limit(struct native *n, const struct attrs *t)
{
	enum { RATE = 1, UNIT, BURST, SCALE = 10000, DEFAULT_BURST = 5 };
	uint64_t rate = attrs_u64(t, RATE), unit = attrs_u64(t, UNIT);
	uint32_t burst = attrs_u32(t, BURST);
	struct text *m = &n->r->matches;
	if (!rate || unit > 604800) {
		n->failed = true;
		return;
	}
	text_add(m, " -m limit --limit");
	ipt_rate(m, SCALE * unit / rate, SCALE);
	if (burst != DEFAULT_BURST)
		text_printf(m, " --limit-burst %u", burst);
}

static void on_log(struct native *n, const struct attrs *t)
{
	enum { GROUP = 1, PREFIX, SNAPLEN, THRESHOLD };
	struct text *w = &n->r->target;
	text_add(w, " -j NFLOG");
	if (attrs_has(t, PREFIX)) {
		text_add(w, " --nflog-prefix");
		ipt_string(w, t->at[PREFIX].p, t->at[PREFIX].n);
	}
	if (attr_num(t, GROUP))
		text_printf(w, " --nflog-group %u", (unsigned)attr_num(t, GROUP));
	if (attrs_has(t, SNAPLEN))
		text_printf(w, " --nflog-size %u", attrs_u32(t, SNAPLEN));
	if (attrs_has(t, THRESHOLD) && attr_num(t, THRESHOLD))
		text_printf(w, " --nflog-threshold %u", (unsigned)attr_num(t, THRESHOLD));
}

static void on_immediate(struct native *n, const struct attrs *t)
{
	struct attrs data, verdict;
	struct text *w = &n->r->target;
	if (attrs_u32(t, A_IMM_DREG) || !attrs_has(t, A_IMM_DATA)) {
		/* the value that meta nftrace is set to */
		return;
	}
	attrs_read(&data, t->at[A_IMM_DATA], ~0u);
	if (!attrs_has(&data, A_DATA_VERDICT)) {
		n->failed = true;
		return;
	}
	attrs_read(&verdict, data.at[A_DATA_VERDICT], ~0u);
	const char *to = attrs_str(n->r->arena, &verdict, A_VERDICT_CHAIN);
	int code = (int)attrs_u32(&verdict, A_VERDICT_CODE);
	if (code == V_JUMP || code == V_GOTO)
		text_printf(w, " %s %s", code == V_GOTO ? "-g" : "-j", to);
	else
		text_add(w, code == V_ACCEPT   ? " -j ACCEPT"
			    : code == V_DROP   ? " -j DROP"
			    : code == V_RETURN ? " -j RETURN"
					       : " -j [verdict]");
}

static void on_xt(struct native *n, const struct attrs *t, bool is_match)
{
	const char *name = attrs_str(n->r->arena, t, A_XT_NAME);
	struct bytes info = {0};
	if (attrs_has(t, A_XT_INFO))
		info = t->at[A_XT_INFO];
	if (is_match)
		ipt_match(n->r, name, (int)attrs_u32(t, A_XT_REV), info);
	else
		ipt_target(n->r, name, (int)attrs_u32(t, A_XT_REV), info);
}

static void on_match(struct native *n, const struct attrs *t)
{
	on_xt(n, t, true);
}

static void on_target(struct native *n, const struct attrs *t)
{
	on_xt(n, t, false);
}

static void on_counter(struct native *n, const struct attrs *t)
{
	(void)n;
	(void)t;
}

static const struct {
	const char *name;
	void (*read)(struct native *n, const struct attrs *t);
} rows[] = {
	{"payload", on_payload},
	{"meta", on_meta},
	{"bitwise", on_bitwise},
	{"cmp", on_cmp},
	{"range", on_range},
	{"limit", on_limit},
	{"log", on_log},
	{"immediate", on_immediate},
	{"match", on_match},
	{"target", on_target},
	{"counter", on_counter},
};

static void read_expr(struct native *n, struct bytes expr)
{
	struct attrs e, t;
	struct bytes none = {0};
	attrs_read(&e, expr, ~0u);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		if (!attrs_has(&e, A_EXPR_NAME) ||
			!attr_is(e.at[A_EXPR_NAME], rows[i].name))
			continue;
		attrs_read(
			&t, attrs_has(&e, A_EXPR_DATA) ? e.at[A_EXPR_DATA] : none, ~0u);
		n->failed = false;
		rows[i].read(n, &t);
		if (!n->failed)
			return;
	}
	n->r->raw = true;
	text_printf(&n->r->matches, " [%s]", attrs_str(n->r->arena, &e, A_EXPR_NAME));
}

void ipt_native(struct ipt *r, const struct nf_chain *chain, const struct nf_rule *rule)
{
	struct native n = {.r = r, .chain = chain};
	struct attr_walk w = attr_walk(rule->exprs);
	struct attr at;
	while (attr_next(&w, &at) && !r->matches.over)
		read_expr(&n, at.data);
	r->raw |= w.bad;
}
