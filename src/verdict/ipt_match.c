/* SPDX-License-Identifier: GPL-2.0-or-later */
/* xtables' matches in iptables-save's words (iptables extensions/libxt_*.c). */
#include "ipt.h"

#include <inttypes.h>
#include <string.h>

static const char *not_if(bool invert)
{
	return invert ? " !" : "";
}

/* -- ports ------------------------------------------------------------------------ */

static void m_tcp(struct ipt *r, int rev, struct bytes b)
{
	enum { INV_SRC = 1, INV_DST = 2, INV_FLAGS = 4, INV_OPTION = 8, ALL = 65535 };
	struct text *t = &r->matches;
	unsigned inv = xt_u8(b, 11), option = xt_u8(b, 8), mask = xt_u8(b, 9);
	(void)rev;
	if (xt_u16(b, 0) || xt_u16(b, 2) != ALL || inv & INV_SRC)
		ipt_ports(t, "--sport", xt_u16(b, 0), xt_u16(b, 2), inv & INV_SRC);
	if (xt_u16(b, 4) || xt_u16(b, 6) != ALL || inv & INV_DST)
		ipt_ports(t, "--dport", xt_u16(b, 4), xt_u16(b, 6), inv & INV_DST);
	if (option || inv & INV_OPTION)
		text_printf(t, "%s --tcp-option %u", not_if(inv & INV_OPTION), option);
	if (mask || inv & INV_FLAGS)
		ipt_tcp_flags(t, mask, xt_u8(b, 10), inv & INV_FLAGS);
}

static void m_udp(struct ipt *r, int rev, struct bytes b)
{
	enum { INV_SRC = 1, INV_DST = 2, ALL = 65535 };
	unsigned inv = xt_u8(b, 8);
	(void)rev;
	if (xt_u16(b, 0) || xt_u16(b, 2) != ALL || inv & INV_SRC)
		ipt_ports(&r->matches, "--sport", xt_u16(b, 0), xt_u16(b, 2),
			inv & INV_SRC);
	if (xt_u16(b, 4) || xt_u16(b, 6) != ALL || inv & INV_DST)
		ipt_ports(&r->matches, "--dport", xt_u16(b, 4), xt_u16(b, 6),
			inv & INV_DST);
}

static void m_multiport(struct ipt *r, int rev, struct bytes b)
{
	enum { COUNT_MAX = 15, PORTS = 2, RANGES = 32, INVERT = 47 };
	static const char *const options[] = {"--sports", "--dports", "--ports"};
	unsigned kind = xt_u8(b, 0), n = xt_u8(b, 1);
	struct text *t = &r->matches;
	text_printf(t, "%s %s ", not_if(rev && xt_u8(b, INVERT)),
		options[kind < 3 ? kind : 2]);
	for (size_t i = 0; i < n && i < COUNT_MAX; i++) {
		text_printf(t, "%s%u", i ? "," : "", xt_u16(b, PORTS + 2 * i));
		if (rev && xt_u8(b, RANGES + i) && i + 1 < COUNT_MAX) {
			i++;
			text_printf(t, ":%u", xt_u16(b, PORTS + 2 * i));
		}
	}
}

/* -- conntrack -------------------------------------------------------------------- */

enum { /* XT_CONNTRACK_* */
	CT_M_STATE = 1,
	CT_M_PROTO = 2,
	CT_M_ORIGSRC = 4,
	CT_M_STATUS = 64,
	CT_M_EXPIRES = 128,
	CT_M_PORT = 256,
	CT_M_DIRECTION = 4096,
	CT_M_ALIAS = 8192,
};

void ipt_words(struct text *t, unsigned bits, const struct symbol *words)
{
	const char *sep = " ";
	for (; words->word; words++) {
		if (!(bits & words->value))
			continue;
		text_printf(t, "%s%s", sep, words->word);
		sep = ",";
	}
}

static void ct_states(struct text *t, unsigned bits)
{
	static const struct symbol words[] = {{"INVALID", 1}, {"NEW", 8}, {"RELATED", 4},
		{"ESTABLISHED", 2}, {"UNTRACKED", 256}, {"SNAT", 64}, {"DNAT", 128},
		{NULL, 0}};
	ipt_words(t, bits, words);
}

static void ct_addresses(struct ipt *r, struct bytes b, unsigned match, unsigned inv)
{
	static const char *const options[] = {
		"--ctorigsrc", "--ctorigdst", "--ctreplsrc", "--ctrepldst"};
	for (unsigned i = 0; i < 4; i++) {
		unsigned bit = (unsigned)CT_M_ORIGSRC << i;
		struct text one;
		if (!(match & bit))
			continue;
		text_init(&one, r->arena, TEXT_MAX);
		ipt_address(&one, options[i], r->family, b.p + i * 32, b.p + i * 32 + 16,
			inv & bit);
		/* a whole mask is not shown here */
		const char *s = text_str(&one);
		size_t n = one.n;
		const char *whole = r->family == NF_IP6 ? "/128" : "/32";
		if (n > strlen(whole) && strcmp(s + n - strlen(whole), whole) == 0)
			n -= strlen(whole);
		text_add_n(&r->matches, s, n);
	}
}

static void ct_ports(struct ipt *r, int rev, struct bytes b, unsigned match, unsigned inv)
{
	static const char *const options[] = {"--ctorigsrcport", "--ctorigdstport",
		"--ctreplsrcport", "--ctrepldstport"};
	enum { PORTS = 138, HIGH = 154 };
	for (unsigned i = 0; i < 4; i++) {
		unsigned bit = (unsigned)CT_M_PORT << i;
		unsigned lo = xt_u16(b, PORTS + 2 * i), hi = lo;
		if (!(match & bit))
			continue;
		if (rev < 3)
			lo = hi = (lo & 0xff) << 8 | lo >> 8;
		else if (xt_u16(b, HIGH + 2 * i))
			hi = xt_u16(b, HIGH + 2 * i);
		ipt_ports(&r->matches, options[i], lo, hi, inv & bit);
	}
}

static void m_conntrack(struct ipt *r, int rev, struct bytes b)
{
	static const struct symbol statuses[] = {{"EXPECTED", 1}, {"SEEN_REPLY", 2},
		{"ASSURED", 4}, {"CONFIRMED", 8}, {NULL, 0}};
	enum { EXPIRES = 128, PROTO = 136, MATCH = 146, INVERT = 148, STATE = 150 };
	struct text *t = &r->matches;
	unsigned match = xt_u16(b, MATCH), inv = xt_u16(b, INVERT);
	unsigned state = rev == 1 ? xt_u8(b, STATE) : xt_u16(b, STATE);
	unsigned status = rev == 1 ? xt_u8(b, STATE + 1) : xt_u16(b, STATE + 2);
	if (match & CT_M_STATE) {
		text_printf(t, "%s --%sstate", not_if(inv & CT_M_STATE),
			match & CT_M_ALIAS ? "" : "ct");
		ct_states(t, state);
	}
	if (match & CT_M_PROTO)
		text_printf(
			t, "%s --ctproto %u", not_if(inv & CT_M_PROTO), xt_u16(b, PROTO));
	ct_addresses(r, b, match, inv);
	ct_ports(r, rev, b, match, inv);
	if (match & CT_M_STATUS) {
		text_printf(t, "%s --ctstatus", not_if(inv & CT_M_STATUS));
		status ? ipt_words(t, status, statuses) : text_add(t, " NONE");
	}
	if (match & CT_M_EXPIRES)
		ipt_ports(t, "--ctexpire", xt_u32(b, EXPIRES), xt_u32(b, EXPIRES + 4),
			inv & CT_M_EXPIRES);
	if (match & CT_M_DIRECTION)
		text_printf(
			t, " --ctdir %s", inv & CT_M_DIRECTION ? "REPLY" : "ORIGINAL");
}

static void m_state(struct ipt *r, int rev, struct bytes b)
{
	(void)rev;
	text_add(&r->matches, " --state");
	ct_states(&r->matches, xt_u32(b, 0));
}

/* -- addresses -------------------------------------------------------------------- */

static void m_addrtype(struct ipt *r, int rev, struct bytes b)
{
	static const struct symbol words[] = {{"UNSPEC", 1}, {"UNICAST", 2}, {"LOCAL", 4},
		{"BROADCAST", 8}, {"ANYCAST", 16}, {"MULTICAST", 32}, {"BLACKHOLE", 64},
		{"UNREACHABLE", 128}, {"PROHIBIT", 256}, {"THROW", 512}, {"NAT", 1024},
		{"XRESOLVE", 2048}, {NULL, 0}};
	enum { IN = 4, OUT = 8 };
	uint32_t flags = xt_u32(b, 4);
	struct text *t = &r->matches;
	if (!rev) /* two words of inversion instead of flags */
		flags = (flags ? 1u : 0) | (xt_u32(b, 8) ? 2u : 0);
	if (xt_u16(b, 0)) {
		text_printf(t, "%s --src-type", not_if(flags & 1));
		ipt_words(t, xt_u16(b, 0), words);
	}
	if (xt_u16(b, 2)) {
		text_printf(t, "%s --dst-type", not_if(flags & 2));
		ipt_words(t, xt_u16(b, 2), words);
	}
	if (flags & IN)
		text_add(t, " --limit-iface-in");
	if (flags & OUT)
		text_add(t, " --limit-iface-out");
}

static void m_iprange(struct ipt *r, int rev, struct bytes b)
{
	enum { SRC = 1, DST = 2, INVERT = 4, FLAGS = 64 };
	static const char *const options[] = {"--src-range", "--dst-range"};
	unsigned flags = xt_u8(b, FLAGS);
	(void)rev;
	for (unsigned i = 0; i < 2; i++) {
		if (!(flags >> i & 1))
			continue;
		text_printf(&r->matches, "%s %s ", not_if(flags >> (i + INVERT) & 1),
			options[i]);
		ipt_ip(&r->matches, r->family, b.p + i * 32);
		text_add(&r->matches, "-");
		ipt_ip(&r->matches, r->family, b.p + i * 32 + 16);
	}
}

static void counter(struct text *t, const char *what, unsigned op, uint64_t v)
{
	static const struct {
		const char *sign, *suffix;
	} ops[] = {{"", NULL}, {"", "eq"}, {" !", "eq"}, {"", "lt"}, {"", "gt"}};
	if (op && op < sizeof(ops) / sizeof(ops[0]))
		text_printf(
			t, "%s --%s-%s %" PRIu64, ops[op].sign, what, ops[op].suffix, v);
}

static void m_set(struct ipt *r, int rev, struct bytes b)
{
	enum { NOMATCH = 1 << 7, SKIP = 1 << 3, SKIP_SUB = 1 << 4, FLAGS = 40 };
	uint32_t flags = rev == 2 ? xt_u32(b, 4) : rev > 2 ? xt_u32(b, FLAGS) : 0;
	struct text *t = &r->matches;
	/* revision 3 has the operation before the value, 4 behind it */
	size_t op = rev == 3 ? 0 : 8, value = rev == 3 ? 8 : 0;
	text_add(t, not_if(xt_u8(b, 3) & 1));
	ipt_set(r, t, "--match-set", b, 0);
	if (flags & NOMATCH)
		text_add(t, " --return-nomatch");
	if (flags & SKIP)
		text_add(t, " ! --update-counters");
	if (flags & SKIP_SUB)
		text_add(t, " ! --update-subcounters");
	if (rev > 2) {
		counter(t, "packets", xt_u8(b, 8 + op), xt_u64(b, 8 + value));
		counter(t, "bytes", xt_u8(b, 24 + op), xt_u64(b, 24 + value));
	}
}

static void m_recent(struct ipt *r, int rev, struct bytes b)
{
	enum {
		SECONDS = 0,
		HITS = 4,
		WHAT = 8,
		INVERT = 9,
		NAME = 10,
		NAME_MAX_ = 200,
		SIDE = 210,
		MASK = 212
	};
	enum { CHECK = 1, SET = 2, UPDATE = 4, REMOVE = 8, TTL = 16, REAP = 32 };
	struct text *t = &r->matches;
	unsigned what = xt_u8(b, WHAT);
	text_printf(t, "%s%s%s%s%s", not_if(xt_u8(b, INVERT)), what & SET ? " --set" : "",
		what & CHECK ? " --rcheck" : "", what & UPDATE ? " --update" : "",
		what & REMOVE ? " --remove" : "");
	if (xt_u32(b, SECONDS))
		text_printf(t, " --seconds %u", xt_u32(b, SECONDS));
	if (what & REAP)
		text_add(t, " --reap");
	if (xt_u32(b, HITS))
		text_printf(t, " --hitcount %u", xt_u32(b, HITS));
	if (what & TTL)
		text_add(t, " --rttl");
	text_add(t, " --name ");
	text_add_n(t, (const char *)b.p + NAME,
		strnlen((const char *)b.p + NAME, NAME_MAX_));
	if (rev) {
		text_add(t, " --mask ");
		ipt_ip(t, r->family, b.p + MASK);
	}
	text_add(t, xt_u8(b, SIDE) ? " --rdest" : " --rsource");
}

/* -- limits ----------------------------------------------------------------------- */

static void m_limit(struct ipt *r, int rev, struct bytes b)
{
	enum { SCALE = 10000, DEFAULT_BURST = 5 };
	(void)rev;
	text_add(&r->matches, " --limit");
	ipt_rate(&r->matches, xt_u32(b, 0), SCALE);
	if (xt_u32(b, 4) != DEFAULT_BURST)
		text_printf(&r->matches, " --limit-burst %u", xt_u32(b, 4));
}

static const struct ipt_row matches[] = {
	{"tcp", 0, 0, 12, m_tcp},
	{"udp", 0, 0, 9, m_udp},
	{"multiport", 0, 1, 32, m_multiport},
	{"conntrack", 1, 3, 152, m_conntrack},
	{"state", 0, 0, 4, m_state},
	{"addrtype", 0, 1, 8, m_addrtype},
	{"iprange", 1, 1, 65, m_iprange},
	{"set", 1, 4, 4, m_set},
	{"recent", 0, 0, 211, m_recent},
	{"recent", 1, 1, 228, m_recent},
	{"limit", 0, 0, 8, m_limit},
	{"hashlimit", 1, 1, 46, ipt_hashlimit},
	{"hashlimit", 2, 3, 298, ipt_hashlimit},
	{NULL, 0, 0, 0, NULL},
};

static const struct ipt_row *find(
	const struct ipt_row *rows, const char *name, int rev, size_t size)
{
	for (; rows->name; rows++)
		if (strcmp(rows->name, name) == 0 && rev >= rows->rev_min &&
			rev <= rows->rev_max && size >= rows->size)
			return rows;
	return NULL;
}

void ipt_match(struct ipt *r, const char *name, int rev, struct bytes info)
{
	const struct ipt_row *row = find(matches, name, rev, info.n);
	bool state = strcmp(name, "conntrack") == 0 && xt_u16(info, 146) & CT_M_ALIAS;
	if (!row)
		row = find(ipt_more_matches, name, rev, info.n);
	if (!row)
		row = find(ipt_rare_matches, name, rev, info.n);
	text_printf(&r->matches, " -m %s", state ? "state" : name);
	if (row) {
		row->write(r, rev, info);
	} else {
		text_printf(&r->matches, " [revision %d]", rev);
		r->raw = true;
	}
}
