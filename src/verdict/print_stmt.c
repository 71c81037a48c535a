/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Statements: what a rule does (nftables src/statement.c). */
#include "print.h"

#include <inttypes.h>
#include <string.h>

/* Not in nft_abi.h, as the evaluator has no need of them. */
enum { A_LIMIT_RATE = 1, A_LIMIT_UNIT, A_LIMIT_BURST, A_LIMIT_TYPE, A_LIMIT_FLAGS };
enum {
	A_LOG_GROUP = 1,
	A_LOG_PREFIX,
	A_LOG_SNAPLEN,
	A_LOG_QTHRESHOLD,
	A_LOG_LEVEL,
	A_LOG_FLAGS
};
enum { A_SYNPROXY_MSS = 1, A_SYNPROXY_WSCALE, A_SYNPROXY_FLAGS };

/* -- verdicts --------------------------------------------------------------------- */

/* An anonymous chain is shown in its place. */
static const char *nested_words(struct printer *p, const char *verb, const char *name)
{
	const struct nf_chain *c = table_chain(p->chain->table, name);
	struct text t;
	if (strncmp(name, "__chain", 7) != 0 || !c || p->nested)
		return arena_printf(p->arena, "%s %s", verb, name);
	text_init(&t, p->arena, TEXT_MAX);
	text_printf(&t, "%s {", verb);
	for (size_t i = 0; i < c->rules_n && !t.over; i++) {
		struct printer inner = {.arena = p->arena,
			.rs = p->rs,
			.chain = c,
			.family = p->family,
			.nested = 1};
		text_printf(&t, "%s %s", i ? ";" : "", rule_native(&inner, &c->rules[i]));
		p->failed |= inner.failed;
	}
	text_add(&t, " }");
	return text_str(&t);
}

const char *verdict_text(struct printer *p, struct bytes verdict)
{
	struct attrs t;
	attrs_read(&t, verdict, ~0u);
	switch ((int)attrs_u32(&t, A_VERDICT_CODE)) {
	case V_CONTINUE:
		return "continue";
	case V_BREAK:
		return "break";
	case V_JUMP:
		return nested_words(p, "jump", attrs_str(p->arena, &t, A_VERDICT_CHAIN));
	case V_GOTO:
		return nested_words(p, "goto", attrs_str(p->arena, &t, A_VERDICT_CHAIN));
	case V_RETURN:
		return "return";
	case V_ACCEPT:
		return "accept";
	case V_DROP:
		return "drop";
	default:
		p->failed = true;
		return "?";
	}
}

void stmt_immediate(struct printer *p, const struct attrs *t)
{
	struct attrs data;
	if (attrs_u32(t, A_IMM_DREG)) {
		reg_set(p, t, A_IMM_DREG, attr_value(p, t, A_IMM_DATA));
		return;
	}
	if (!attrs_has(t, A_IMM_DATA)) {
		p->failed = true;
		return;
	}
	attrs_read(&data, t->at[A_IMM_DATA], ~0u);
	if (attrs_has(&data, A_DATA_VERDICT))
		stmt_words(p, verdict_text(p, data.at[A_DATA_VERDICT]));
	else
		p->failed = true;
}

/* How the reject knows of which family the packet is. */
static int reject_family(struct printer *p, bool *always)
{
	*always = false;
	if (p->family == NF_IP || p->family == NF_IP6)
		return p->family;
	*always = true;
	return p->on[ON_NETWORK] == &proto_ip    ? NF_IP
	       : p->on[ON_NETWORK] == &proto_ip6 ? NF_IP6
						 : 0;
}

static const char *reject_icmp(struct printer *p, uint64_t code, int family, bool always)
{
	enum { PORT = 3, PORT6 = 4 };
	bool v6 = family == NF_IP6;
	struct num v = num_u64(code);
	struct text t;
	if (!family || (!always && code == (v6 ? PORT6 : PORT)))
		return "reject";
	text_init(&t, p->arena, TEXT_MAX);
	text_printf(&t, "reject with %s ", v6 ? "icmpv6" : "icmp");
	type_print(&t, p->rs, v6 ? &type_icmpv6_code : &type_icmp_code, &v, 8, false);
	return text_str(&t);
}

void stmt_reject(struct printer *p, const struct attrs *t)
{
	enum { ICMP, RST, ICMPX };
	bool always;
	uint32_t type = attrs_u32(t, A_REJECT_TYPE);
	uint64_t code = attr_num(t, A_REJECT_CODE);
	int family = reject_family(p, &always);
	if (!always && type == RST)
		dep_release(p, ON_TRANSPORT);
	if (always && type != ICMPX)
		dep_release(p, ON_NETWORK);
	if (type == RST) {
		stmt_words(p, "reject with tcp reset");
	} else if (type == ICMP) {
		stmt_words(p, reject_icmp(p, code, family, always));
	} else if (type == ICMPX && code == 1) {
		stmt_words(p, "reject");
	} else if (type == ICMPX) {
		struct num v = num_u64(code);
		struct text words;
		text_init(&words, p->arena, TEXT_MAX);
		text_add(&words, "reject with icmpx ");
		type_print(&words, p->rs, &type_icmpx_code, &v, 8, false);
		stmt_words(p, text_str(&words));
	} else {
		p->failed = true;
	}
}

/* -- what counts ------------------------------------------------------------------ */

static const char *rate_unit(uint64_t bytes, uint64_t *n)
{
	static const char *const units[] = {"bytes", "kbytes", "mbytes"};
	size_t i = 0;
	while (bytes && i < 2 && bytes % 1024 == 0) {
		bytes /= 1024;
		i++;
	}
	*n = bytes;
	return units[i];
}

static const char *time_unit(uint64_t s)
{
	return s == 1        ? "second"
	       : s == 60     ? "minute"
	       : s == 3600   ? "hour"
	       : s == 86400  ? "day"
	       : s == 604800 ? "week"
			     : "error";
}

static const char *limit_words(struct printer *p, const struct attrs *t)
{
	uint64_t rate = attrs_u64(t, A_LIMIT_RATE);
	uint32_t burst = attrs_u32(t, A_LIMIT_BURST);
	const char *over = attrs_u32(t, A_LIMIT_FLAGS) & 1 ? "over " : "";
	const char *unit = time_unit(attrs_u64(t, A_LIMIT_UNIT)), *size;
	struct text words;
	text_init(&words, p->arena, TEXT_MAX);
	if (attrs_u32(t, A_LIMIT_TYPE) == 0) {
		text_printf(&words, "limit rate %s%" PRIu64 "/%s", over, rate, unit);
		if (burst && burst != 5)
			text_printf(&words, " burst %u packets", burst);
		return text_str(&words);
	}
	size = rate_unit(rate, &rate);
	text_printf(&words, "limit rate %s%" PRIu64 " %s/%s", over, rate, size, unit);
	if (burst) {
		size = rate_unit(burst, &rate);
		text_printf(&words, " burst %" PRIu64 " %s", rate, size);
	}
	return text_str(&words);
}

static const char *quota_words(struct printer *p, const struct attrs *t)
{
	uint64_t n;
	const char *unit = rate_unit(attrs_u64(t, A_QUOTA_BYTES), &n);
	return arena_printf(p->arena, "quota %s%" PRIu64 " %s",
		attrs_u32(t, A_QUOTA_FLAGS) & 1 ? "over " : "", n, unit);
}

static const char *connlimit_words(struct printer *p, const struct attrs *t)
{
	return arena_printf(p->arena, "ct count %s%u",
		attrs_u32(t, A_CONNLIMIT_FLAGS) ? "over " : "",
		attrs_u32(t, A_CONNLIMIT_COUNT));
}

static const char *counter_words(struct printer *p, const struct attrs *t)
{
	(void)p;
	(void)t;
	return "counter";
}

static const struct {
	const char *name;
	const char *(*words)(struct printer *p, const struct attrs *t);
} inner[] = {
	{"limit", limit_words},
	{"quota", quota_words},
	{"connlimit", connlimit_words},
	{"counter", counter_words},
};

const char *inner_stmt(struct printer *p, struct bytes expr)
{
	struct attrs e, t;
	struct bytes none = {0};
	attrs_read(&e, expr, ~0u);
	for (size_t i = 0; i < sizeof(inner) / sizeof(inner[0]); i++) {
		if (!attrs_has(&e, A_EXPR_NAME) ||
			!attr_is(e.at[A_EXPR_NAME], inner[i].name))
			continue;
		attrs_read(
			&t, attrs_has(&e, A_EXPR_DATA) ? e.at[A_EXPR_DATA] : none, ~0u);
		return inner[i].words(p, &t);
	}
	return NULL;
}

static void stmt_limit(struct printer *p, const struct attrs *t)
{
	stmt_words(p, limit_words(p, t));
}

static void stmt_quota(struct printer *p, const struct attrs *t)
{
	stmt_words(p, quota_words(p, t));
}

static void stmt_connlimit(struct printer *p, const struct attrs *t)
{
	stmt_words(p, connlimit_words(p, t));
}

static void stmt_counter(struct printer *p, const struct attrs *t)
{
	stmt_words(p, counter_words(p, t));
}

/* -- log and the rest ------------------------------------------------------------- */

static void log_flags(struct text *t, uint32_t flags)
{
	enum { TCPSEQ = 1, TCPOPT = 2, IPOPT = 4, UID = 8, MAC = 32, ALL = 47 };
	if ((flags & ALL) == ALL) {
		text_add(t, " flags all");
		return;
	}
	if (flags & (TCPSEQ | TCPOPT))
		text_printf(t, " flags tcp%s%s", flags & TCPSEQ ? " sequence" : "",
			!(flags & TCPOPT) ? ""
			: flags & TCPSEQ  ? ",options"
					  : " options");
	if (flags & IPOPT)
		text_add(t, " flags ip options");
	if (flags & UID)
		text_add(t, " flags skuid");
	if (flags & MAC)
		text_add(t, " flags ether");
}

static void stmt_log(struct printer *p, const struct attrs *t)
{
	static const char *const levels[] = {"emerg", "alert", "crit", "err", "warn",
		"notice", "info", "debug", "audit"};
	uint32_t level = attrs_u32(t, A_LOG_LEVEL);
	struct text words;
	text_init(&words, p->arena, TEXT_MAX);
	text_add(&words, "log");
	if (attrs_has(t, A_LOG_PREFIX))
		text_printf(
			&words, " prefix \"%s\"", attrs_str(p->arena, t, A_LOG_PREFIX));
	if (attrs_has(t, A_LOG_GROUP))
		text_printf(&words, " group %u", (unsigned)attr_num(t, A_LOG_GROUP));
	if (attrs_has(t, A_LOG_SNAPLEN))
		text_printf(&words, " snaplen %u", attrs_u32(t, A_LOG_SNAPLEN));
	if (attrs_has(t, A_LOG_QTHRESHOLD))
		text_printf(&words, " queue-threshold %u",
			(unsigned)attr_num(t, A_LOG_QTHRESHOLD));
	if (attrs_has(t, A_LOG_LEVEL) && level != 4)
		text_printf(&words, " level %s", level < 9 ? levels[level] : "unknown");
	log_flags(&words, attrs_u32(t, A_LOG_FLAGS));
	stmt_words(p, text_str(&words));
}

static void stmt_synproxy(struct printer *p, const struct attrs *t)
{
	enum { MSS = 1, WSCALE = 2, SACK = 4, STAMP = 8 };
	uint32_t flags = attrs_u32(t, A_SYNPROXY_FLAGS);
	stmt_words(p, arena_printf(p->arena, "synproxy%s%s%s",
			      flags & (MSS | WSCALE)
				      ? arena_printf(p->arena, " mss %u wscale %u",
						(unsigned)attr_num(t, A_SYNPROXY_MSS),
						(unsigned)attr_num(t, A_SYNPROXY_WSCALE))
				      : "",
			      flags & STAMP ? " timestamp" : "",
			      flags & SACK ? " sack-perm" : ""));
}

static void stmt_notrack(struct printer *p, const struct attrs *t)
{
	(void)t;
	stmt_words(p, "notrack");
}

static void stmt_flow(struct printer *p, const struct attrs *t)
{
	stmt_words(p, arena_printf(p->arena, "flow add @%s", attrs_str(p->arena, t, 1)));
}

const struct stmt_row stmt_rows[] = {
	{"immediate", stmt_immediate},
	{"counter", stmt_counter},
	{"reject", stmt_reject},
	{"limit", stmt_limit},
	{"log", stmt_log},
	{"nat", stmt_nat},
	{"masq", stmt_masq},
	{"redir", stmt_redir},
	{"dynset", stmt_dynset},
	{"objref", stmt_objref},
	{"quota", stmt_quota},
	{"connlimit", stmt_connlimit},
	{"queue", stmt_queue},
	{"tproxy", stmt_tproxy},
	{"notrack", stmt_notrack},
	{"dup", stmt_dup},
	{"fwd", stmt_fwd},
	{"synproxy", stmt_synproxy},
	{"flow_offload", stmt_flow},
	{NULL, NULL},
};
