/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ipt.h"

#include <string.h>

/* -- pieces ----------------------------------------------------------------------- */

void ipt_ip(struct text *t, int family, const uint8_t *addr)
{
	struct bytes b = {.p = addr, .n = family == NF_IP6 ? 16 : 4};
	struct num v = num_of(b);
	type_print(t, NULL, family == NF_IP6 ? &type_ip6 : &type_ip4, &v,
		(unsigned)b.n * 8, false);
}

unsigned ipt_be16(struct bytes b, size_t at)
{
	return (unsigned)xt_u8(b, at) << 8 | xt_u8(b, at + 1);
}

/* The length of a mask, -1 when it has holes. */
static int mask_bits(const uint8_t *mask, size_t n)
{
	int bits = 0;
	bool ended = false;
	for (size_t i = 0; i < n * 8; i++) {
		bool set = mask[i / 8] >> (7 - i % 8) & 1;
		if (set && ended)
			return -1;
		bits += set;
		ended |= !set;
	}
	return bits;
}

void ipt_address(struct text *t, const char *option, int family, const uint8_t *addr,
	const uint8_t *mask, bool invert)
{
	int bits = mask_bits(mask, family == NF_IP6 ? 16 : 4);
	if (bits == 0 && !invert)
		return;
	text_printf(t, "%s %s ", invert ? " !" : "", option);
	ipt_ip(t, family, addr);
	text_add(t, "/");
	if (bits >= 0)
		text_printf(t, "%d", bits);
	else
		ipt_ip(t, family, mask);
}

void ipt_string(struct text *t, const uint8_t *p, size_t n)
{
	static const char plain[] = "_-0123456789abcdefghijklmnopqrstuvwxyz"
				    "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
	const char *s = (const char *)p;
	bool quote = false;
	n = strnlen(s, n);
	for (size_t i = 0; i < n; i++)
		quote |= !strchr(plain, s[i]);
	quote |= n == 0;
	text_add(t, quote ? " \"" : " ");
	for (size_t i = 0; i < n; i++) {
		if (quote && strchr("\"\\'", s[i]))
			text_add(t, "\\");
		text_add_n(t, s + i, 1);
	}
	text_add(t, quote ? "\"" : "");
}

void ipt_mark(struct text *t, uint32_t mark, uint32_t mask)
{
	text_printf(t, mask == UINT32_MAX ? " 0x%x" : " 0x%x/0x%x", mark, mask);
}

void ipt_proto(struct ipt *r, unsigned proto, bool invert)
{
	const char *name = proto ? proto_name(proto) : "all";
	r->proto_number = invert ? 0 : proto;
	if (!proto && !invert)
		return;
	text_printf(&r->proto, "%s -p ", invert ? " !" : "");
	if (name)
		text_add(&r->proto, name);
	else
		text_printf(&r->proto, "%u", proto);
}

void ipt_ports(struct text *t, const char *option, unsigned lo, unsigned hi, bool invert)
{
	text_printf(t, "%s %s %u", invert ? " !" : "", option, lo);
	if (lo != hi)
		text_printf(t, ":%u", hi);
}

void ipt_tcp_flags(struct text *t, unsigned mask, unsigned cmp, bool invert)
{
	static const char *const words[] = {"FIN", "SYN", "RST", "PSH", "ACK", "URG"};
	const unsigned values[] = {mask, cmp};
	text_printf(t, "%s --tcp-flags", invert ? " !" : "");
	for (size_t v = 0; v < 2; v++) {
		const char *sep = " ";
		for (size_t i = 0; i < 6; i++) {
			if (!(values[v] >> i & 1))
				continue;
			text_printf(t, "%s%s", sep, words[i]);
			sep = ",";
		}
		if (!(values[v] & 0x3f))
			text_add(t, " NONE");
	}
}

uint64_t ipt_rate(struct text *t, uint64_t period, uint64_t scale)
{
	static const struct {
		const char *word;
		uint64_t seconds;
	} rates[] = {{"day", 86400}, {"hour", 3600}, {"min", 60}, {"sec", 1}};
	size_t i = 1;
	if (!period) {
		text_add(t, " inf");
		return 0;
	}
	for (; i < sizeof(rates) / sizeof(rates[0]); i++) {
		uint64_t mult = rates[i].seconds * scale;
		if (period > mult || mult / period < mult % period)
			break;
	}
	text_printf(t, " %llu/%s",
		(unsigned long long)(rates[i - 1].seconds * scale / period),
		rates[i - 1].word);
	return rates[i - 1].seconds * 1000;
}

void ipt_set(
	struct ipt *r, struct text *t, const char *option, struct bytes info, size_t at)
{
	unsigned index = xt_u16(info, at), dim = xt_u8(info, at + 2);
	unsigned flags = xt_u8(info, at + 3);
	const char *name = NULL;
	for (size_t i = 0; r->rs && i < r->rs->ipsets_n; i++)
		if (r->rs->ipsets[i].index == index)
			name = r->rs->ipsets[i].name;
	if (name)
		text_printf(t, " %s %s", option, name);
	else
		text_printf(t, " %s [set %u]", option, index);
	r->raw |= !name;
	for (unsigned i = 1; i <= dim && i < 8; i++)
		text_printf(
			t, "%s%s", i == 1 ? " " : ",", flags >> i & 1 ? "src" : "dst");
}

/* -- legacy entries --------------------------------------------------------------- */

struct layout { /* of struct ipt_entry and ip6t_entry */
	size_t src, dst, smask, dmask, in, out, inmask, outmask, proto, flags, inv;
	size_t target, next, elems;
	unsigned frag, jump_goto;
};
static const struct layout layout4 = {
	0, 4, 8, 12, 16, 32, 48, 64, 80, 82, 83, 88, 90, 112, 1, 2};
static const struct layout layout6 = {
	0, 16, 32, 48, 64, 80, 96, 112, 128, 131, 132, 140, 142, 168, 0, 4};

static void legacy_interface(struct text *t, const char *option, struct bytes b,
	size_t at, size_t mask, bool invert)
{
	enum { NAME = 16 };
	const char *name = (const char *)b.p + at;
	size_t n = 0;
	while (n < NAME && name[n] && b.p[mask + n])
		n++;
	if (!n)
		return;
	text_printf(t, "%s %s ", invert ? " !" : "", option);
	text_add_n(t, name, n);
	/* without the NUL under the mask it is the beginning of names */
	if (n < NAME && !b.p[mask + n])
		text_add(t, "+");
}

enum {
	INV_IN = 1,
	INV_OUT = 2,
	INV_SRC = 8,
	INV_DST = 16,
	INV_FRAG = 32,
	INV_PROTO = 64
};

static void legacy_head(struct ipt *r, const struct layout *l, struct bytes b)
{
	unsigned inv = b.p[l->inv], flags = b.p[l->flags];
	ipt_address(
		&r->source, "-s", r->family, b.p + l->src, b.p + l->smask, inv & INV_SRC);
	ipt_address(
		&r->dest, "-d", r->family, b.p + l->dst, b.p + l->dmask, inv & INV_DST);
	legacy_interface(&r->in, "-i", b, l->in, l->inmask, inv & INV_IN);
	legacy_interface(&r->out, "-o", b, l->out, l->outmask, inv & INV_OUT);
	ipt_proto(r, xt_u16(b, l->proto), inv & INV_PROTO);
	if (l->frag && flags & l->frag)
		text_printf(&r->frag, "%s -f", inv & INV_FRAG ? " !" : "");
}

enum { ELEM_NAME = 2, ELEM_NAME_MAX = 29, ELEM_REV = 31, ELEM_DATA = 32 };

static const char *elem_name(struct arena *a, const unsigned char *elem)
{
	return arena_dup(a, elem + ELEM_NAME,
		strnlen((const char *)elem + ELEM_NAME, ELEM_NAME_MAX));
}

static void legacy_target(
	struct ipt *r, const struct layout *l, const struct nf_rule *rule, size_t at)
{
	struct bytes b = rule->exprs;
	struct bytes info = {.p = b.p + at + ELEM_DATA, .n = b.n - at - ELEM_DATA};
	const char *name = elem_name(r->arena, b.p + at);
	const char *verb = b.p[l->flags] & l->jump_goto ? "-g" : "-j";
	int32_t verdict = (int32_t)xt_u32(info, 0);
	if (*name) {
		ipt_target(r, name, b.p[at + ELEM_REV], info);
	} else if (rule->userdata.n) {
		text_printf(&r->target, " %s ", verb);
		text_add_n(&r->target, (const char *)rule->userdata.p, rule->userdata.n);
	} else if (verdict < 0) {
		/* NF_REPEAT is RETURN */
		text_add(&r->target, verdict == -V_DROP - 1     ? " -j DROP"
				     : verdict == -V_ACCEPT - 1 ? " -j ACCEPT"
				     : verdict == -5            ? " -j RETURN"
								: " -j [verdict]");
	}
}

static void legacy(struct ipt *r, const struct nf_rule *rule)
{
	struct bytes b = rule->exprs;
	const struct layout *l = r->family == NF_IP6 ? &layout6 : &layout4;
	size_t at = l->elems, target;
	if (b.n < l->elems || (target = xt_u16(b, l->target)) < l->elems ||
		target > b.n || b.n - target < ELEM_DATA) {
		r->raw = true;
		return;
	}
	legacy_head(r, l, b);
	while (target - at >= ELEM_DATA) {
		size_t size = xt_u16(b, at);
		if (size < ELEM_DATA || size > target - at) {
			r->raw = true;
			return;
		}
		struct bytes info = {.p = b.p + at + ELEM_DATA, .n = size - ELEM_DATA};
		ipt_match(r, elem_name(r->arena, b.p + at), b.p[at + ELEM_REV], info);
		at += size;
	}
	legacy_target(r, l, rule, target);
}

/* -- whole rules ------------------------------------------------------------------ */

static const char *whole(struct ipt *r)
{
	const struct text *parts[] = {&r->source, &r->dest, &r->in, &r->out, &r->proto,
		&r->frag, &r->matches, &r->target};
	struct text t;
	text_init(&t, r->arena, TEXT_MAX);
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		text_add(&t, text_str(parts[i]));
		r->raw |= parts[i]->over;
	}
	r->raw |= t.over;
	const char *s = text_str(&t);
	return *s == ' ' ? s + 1 : s;
}

const char *ipt_text(struct arena *a, const struct ruleset *rs,
	const struct nf_chain *chain, const struct nf_rule *rule, bool *raw)
{
	struct ipt r = {.arena = a, .rs = rs, .family = chain->table->family};
	struct text *parts[] = {&r.source, &r.dest, &r.in, &r.out, &r.proto, &r.frag,
		&r.matches, &r.target};
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		text_init(parts[i], a, TEXT_MAX);
	if (chain->table->legacy)
		legacy(&r, rule);
	else
		ipt_native(&r, chain, rule);
	const char *words = whole(&r);
	*raw = r.raw;
	if (r.raw && !*words)
		return "[a rule that cannot be read]";
	return words;
}
