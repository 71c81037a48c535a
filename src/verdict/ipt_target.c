/* SPDX-License-Identifier: GPL-2.0-or-later */
/* xtables' targets in iptables-save's words (iptables extensions/libxt_*.c). */
#include "ipt.h"

#include <string.h>

static void t_none(struct ipt *r, int rev, struct bytes b)
{
	(void)r;
	(void)rev;
	(void)b;
}

static void t_reject(struct ipt *r, int rev, struct bytes b)
{
	static const char *const v4[] = {"icmp-net-unreachable", "icmp-host-unreachable",
		"icmp-proto-unreachable", "icmp-port-unreachable", NULL,
		"icmp-net-prohibited", "icmp-host-prohibited", "tcp-reset",
		"icmp-admin-prohibited"};
	static const char *const v6[] = {"icmp6-no-route", "icmp6-adm-prohibited", NULL,
		"icmp6-addr-unreachable", "icmp6-port-unreachable", NULL, "tcp-reset",
		"icmp6-policy-fail", "icmp6-reject-route"};
	const char *const *words = r->family == NF_IP6 ? v6 : v4;
	uint32_t with = xt_u32(b, 0);
	const char *word = with < 9 ? words[with] : NULL;
	(void)rev;
	if (word)
		text_printf(&r->target, " --reject-with %s", word);
	else
		text_printf(&r->target, " --reject-with [%u]", with);
	r->raw |= !word;
}

static void t_log(struct ipt *r, int rev, struct bytes b)
{
	static const struct symbol flags[] = {{" --log-tcp-sequence", 1},
		{" --log-tcp-options", 2}, {" --log-ip-options", 4}, {" --log-uid", 8},
		{" --log-macdecode", 32}, {NULL, 0}};
	enum { PREFIX = 2, PREFIX_MAX = 30, DEFAULT_LEVEL = 4 };
	(void)rev;
	if (b.p[PREFIX]) {
		text_add(&r->target, " --log-prefix");
		ipt_string(&r->target, b.p + PREFIX, PREFIX_MAX);
	}
	if (b.p[0] != DEFAULT_LEVEL)
		text_printf(&r->target, " --log-level %u", b.p[0]);
	for (const struct symbol *f = flags; f->word; f++)
		if (b.p[1] & f->value)
			text_add(&r->target, f->word);
}

static void t_nflog(struct ipt *r, int rev, struct bytes b)
{
	enum {
		LEN = 0,
		GROUP = 4,
		THRESHOLD = 6,
		FLAGS = 8,
		PREFIX = 12,
		PREFIX_MAX = 64
	};
	struct text *t = &r->target;
	(void)rev;
	if (b.p[PREFIX]) {
		text_add(t, " --nflog-prefix");
		ipt_string(t, b.p + PREFIX, PREFIX_MAX);
	}
	if (xt_u16(b, GROUP))
		text_printf(t, " --nflog-group %u", xt_u16(b, GROUP));
	if (xt_u16(b, FLAGS) & 1)
		text_printf(t, " --nflog-size %u", xt_u32(b, LEN));
	else if (xt_u32(b, LEN))
		text_printf(t, " --nflog-range %u", xt_u32(b, LEN));
	if (xt_u16(b, THRESHOLD))
		text_printf(t, " --nflog-threshold %u", xt_u16(b, THRESHOLD));
}

static void t_mark(struct ipt *r, int rev, struct bytes b)
{
	(void)rev;
	text_printf(&r->target, " --set-xmark 0x%x/0x%x", xt_u32(b, 0), xt_u32(b, 4));
}

static void t_connmark(struct ipt *r, int rev, struct bytes b)
{
	static const char *const modes[] = {NULL, "save", "restore"};
	static const char *const shifts[] = {"left-shift-mark", "right-shift-mark"};
	enum { SET = 0, MODES = 3 };
	/* revision 2 keeps a direction and bits to shift by in front */
	unsigned mode = xt_u8(b, rev == 2 ? 14 : 12);
	unsigned shift = rev == 2 ? xt_u8(b, 13) : 0;
	if (mode == SET)
		t_mark(r, rev, b);
	else if (mode < MODES)
		text_printf(&r->target, " --%s-mark --nfmask 0x%x --ctmask 0x%x",
			modes[mode], xt_u32(b, 8), xt_u32(b, 4));
	if (shift && mode < MODES)
		text_printf(&r->target, " --%s %u", shifts[xt_u8(b, 12) & 1], shift);
}

static void ct_events(struct ipt *r, const char *option, uint32_t bits)
{
	static const char *const words[] = {"new", "related", "destroy", "reply",
		"assured", "protoinfo", "helper", "mark", "natseqinfo", "secmark"};
	const char *sep = " ";
	if (!bits)
		return;
	text_printf(&r->target, " %s", option);
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (!(bits >> i & 1))
			continue;
		text_printf(&r->target, "%s%s", sep, words[i]);
		sep = ",";
	}
}

static void t_ct(struct ipt *r, int rev, struct bytes b)
{
	enum { NOTRACK = 1, ALIAS = 2, ORIG = 4, REPL = 8, ZONE_MARK = 16 };
	enum { ZONE = 2, EVENTS = 4, HELPER = 12, HELPER_MAX = 16, TIMEOUT = 28 };
	unsigned flags = xt_u16(b, 0);
	struct text *t = &r->target;
	if (flags & ALIAS)
		return;
	if (flags & NOTRACK)
		text_add(t, " --notrack");
	if (b.p[HELPER])
		text_printf(t, " --helper %.*s", HELPER_MAX, (const char *)b.p + HELPER);
	if (rev && b.p[TIMEOUT])
		text_printf(t, " --timeout %.*s", 32, (const char *)b.p + TIMEOUT);
	ct_events(r, "--ctevents", xt_u32(b, EVENTS));
	ct_events(r, "--expevents", xt_u32(b, EVENTS + 4));
	if (!(flags & ZONE_MARK) && !xt_u16(b, ZONE))
		return;
	text_printf(t, " --zone%s ",
		flags & ORIG   ? "-orig"
		: flags & REPL ? "-reply"
			       : "");
	if (flags & ZONE_MARK)
		text_add(t, "mark");
	else
		text_printf(t, "%u", xt_u16(b, ZONE));
}

/* -- the rest --------------------------------------------------------------------- */

static void t_queue(struct ipt *r, int rev, struct bytes b)
{
	unsigned num = xt_u16(b, 0), total = rev ? xt_u16(b, 2) : 1;
	unsigned flags = rev > 1 ? xt_u16(b, 4) : 0;
	if (total > 1)
		text_printf(&r->target, " --queue-balance %u:%u", num, num + total - 1);
	else
		text_printf(&r->target, " --queue-num %u", num);
	if (flags & 1)
		text_add(&r->target, " --queue-bypass");
	if (rev > 2 && flags & 2)
		text_add(&r->target, " --queue-cpu-fanout");
}

static void t_tcpmss(struct ipt *r, int rev, struct bytes b)
{
	(void)rev;
	if (xt_u16(b, 0) == 0xffff)
		text_add(&r->target, " --clamp-mss-to-pmtu");
	else
		text_printf(&r->target, " --set-mss %u", xt_u16(b, 0));
}

static void t_tproxy(struct ipt *r, int rev, struct bytes b)
{
	size_t port = rev ? 24 : 12;
	text_printf(&r->target, " --on-port %u --on-ip ", ipt_be16(b, port));
	ipt_ip(&r->target, rev ? r->family : NF_IP, b.p + 8);
	text_printf(&r->target, " --tproxy-mark 0x%x/0x%x", xt_u32(b, 4), xt_u32(b, 0));
}

static void t_set(struct ipt *r, int rev, struct bytes b)
{
	static const char *const options[] = {"--add-set", "--del-set", "--map-set"};
	enum { NONE = 0xffff, EXIST = 1 };
	size_t flags = rev == 3 ? 12 : 8;
	for (size_t i = 0; i < (rev == 3 ? 3u : 2u); i++) {
		if (xt_u16(b, i * 4) != NONE)
			ipt_set(r, &r->target, options[i], b, i * 4);
		if (i || rev < 2)
			continue;
		if (xt_u32(b, flags) & EXIST)
			text_add(&r->target, " --exist");
		if (xt_u32(b, flags + 4) != UINT32_MAX)
			text_printf(&r->target, " --timeout %u", xt_u32(b, flags + 4));
	}
}

static void t_classify(struct ipt *r, int rev, struct bytes b)
{
	(void)rev;
	text_printf(&r->target, " --set-class %.4x:%.4x", xt_u32(b, 0) >> 16,
		xt_u32(b, 0) & 0xffff);
}

static void t_dscp(struct ipt *r, int rev, struct bytes b)
{
	(void)rev;
	text_printf(&r->target, " --set-dscp 0x%02x", xt_u8(b, 0));
}

static void t_tos(struct ipt *r, int rev, struct bytes b)
{
	(void)rev;
	text_printf(&r->target, " --set-tos 0x%02x/0x%02x", xt_u8(b, 0), xt_u8(b, 1));
}

static void hops(struct ipt *r, const char *word, struct bytes b)
{
	static const char *const modes[] = {"set", "inc", "dec"};
	unsigned mode = xt_u8(b, 0);
	text_printf(
		&r->target, " --%s-%s %u", word, modes[mode < 3 ? mode : 0], xt_u8(b, 1));
}

static void t_ttl(struct ipt *r, int rev, struct bytes b)
{
	(void)rev;
	hops(r, "ttl", b);
}

static void t_hl(struct ipt *r, int rev, struct bytes b)
{
	(void)rev;
	hops(r, "hl", b);
}

static void t_tee(struct ipt *r, int rev, struct bytes b)
{
	enum { OIF = 16, OIF_MAX = 16 };
	(void)rev;
	text_add(&r->target, " --gateway ");
	ipt_ip(&r->target, r->family, b.p);
	if (b.p[OIF])
		text_printf(&r->target, " --oif %.*s", OIF_MAX, (const char *)b.p + OIF);
}

static void t_synproxy(struct ipt *r, int rev, struct bytes b)
{
	enum { MSS = 1, WSCALE = 2, SACK = 4, STAMP = 8, ECN = 16 };
	unsigned o = xt_u8(b, 0);
	struct text *t = &r->target;
	(void)rev;
	text_printf(t, "%s%s", o & SACK ? " --sack-perm" : "",
		o & STAMP ? " --timestamp" : "");
	if (o & WSCALE)
		text_printf(t, " --wscale %u", xt_u8(b, 1));
	if (o & MSS)
		text_printf(t, " --mss %u", xt_u16(b, 2));
	if (o & ECN)
		text_add(t, " --ecn");
}

static void t_checksum(struct ipt *r, int rev, struct bytes b)
{
	(void)rev;
	if (xt_u8(b, 0) & 1)
		text_add(&r->target, " --checksum-fill");
}

static void t_audit(struct ipt *r, int rev, struct bytes b)
{
	static const char *const types[] = {"accept", "drop", "reject"};
	(void)rev;
	if (xt_u8(b, 0) < 3)
		text_printf(&r->target, " --type %s", types[xt_u8(b, 0)]);
}

static const struct ipt_row targets[] = {
	{"REJECT", 0, 0, 4, t_reject},
	{"LOG", 0, 0, 32, t_log},
	{"NFLOG", 0, 0, 76, t_nflog},
	{"MARK", 2, 2, 8, t_mark},
	{"CONNMARK", 1, 1, 13, t_connmark},
	{"CONNMARK", 2, 2, 15, t_connmark},
	{"CT", 0, 0, 28, t_ct},
	{"CT", 1, 2, 60, t_ct},
	{"NOTRACK", 0, 0, 0, t_none},
	{"TRACE", 0, 0, 0, t_none},
	{"DNAT", 0, 0, 20, ipt_dnat},
	{"DNAT", 1, 1, 40, ipt_dnat},
	{"DNAT", 2, 2, 42, ipt_dnat},
	{"SNAT", 0, 0, 20, ipt_snat},
	{"SNAT", 1, 1, 40, ipt_snat},
	{"SNAT", 2, 2, 42, ipt_snat},
	{"REDIRECT", 0, 0, 20, ipt_ports_nat},
	{"MASQUERADE", 0, 0, 20, ipt_ports_nat},
	{"NETMAP", 0, 0, 20, ipt_netmap},
	{"NFQUEUE", 0, 0, 2, t_queue},
	{"NFQUEUE", 1, 1, 4, t_queue},
	{"NFQUEUE", 2, 3, 6, t_queue},
	{"TCPMSS", 0, 0, 2, t_tcpmss},
	{"TPROXY", 0, 0, 14, t_tproxy},
	{"TPROXY", 1, 1, 26, t_tproxy},
	{"SET", 1, 1, 8, t_set},
	{"SET", 2, 2, 16, t_set},
	{"SET", 3, 3, 20, t_set},
	{"CLASSIFY", 0, 0, 4, t_classify},
	{"DSCP", 0, 0, 1, t_dscp},
	{"TOS", 1, 1, 2, t_tos},
	{"TTL", 0, 0, 2, t_ttl},
	{"HL", 0, 0, 2, t_hl},
	{"TEE", 1, 1, 32, t_tee},
	{"SYNPROXY", 0, 0, 4, t_synproxy},
	{"CHECKSUM", 0, 0, 1, t_checksum},
	{"AUDIT", 0, 0, 1, t_audit},
	{NULL, 0, 0, 0, NULL},
};

void ipt_target(struct ipt *r, const char *name, int rev, struct bytes info)
{
	enum { NOTRACK_ALIAS = 2 };
	bool alias = strcmp(name, "CT") == 0 && rev && xt_u16(info, 0) & NOTRACK_ALIAS;
	text_printf(&r->target, " -j %s", alias ? "NOTRACK" : name);
	for (const struct ipt_row *row = targets; row->name; row++) {
		/* the ranges of IPv6 are larger than those of IPv4 in revision 0 */
		bool nat = row->write == ipt_dnat || row->write == ipt_snat ||
			   row->write == ipt_ports_nat || row->write == ipt_netmap;
		size_t size = nat && r->family == NF_IP6 && !rev ? 40 : row->size;
		if (strcmp(row->name, name) == 0 && rev >= row->rev_min &&
			rev <= row->rev_max && info.n >= size) {
			row->write(r, rev, info);
			return;
		}
	}
	text_printf(&r->target, " [revision %d]", rev);
	r->raw = true;
}
