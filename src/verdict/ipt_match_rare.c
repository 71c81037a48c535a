/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Matches of xtables that are seldom seen (iptables extensions/libxt_*.c). */
#include "ipt.h"

#include <inttypes.h>
#include <string.h>

static const char *not_if(bool invert)
{
	return invert ? " !" : "";
}

/* -- IPsec ------------------------------------------------------------------------ */

static void spis(struct ipt *r, const char *option, struct bytes b, size_t inverse)
{
	bool invert = xt_u8(b, inverse) & 1;
	uint32_t lo = xt_u32(b, 0), hi = xt_u32(b, 4);
	if (lo || hi != UINT32_MAX || invert)
		ipt_ports(&r->matches, option, lo, hi, invert);
}

static void m_esp(struct ipt *r, int rev, struct bytes b)
{
	(void)rev;
	spis(r, "--espspi", b, 8);
}

static void m_ah(struct ipt *r, int rev, struct bytes b)
{
	enum { INVERT4 = 8, INVERT6 = 13 };
	(void)rev;
	spis(r, "--ahspi", b, r->family == NF_IP6 ? INVERT6 : INVERT4);
	if (r->family == NF_IP6 && xt_u32(b, 8))
		text_printf(&r->matches, "%s --ahlen %u", not_if(xt_u8(b, 13) & 2),
			xt_u32(b, 8));
	if (r->family == NF_IP6 && xt_u8(b, 12))
		text_add(&r->matches, " --ahres");
}

/* struct xt_policy_elem: four addresses of 16 bytes, spi, reqid, proto, mode, and the
 * bits of what is matched and inverted. */
static void policy_elem(struct ipt *r, struct bytes b, size_t at)
{
	enum { SADDR = 1, DADDR = 2, PROTO = 4, MODE = 8, SPI = 16, REQID = 32 };
	struct text *t = &r->matches;
	unsigned match = xt_u8(b, at + 74), inv = xt_u8(b, at + 75);
	unsigned proto = xt_u8(b, at + 72);
	if (match & REQID)
		text_printf(t, "%s --reqid %u", not_if(inv & REQID), xt_u32(b, at + 68));
	if (match & SPI)
		text_printf(t, "%s --spi 0x%x", not_if(inv & SPI), xt_u32(b, at + 64));
	if (match & PROTO)
		text_printf(t, "%s --proto %s", not_if(inv & PROTO),
			proto_name(proto) ? proto_name(proto)
					  : arena_printf(r->arena, "%u", proto));
	if (match & MODE)
		text_printf(t, "%s --mode %s", not_if(inv & MODE),
			xt_u8(b, at + 73) ? "tunnel" : "transport");
	if (match & DADDR)
		ipt_address(t, "--tunnel-dst", r->family, b.p + at + 32, b.p + at + 48,
			inv & DADDR);
	if (match & SADDR)
		ipt_address(t, "--tunnel-src", r->family, b.p + at, b.p + at + 16,
			inv & SADDR);
}

static void m_policy(struct ipt *r, int rev, struct bytes b)
{
	enum { ELEM = 76, ELEMS_MAX = 4, FLAGS = ELEM * ELEMS_MAX, LEN = FLAGS + 2 };
	enum { IN = 1, NONE = 4, STRICT = 8 };
	unsigned flags = xt_u16(b, FLAGS), n = xt_u16(b, LEN);
	(void)rev;
	text_printf(&r->matches, " --dir %s --pol %s%s", flags & IN ? "in" : "out",
		flags & NONE ? "none" : "ipsec", flags & STRICT ? " --strict" : "");
	for (size_t i = 0; i < n && i < ELEMS_MAX; i++) {
		policy_elem(r, b, i * ELEM);
		if (i + 1 < n && i + 1 < ELEMS_MAX)
			text_add(&r->matches, " --next");
	}
}

/* -- connections and sockets ------------------------------------------------------ */

static void m_connbytes(struct ipt *r, int rev, struct bytes b)
{
	static const char *const modes[] = {"packets", "bytes", "avgpkt"};
	static const char *const directions[] = {"original", "reply", "both"};
	uint64_t from = xt_u64(b, 0), to = xt_u64(b, 8);
	unsigned mode = xt_u8(b, 16), direction = xt_u8(b, 17);
	bool invert = from > to;
	(void)rev;
	text_printf(&r->matches, "%s --connbytes %" PRIu64, not_if(invert),
		invert ? to : from);
	if (invert)
		to = from;
	if (to && to < UINT64_MAX)
		text_printf(&r->matches, ":%" PRIu64, to);
	text_printf(&r->matches, " --connbytes-mode %s --connbytes-dir %s",
		mode < 3 ? modes[mode] : "unknown",
		direction < 3 ? directions[direction] : "unknown");
}

static void m_cgroup(struct ipt *r, int rev, struct bytes b)
{
	enum { PATH = 4, PATH1 = 4096, PATH2 = 512 };
	struct text *t = &r->matches;
	size_t n = rev == 1 ? PATH1 : PATH2;
	if (rev == 0) {
		text_printf(t, "%s --cgroup %u", not_if(xt_u32(b, 4)), xt_u32(b, 0));
		return;
	}
	if (xt_u8(b, 0)) {
		text_printf(t, "%s --path", not_if(xt_u8(b, 2)));
		ipt_string(t, b.p + PATH, n);
	}
	if (xt_u8(b, 1))
		text_printf(t, "%s --cgroup %u", not_if(xt_u8(b, 3)),
			xt_u32(b, rev == 1 ? PATH + PATH1 : PATH));
}

static void m_nfacct(struct ipt *r, int rev, struct bytes b)
{
	enum { NAME = 32 };
	(void)rev;
	text_add(&r->matches, " --nfacct-name");
	ipt_string(&r->matches, b.p, NAME);
}

static void m_cluster(struct ipt *r, int rev, struct bytes b)
{
	(void)rev;
	text_printf(&r->matches,
		"%s --cluster-local-nodemask 0x%08x --cluster-total-nodes %u"
		" --cluster-hash-seed 0x%08x",
		not_if(xt_u32(b, 12) & 1), xt_u32(b, 4), xt_u32(b, 0), xt_u32(b, 8));
}

static void m_connlabel(struct ipt *r, int rev, struct bytes b)
{
	(void)rev;
	text_printf(&r->matches, "%s --label \"%u\"%s", not_if(xt_u16(b, 2) & 1),
		xt_u16(b, 0), xt_u16(b, 2) & 2 ? " --set" : "");
}

/* -- header bits ------------------------------------------------------------------ */

static void m_ecn(struct ipt *r, int rev, struct bytes b)
{
	enum { IP = 1, ECE = 16, CWR = 32 };
	unsigned what = xt_u8(b, 0), inv = xt_u8(b, 1);
	(void)rev;
	if (what & ECE)
		text_printf(&r->matches, "%s --ecn-tcp-ece", not_if(inv & ECE));
	if (what & CWR)
		text_printf(&r->matches, "%s --ecn-tcp-cwr", not_if(inv & CWR));
	if (what & IP)
		text_printf(
			&r->matches, "%s --ecn-ip-ect %u", not_if(inv & IP), xt_u8(b, 2));
}

static void m_realm(struct ipt *r, int rev, struct bytes b)
{
	(void)rev;
	text_printf(&r->matches, "%s --realm", not_if(xt_u8(b, 8)));
	ipt_mark(&r->matches, xt_u32(b, 0), xt_u32(b, 4));
}

const struct ipt_row ipt_rare_matches[] = {
	{"esp", 0, 0, 9, m_esp},
	{"ah", 0, 0, 9, m_ah},
	{"policy", 0, 0, 308, m_policy},
	{"connbytes", 0, 0, 18, m_connbytes},
	{"cgroup", 0, 0, 8, m_cgroup},
	{"cgroup", 1, 1, 4104, m_cgroup},
	{"cgroup", 2, 2, 516, m_cgroup},
	{"nfacct", 0, 1, 32, m_nfacct},
	{"cluster", 0, 0, 16, m_cluster},
	{"connlabel", 0, 0, 4, m_connlabel},
	{"ecn", 0, 0, 3, m_ecn},
	{"realm", 0, 0, 9, m_realm},
	{NULL, 0, 0, 0, NULL},
};
