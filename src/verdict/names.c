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

struct owner_row {
	const char *prefix; /* of the table's or chain's name */
	const char *owner;
};
static const struct owner_row by_table[] = {
	{"firewalld", "firewalld"},
	{"f2b-", "fail2ban"},
	{"crowdsec", "CrowdSec"},
	{"docker-bridges", "Docker"},
	{"netavark", "Podman"},
	{"kube-proxy", "kube-proxy"},
	{"libvirt_network", "libvirt"},
};
static const struct owner_row by_chain[] = {
	{"ufw-", "ufw"},
	{"ufw6-", "ufw"},
	{"DOCKER", "Docker"},
	{"NETAVARK", "Podman"},
	{"CNI-", "CNI"},
	{"f2b-", "fail2ban"},
	{"LIBVIRT_", "libvirt"},
	{"KUBE-", "kube-proxy"},
	{"cali-", "Calico"},
	{"ts-", "Tailscale"},
	{"CROWDSEC", "CrowdSec"},
	{"LOCALINPUT", "CSF"},
	{"LOGDROPIN", "CSF"},
	{"ALLOWIN", "CSF"},
	{"DENYIN", "CSF"},
	{"net2fw", "Shorewall"},
	{"net-fw", "Shorewall"},
	{"InstanceServices", "Oracle Cloud"},
};

static const char *find(const struct owner_row *rows, size_t n, const char *name)
{
	for (size_t i = 0; i < n; i++)
		if (strncmp(name, rows[i].prefix, strlen(rows[i].prefix)) == 0)
			return rows[i].owner;
	return NULL;
}

const char *rule_owner(
	struct arena *a, const struct nf_chain *chain, const struct nf_rule *rule)
{
	(void)rule;
	const char *owner = find(
		by_table, sizeof(by_table) / sizeof(by_table[0]), chain->table->name);
	if (!owner)
		owner = find(
			by_chain, sizeof(by_chain) / sizeof(by_chain[0]), chain->name);
	if (owner && strcmp(owner, "fail2ban") == 0 &&
		strncmp(chain->name, "f2b-", 4) == 0)
		return arena_printf(a, "fail2ban jail %s", chain->name + 4);
	return owner ? owner : "hand-added";
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

const char *rule_comment(
	struct arena *a, const struct nf_chain *chain, const struct nf_rule *rule)
{
	if (chain->table->legacy)
		return NULL;
	const char *c = udata_comment(a, rule->userdata);
	return c ? c : compat_comment(a, rule->exprs);
}
