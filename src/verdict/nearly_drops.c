/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Rules and chains that do nothing but drop. */
#include "engine.h"
#include "nearly.h"
#include "xt.h"

#include <string.h>

static bool named(struct bytes name, const char *const *names)
{
	for (; *names; names++)
		if (attr_is(name, *names))
			return true;
	return false;
}

static const char *const targets[] = {"LOG", "NFLOG", "REJECT", "DROP", NULL};

static bool immediate_drop(struct arena *a, struct bytes data)
{
	struct attrs imm, value;
	const char *chain;
	int code;
	attrs_read(&imm, data, ~0u);
	attrs_read(&value, imm.at[A_IMM_DATA], ~0u);
	return attrs_has(&value, A_DATA_VERDICT) &&
	       verdict_read(a, value.at[A_DATA_VERDICT], &code, &chain) && code == V_DROP;
}

static bool drops_nft(struct arena *a, const struct nf_rule *rule)
{
	static const char *const harmless[] = {"counter", "log", "limit", "meta", "cmp",
		"payload", "bitwise", "range", "ct", "match", "reject", NULL};
	struct attr_walk w = attr_walk(rule->exprs);
	struct attr at;
	while (attr_next(&w, &at)) {
		struct attrs e, d;
		attrs_read(&e, at.data, ~0u);
		attrs_read(&d, e.at[A_EXPR_DATA], ~0u);
		const struct bytes name = e.at[A_EXPR_NAME];
		const bool fine =
			named(name, harmless) ||
			(attr_is(name, "target") && named(d.at[A_XT_NAME], targets)) ||
			(attr_is(name, "immediate") &&
				immediate_drop(a, e.at[A_EXPR_DATA]));
		if (!fine)
			return false;
	}
	return true;
}

/* struct ipt_entry, ip6t_entry, and the target that stands behind the matches. */
static bool drops_legacy(const struct nf_chain *chain, const struct nf_rule *rule)
{
	enum { ELEM = 32, NAME = 29, DROP = -V_DROP - 1 };
	const size_t at = chain->table->family == NF_IP6 ? 140 : 88;
	const struct bytes b = rule->exprs;
	const size_t target = xt_u16(b, at);
	if (rule->userdata.n || target > b.n || b.n - target < ELEM + 4)
		return false;
	const char *name = (const char *)b.p + target + 2;
	const struct bytes n = {
		.p = (const unsigned char *)name, .n = strnlen(name, NAME)};
	return n.n ? named(n, targets) : (int32_t)xt_u32(b, target + ELEM) == DROP;
}

bool nearly_only_drops(
	struct arena *a, const struct nf_chain *chain, const struct nf_rule *rule)
{
	const size_t n = nearly_conditions(chain, rule);
	if (chain->table->legacy ? !drops_legacy(chain, rule) : !drops_nft(a, rule))
		return false;
	for (size_t i = 0; i < n; i++) {
		enum condition what;
		(void)nearly_without(a, chain, rule, i, &what);
		if (what == COND_SOURCE)
			return false;
	}
	return true;
}

bool nearly_drops_all(struct arena *a, const struct nf_chain *chain)
{
	bool last = false;
	for (size_t i = 0; i < chain->rules_n; i++) {
		if (!nearly_only_drops(a, chain, &chain->rules[i]))
			return false;
		last = nearly_conditions(chain, &chain->rules[i]) == 0;
	}
	return last;
}

/* struct xt_set_info: IPSET_INV_MATCH in its flags. struct xt_recent_mtinfo. */
static bool inverted(const struct xt_elem *m)
{
	enum { SET_FLAGS = 3, RECENT_INVERT = 9 };
	return strcmp(m->name, "set") == 0 ? xt_u8(m->info, SET_FLAGS) & 1
					   : xt_u8(m->info, RECENT_INVERT);
}

const char *nearly_list(const struct nf_chain *chain, const struct nf_rule *rule)
{
	struct xt_elem m = {0};
	while (xt_rule_next(chain->table, rule, &m)) {
		const bool set = strcmp(m.name, "set") == 0;
		if ((set || strcmp(m.name, "recent") == 0) && !inverted(&m))
			return set ? "an ipset" : "a list of recent senders";
	}
	return NULL;
}
