/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Further matches of xtables (iptables extensions/libxt_*.c, libipt_*.c, libip6t_*.c). */
#include "ipt.h"

#include <ctype.h>
#include <inttypes.h>
#include <string.h>

static const char *not_if(bool invert)
{
	return invert ? " !" : "";
}

static void m_comment(struct ipt *r, int rev, struct bytes b)
{
	enum { COMMENT_MAX = 256 };
	(void)rev;
	text_add(&r->matches, " --comment");
	ipt_string(&r->matches, b.p, b.n < COMMENT_MAX ? b.n : COMMENT_MAX);
}

static void m_mark(struct ipt *r, int rev, struct bytes b)
{
	(void)rev;
	text_printf(&r->matches, "%s --mark", not_if(xt_u8(b, 8)));
	ipt_mark(&r->matches, xt_u32(b, 0), xt_u32(b, 4));
}

static void m_connlimit(struct ipt *r, int rev, struct bytes b)
{
	enum { LIMIT = 16, FLAGS = 20, INVERT = 1, DADDR = 2 };
	size_t n = r->family == NF_IP6 ? 16 : 4;
	unsigned bits = 0;
	for (size_t i = 0; i < n * 8; i++)
		if (b.p[i / 8] >> (7 - i % 8) & 1)
			bits = (unsigned)i + 1;
	text_printf(&r->matches, " --connlimit-%s %u --connlimit-mask %u",
		xt_u32(b, FLAGS) & INVERT ? "upto" : "above", xt_u32(b, LIMIT), bits);
	if (rev)
		text_add(&r->matches, xt_u32(b, FLAGS) & DADDR ? " --connlimit-daddr"
							       : " --connlimit-saddr");
}

static void m_statistic(struct ipt *r, int rev, struct bytes b)
{
	bool invert = xt_u16(b, 2) & 1;
	(void)rev;
	if (xt_u16(b, 0) == 0)
		text_printf(&r->matches, " --mode random%s --probability %.11f",
			not_if(invert), xt_u32(b, 4) / 2147483648.0);
	else
		text_printf(&r->matches, " --mode nth%s --every %" PRIu64 " --packet %u",
			not_if(invert), (uint64_t)xt_u32(b, 4) + 1, xt_u32(b, 8));
}

static void m_string(struct ipt *r, int rev, struct bytes b)
{
	enum {
		FROM = 0,
		TO = 2,
		ALGO = 4,
		ALGO_MAX = 16,
		PATTERN = 20,
		PATTERN_MAX = 128,
		LEN = 148,
		FLAGS = 149,
		INVERT = 1,
		ICASE = 2
	};
	size_t n = xt_u8(b, LEN) < PATTERN_MAX ? xt_u8(b, LEN) : PATTERN_MAX;
	const unsigned char *p = b.p + PATTERN;
	struct text *t = &r->matches;
	bool hex = n && p[n - 1] == '\\';
	for (size_t i = 0; i < n; i++)
		hex |= p[i] < 0x20 || p[i] > 0x7e;
	text_printf(t, "%s --%sstring \"%s", not_if(xt_u8(b, FLAGS) & INVERT),
		hex ? "hex-" : "", hex ? "|" : "");
	for (size_t i = 0; i < n; i++) {
		if (hex)
			text_printf(t, "%02x", p[i]);
		else
			text_printf(
				t, "%s%c", p[i] == '"' || p[i] == '\\' ? "\\" : "", p[i]);
	}
	text_printf(t, "%s\" --algo ", hex ? "|" : "");
	text_add_n(
		t, (const char *)b.p + ALGO, strnlen((const char *)b.p + ALGO, ALGO_MAX));
	if (xt_u16(b, FROM))
		text_printf(t, " --from %u", xt_u16(b, FROM));
	if (xt_u16(b, TO) != UINT16_MAX)
		text_printf(t, " --to %u", xt_u16(b, TO));
	if (rev && xt_u8(b, FLAGS) & ICASE)
		text_add(t, " --icase");
}

static void icmp_type(struct ipt *r, const char *option, struct bytes b)
{
	text_printf(
		&r->matches, "%s %s %u", not_if(xt_u8(b, 3) & 1), option, xt_u8(b, 0));
	if (xt_u8(b, 1) != 0 || xt_u8(b, 2) != 0xff)
		text_printf(&r->matches, "/%u", xt_u8(b, 1));
}

static void m_icmp(struct ipt *r, int rev, struct bytes b)
{
	(void)rev;
	if (xt_u8(b, 0) == 0xff && xt_u8(b, 2) == 0xff)
		text_printf(&r->matches, "%s --icmp-type any", not_if(xt_u8(b, 3) & 1));
	else
		icmp_type(r, "--icmp-type", b);
}

static void m_icmp6(struct ipt *r, int rev, struct bytes b)
{
	(void)rev;
	icmp_type(r, "--icmpv6-type", b);
}

/* Two numbers and whether they are inverted: length, tcpmss. */
static void span(struct ipt *r, const char *option, struct bytes b)
{
	ipt_ports(&r->matches, option, xt_u16(b, 0), xt_u16(b, 2), xt_u8(b, 4));
}

static void m_length(struct ipt *r, int rev, struct bytes b)
{
	(void)rev;
	span(r, "--length", b);
}

static void m_tcpmss(struct ipt *r, int rev, struct bytes b)
{
	(void)rev;
	span(r, "--mss", b);
}

static void hops(struct ipt *r, const char *word, struct bytes b)
{
	static const char *const ops[] = {"eq", "eq", "lt", "gt"};
	unsigned mode = xt_u8(b, 0);
	text_printf(&r->matches, "%s --%s-%s %u", not_if(mode == 1), word,
		ops[mode < 4 ? mode : 0], xt_u8(b, 1));
}

static void m_ttl(struct ipt *r, int rev, struct bytes b)
{
	(void)rev;
	hops(r, "ttl", b);
}

static void m_hl(struct ipt *r, int rev, struct bytes b)
{
	(void)rev;
	hops(r, "hl", b);
}

static void m_pkttype(struct ipt *r, int rev, struct bytes b)
{
	static const char *const words[] = {"unicast", "broadcast", "multicast"};
	uint32_t type = xt_u32(b, 0);
	(void)rev;
	text_printf(&r->matches, "%s --pkt-type ", not_if(xt_u32(b, 4)));
	if (type < 3)
		text_add(&r->matches, words[type]);
	else
		text_printf(&r->matches, "%u", type);
}

static void m_mac(struct ipt *r, int rev, struct bytes b)
{
	(void)rev;
	text_printf(&r->matches, "%s --mac-source ", not_if(xt_u32(b, 8)));
	for (size_t i = 0; i < 6; i++)
		text_printf(&r->matches, "%s%02x", i ? ":" : "", b.p[i]);
}

static void m_rpfilter(struct ipt *r, int rev, struct bytes b)
{
	static const char *const words[] = {
		" --loose", " --validmark", " --accept-local", " --invert"};
	(void)rev;
	for (unsigned i = 0; i < 4; i++)
		if (xt_u8(b, 0) >> i & 1)
			text_add(&r->matches, words[i]);
}

static void m_physdev(struct ipt *r, int rev, struct bytes b)
{
	enum { IN = 1, OUT = 2, BRIDGED = 4, ISIN = 8, ISOUT = 16, NAME = 16 };
	unsigned inv = xt_u8(b, 64), what = xt_u8(b, 65);
	const char *in = (const char *)b.p, *out = in + 32;
	struct text *t = &r->matches;
	(void)rev;
	if (what & ISIN)
		text_printf(t, "%s --physdev-is-in", not_if(inv & ISIN));
	if (what & IN)
		text_printf(t, "%s --physdev-in %.*s", not_if(inv & IN), NAME, in);
	if (what & ISOUT)
		text_printf(t, "%s --physdev-is-out", not_if(inv & ISOUT));
	if (what & OUT)
		text_printf(t, "%s --physdev-out %.*s", not_if(inv & OUT), NAME, out);
	if (what & BRIDGED)
		text_printf(t, "%s --physdev-is-bridged", not_if(inv & BRIDGED));
}

static void m_owner(struct ipt *r, int rev, struct bytes b)
{
	enum { UID = 1, GID = 2, SOCKET = 4, GROUPS = 8 };
	unsigned what = xt_u8(b, 16), inv = xt_u8(b, 17);
	struct text *t = &r->matches;
	static const char *const options[] = {"--uid-owner", "--gid-owner"};
	(void)rev;
	if (what & SOCKET)
		text_printf(t, "%s --socket-exists", not_if(inv & SOCKET));
	for (size_t i = 0; i < 2; i++) {
		if (!(what >> i & 1))
			continue;
		uint32_t lo = xt_u32(b, i * 8), hi = xt_u32(b, i * 8 + 4);
		text_printf(t, "%s %s %u", not_if(inv >> i & 1), options[i], lo);
		if (lo != hi)
			text_printf(t, "-%u", hi);
	}
	if (what & GROUPS)
		text_printf(t, "%s --suppl-groups", not_if(inv & GROUPS));
}

static void m_dscp(struct ipt *r, int rev, struct bytes b)
{
	(void)rev;
	text_printf(&r->matches, "%s --dscp 0x%02x", not_if(xt_u8(b, 1)), xt_u8(b, 0));
}

static void m_tos(struct ipt *r, int rev, struct bytes b)
{
	(void)rev;
	text_printf(&r->matches, "%s --tos 0x%02x/0x%02x", not_if(xt_u8(b, 2)),
		xt_u8(b, 1), xt_u8(b, 0));
}

static void m_helper(struct ipt *r, int rev, struct bytes b)
{
	(void)rev;
	text_printf(&r->matches, "%s --helper", not_if(xt_u32(b, 0)));
	ipt_string(&r->matches, b.p + 4, b.n - 4);
}

static void m_quota(struct ipt *r, int rev, struct bytes b)
{
	(void)rev;
	text_printf(&r->matches, "%s --quota %" PRIu64, not_if(xt_u32(b, 0) & 1),
		xt_u64(b, 8));
}

static void m_socket(struct ipt *r, int rev, struct bytes b)
{
	static const char *const words[] = {
		" --transparent", " --nowildcard", " --restore-skmark"};
	for (unsigned i = 0; rev && i < 3; i++)
		if (xt_u8(b, 0) >> i & 1)
			text_add(&r->matches, words[i]);
}

static void m_devgroup(struct ipt *r, int rev, struct bytes b)
{
	static const char *const options[] = {"--src-group", "--dst-group"};
	enum { SRC = 1, INV_SRC = 2, DST = 4, INV_DST = 8 };
	uint32_t flags = xt_u32(b, 0);
	(void)rev;
	for (size_t i = 0; i < 2; i++) {
		if (!(flags >> (i * 2) & 1))
			continue;
		uint32_t group = xt_u32(b, 4 + i * 8), mask = xt_u32(b, 8 + i * 8);
		text_printf(&r->matches, "%s %s", not_if(flags >> (i * 2 + 1) & 1),
			options[i]);
		if (mask == UINT32_MAX && group == 0)
			text_add(&r->matches, " default");
		else
			ipt_mark(&r->matches, group, mask);
	}
}

static void m_cpu(struct ipt *r, int rev, struct bytes b)
{
	(void)rev;
	text_printf(&r->matches, "%s --cpu %u", not_if(xt_u32(b, 4)), xt_u32(b, 0));
}

const struct ipt_row ipt_more_matches[] = {
	{"comment", 0, 0, 1, m_comment},
	{"mark", 1, 1, 9, m_mark},
	{"connmark", 1, 1, 9, m_mark},
	{"connlimit", 0, 1, 24, m_connlimit},
	{"statistic", 0, 0, 16, m_statistic},
	{"string", 0, 1, 150, m_string},
	{"icmp", 0, 0, 4, m_icmp},
	{"icmp6", 0, 0, 4, m_icmp6},
	{"length", 0, 0, 5, m_length},
	{"tcpmss", 0, 0, 5, m_tcpmss},
	{"ttl", 0, 0, 2, m_ttl},
	{"hl", 0, 0, 2, m_hl},
	{"pkttype", 0, 0, 8, m_pkttype},
	{"mac", 0, 0, 12, m_mac},
	{"rpfilter", 0, 0, 1, m_rpfilter},
	{"physdev", 0, 0, 66, m_physdev},
	{"owner", 1, 1, 18, m_owner},
	{"dscp", 0, 0, 2, m_dscp},
	{"tos", 1, 1, 3, m_tos},
	{"helper", 0, 0, 34, m_helper},
	{"quota", 0, 0, 16, m_quota},
	{"socket", 0, 3, 0, m_socket},
	{"devgroup", 0, 0, 20, m_devgroup},
	{"cpu", 0, 0, 8, m_cpu},
	{"time", 0, 0, 22, ipt_time},
	{"u32", 0, 0, 1982, ipt_u32},
	{NULL, 0, 0, 0, NULL},
};
