/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "fwset.h"

#include "nl.h"

#include <linux/netfilter.h>
#include <linux/netfilter/nf_tables.h>
#include <linux/netfilter/nfnetlink.h>
#include <linux/netlink.h>
#include <string.h>

enum { TARGETS_MAX = 64 }; /* of one rule */

static const struct nlattr *find(struct nl_attrs in, uint16_t type)
{
	for (const struct nlattr *attr; (attr = nl_attrs_next(&in));)
		if (mnl_attr_get_type(attr) == type)
			return attr;
	return NULL;
}

static const struct nlattr *find_nested(const struct nlattr *in, uint16_t type)
{
	return in ? find(nl_attrs_nested(in), type) : NULL;
}

/* "immediate" with a verdict: jump and goto name a chain. */
static void add_verdict(struct arena *a, const struct nlattr *expr, struct nft_rule *out)
{
	const struct nlattr *data = find_nested(expr, NFTA_EXPR_DATA);
	const struct nlattr *value = find_nested(data, NFTA_IMMEDIATE_DATA);
	const struct nlattr *verdict = find_nested(value, NFTA_DATA_VERDICT);
	const struct nlattr *chain = find_nested(verdict, NFTA_VERDICT_CHAIN);
	const char *name = chain ? nl_str(chain) : NULL;
	if (name && out->to.n < TARGETS_MAX)
		VEC_PUSH(a, &out->to, arena_str(a, name));
}

static void add_expression(
	struct arena *a, const struct nlattr *expr, struct nft_rule *out)
{
	const struct nlattr *attr = find_nested(expr, NFTA_EXPR_NAME);
	const char *name = attr ? nl_str(attr) : NULL;
	if (!name)
		return;
	if (strcmp(name, "immediate") == 0)
		add_verdict(a, expr, out);
	else if (strcmp(name, "match") == 0 || strcmp(name, "target") == 0)
		out->compat = true;
}

bool nft_rule_parse(struct arena *a, const void *payload, size_t n, struct nft_rule *out)
{
	struct nfgenmsg head;
	*out = (struct nft_rule){0};
	if (n < sizeof(head))
		return false;
	memcpy(&head, payload, sizeof(head));
	out->family = head.nfgen_family;
	struct nl_attrs in =
		nl_attrs_in((const char *)payload + sizeof(head), n - sizeof(head));
	const struct nlattr *table = find(in, NFTA_RULE_TABLE);
	const struct nlattr *chain = find(in, NFTA_RULE_CHAIN);
	const struct nlattr *all = find(in, NFTA_RULE_EXPRESSIONS);
	out->table = table ? arena_str(a, nl_str(table)) : NULL;
	out->chain = chain ? arena_str(a, nl_str(chain)) : NULL;
	struct nl_attrs list = all ? nl_attrs_nested(all) : (struct nl_attrs){0};
	for (const struct nlattr *expr; (expr = nl_attrs_next(&list));)
		add_expression(a, expr, out);
	return out->table && out->chain;
}
