/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "names.h"

#include "attr.h"

#include <string.h>

const char *nf_family_word(int family)
{
	switch (family) {
	case NF_INET:
		return "inet";
	case NF_IP:
		return "ip";
	case NF_IP6:
		return "ip6";
	case NF_NETDEV:
		return "netdev";
	case NF_BRIDGE:
		return "bridge";
	case NF_ARP:
		return "arp";
	default:
		return "?";
	}
}

/* The comment stands in the user data as a TLV of one-byte type and length (libnftnl's
 * nftnl_udata): type 0 is the comment. */
static const char *udata_comment(struct arena *a, struct bytes u)
{
	for (size_t at = 0; at + 2 <= u.n;) {
		size_t len = u.p[at + 1];
		if (len > u.n - at - 2)
			return NULL;
		if (u.p[at] == 0 && len)
			return arena_dup(a, u.p + at + 2,
				strnlen((const char *)u.p + at + 2, len));
		at += 2 + len;
	}
	return NULL;
}

static const char *compat_comment(struct arena *a, struct bytes exprs)
{
	struct attr_walk w = attr_walk(exprs);
	struct attr at;
	while (attr_next(&w, &at)) {
		struct attrs t, x;
		attrs_read(&t, at.data, 1u << A_EXPR_NAME | 1u << A_EXPR_DATA);
		if (!attrs_has(&t, A_EXPR_NAME) || !attr_is(t.at[A_EXPR_NAME], "match") ||
			!attrs_has(&t, A_EXPR_DATA))
			continue;
		attrs_read(&x, t.at[A_EXPR_DATA], 0xe);
		if (attrs_has(&x, A_XT_NAME) && attr_is(x.at[A_XT_NAME], "comment"))
			return attrs_str(a, &x, A_XT_INFO);
	}
	return NULL;
}

/* -m comment in a struct ipt_entry or ip6t_entry. */
static const char *legacy_comment(struct arena *a, struct bytes entry, bool v6)
{
	enum { NAME = 2, DATA = 32 };
	size_t at = v6 ? 168 : 112, target_at = v6 ? 140 : 88;
	uint16_t target, size;
	if (entry.n < at)
		return NULL;
	memcpy(&target, entry.p + target_at, sizeof(target));
	while (target <= entry.n && at + DATA <= target) {
		memcpy(&size, entry.p + at, sizeof(size));
		if (size < DATA || size > target - at)
			return NULL;
		if (strncmp((const char *)entry.p + at + NAME, "comment", 29) == 0)
			return arena_dup(a, entry.p + at + DATA,
				strnlen((const char *)entry.p + at + DATA,
					(size_t)size - DATA));
		at += size;
	}
	return NULL;
}

const char *rule_comment(
	struct arena *a, const struct nf_chain *chain, const struct nf_rule *rule)
{
	if (chain->table->legacy)
		return legacy_comment(a, rule->exprs, chain->table->family == NF_IP6);
	const char *c = udata_comment(a, rule->userdata);
	return c ? c : compat_comment(a, rule->exprs);
}

/* -- fail2ban --------------------------------------------------------------------- */

/* nftables: the set that the rule looks up is addr-set-JAIL, or addr6-set-JAIL. */
static const char *jail_of_set(struct arena *a, struct bytes exprs)
{
	static const char *const heads[] = {"addr-set-", "addr6-set-"};
	struct attr_walk w = attr_walk(exprs);
	struct attr at;
	while (attr_next(&w, &at)) {
		struct attrs e, t;
		attrs_read(&e, at.data, ~0u);
		if (!attrs_has(&e, A_EXPR_NAME) || !attrs_has(&e, A_EXPR_DATA) ||
			!attr_is(e.at[A_EXPR_NAME], "lookup"))
			continue;
		attrs_read(&t, e.at[A_EXPR_DATA], ~0u);
		const char *set = attrs_str(a, &t, A_LOOKUP_SET);
		for (size_t i = 0; i < 2; i++)
			if (strncmp(set, heads[i], strlen(heads[i])) == 0)
				return set + strlen(heads[i]);
	}
	return NULL;
}

const char *rule_jail(
	struct arena *a, const struct nf_chain *chain, const struct nf_rule *rule)
{
	static const char *const heads[] = {"f2b-", "fail2ban-"};
	for (size_t i = 0; i < 2; i++)
		if (strncmp(chain->name, heads[i], strlen(heads[i])) == 0 &&
			strcmp(chain->name, "f2b-chain") != 0)
			return chain->name + strlen(heads[i]);
	return rule && !chain->table->legacy ? jail_of_set(a, rule->exprs) : NULL;
}
