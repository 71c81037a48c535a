/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Who made a rule, by the names of its table and chain (firewall.md 1.6). */
#include "names.h"

#include <string.h>

struct owner_row {
	const char *prefix; /* of the table's or chain's name */
	const char *owner;
};
static const struct owner_row by_table[] = {
	{"firewalld_policy_drop", "firewalld panic mode"},
	{"firewalld", "firewalld"},
	{"f2b-", "fail2ban"},
	{"crowdsec", "CrowdSec"},
	{"docker-bridges", "Docker"},
	{"netavark", "Podman"},
	{"kube-proxy", "kube-proxy"},
	{"libvirt_network", "libvirt"},
	{"calico", "Calico"},
	{"cilium", "Cilium"},
};
static const struct owner_row by_chain[] = {
	{"ufw-", "ufw"},
	{"ufw6-", "ufw"},
	{"DOCKER", "Docker"},
	{"NETAVARK", "Podman"},
	{"CNI-", "CNI"},
	{"f2b-", "fail2ban"},
	{"fail2ban-", "fail2ban"},
	{"LIBVIRT_", "libvirt"},
	{"KUBE-", "kube-proxy"},
	{"cali-", "Calico"},
	{"CILIUM_", "Cilium"},
	{"FLANNEL-", "Flannel"},
	{"WEAVE-", "Weave"},
	{"ts-", "Tailscale"},
	{"CROWDSEC", "CrowdSec"},
	{"LOCALINPUT", "CSF"},
	{"LOCALOUTPUT", "CSF"},
	{"LOGDROPIN", "CSF"},
	{"LOGDROPOUT", "CSF"},
	{"ALLOWIN", "CSF"},
	{"DENYIN", "CSF"},
	{"ALLOWDYNIN", "CSF"},
	{"net2fw", "Shorewall"},
	{"net-fw", "Shorewall"},
	{"smurfs", "Shorewall"},
	{"shorewall", "Shorewall"},
	{"InstanceServices", "Oracle Cloud's image"},
	{"oracle-cloud-", "Oracle Cloud's image"},
	{"sshguard", "SSHGuard"},
};

static const char *find(const struct owner_row *rows, size_t n, const char *name)
{
	for (size_t i = 0; i < n; i++)
		if (strncmp(name, rows[i].prefix, strlen(rows[i].prefix)) == 0)
			return rows[i].owner;
	return NULL;
}
#define FIND(rows, name) find(rows, sizeof(rows) / sizeof((rows)[0]), name)

/* -- firewalld -------------------------------------------------------------------- */

struct part { /* the end of a zone's chain, and what firewalld puts there */
	const char *end, *what;
};
static const struct part parts[] = {
	{"_deny", ", a rich rule"},
	{"_pre", ", a rich rule with priority"},
	{"_post", ", a rich rule with priority"},
	{"_log", ", a rich rule"},
	{"_allow", ""},
	{"_POLICIES_pre", ", a policy"},
	{"_POLICIES_post", ", a policy"},
	{"", ""},
};

static bool ends_in(const char *s, const char *end)
{
	size_t n = strlen(s), k = strlen(end);
	return n >= k && strcmp(s + n - k, end) == 0;
}

/* filter_IN_public_deny, filter_IN_policy_NAME_allow; IN_public_deny with iptables. */
static const char *firewalld(struct arena *a, const char *chain)
{
	static const char *const heads[] = {"filter_IN_", "filter_FWD_", "filter_FWDI_",
		"filter_FWDO_", "filter_OUT_", "nat_PRE_", "nat_POST_", "mangle_PRE_",
		"raw_PRE_", "IN_", "FWDI_", "FWDO_", "FWD_", "PRE_", "POST_"};
	const char *name = NULL;
	for (size_t i = 0; i < sizeof(heads) / sizeof(heads[0]) && !name; i++)
		if (strncmp(chain, heads[i], strlen(heads[i])) == 0)
			name = chain + strlen(heads[i]);
	if (!name || !*name)
		return NULL;
	bool policy = strncmp(name, "policy_", 7) == 0;
	if (policy)
		name += 7;
	const struct part *p = parts;
	while (!ends_in(name, p->end))
		p++;
	return arena_printf(a, "firewalld %s %.*s%s", policy ? "policy" : "zone",
		(int)(strlen(name) - strlen(p->end)), name, p->what);
}

static bool has_chain(const struct nf_table *t, const char *name)
{
	return table_chain(t, name) != NULL;
}

/* firewalld's own chains in iptables' tables, as with FirewallBackend=iptables. */
static bool firewalld_iptables(const struct nf_table *t)
{
	return has_chain(t, "INPUT_ZONES") || has_chain(t, "PREROUTING_ZONES");
}

static const char *in_iptables(struct arena *a, const struct nf_chain *chain)
{
	if (!firewalld_iptables(chain->table))
		return NULL;
	if (ends_in(chain->name, "_direct"))
		return "firewalld direct rule";
	const char *zone = firewalld(a, chain->name);
	return zone ? zone : "firewalld";
}

/* -- base chains and policies ----------------------------------------------------- */

/* A base chain of iptables whose policy one of these set; their own chains tell. */
static const char *policy_owner(const struct nf_chain *chain)
{
	static const struct owner_row tells[] = {
		{"ufw-before-input", "ufw default policy"},
		{"ufw6-before-input", "ufw default policy"},
		{"LOCALINPUT", "CSF"},
		{"net2fw", "Shorewall"},
		{"net-fw", "Shorewall"},
	};
	for (size_t i = 0; i < sizeof(tells) / sizeof(tells[0]); i++)
		if (has_chain(chain->table, tells[i].prefix))
			return tells[i].owner;
	if (chain->hook == HOOK_FORWARD && has_chain(chain->table, "DOCKER-USER"))
		return "Docker";
	return NULL;
}

/* Oracle's images end INPUT with a REJECT, and keep a chain of their own. */
static const char *image_owner(const struct nf_chain *chain, const struct nf_rule *rule)
{
	if (chain->hook != HOOK_INPUT || !has_chain(chain->table, "InstanceServices"))
		return NULL;
	return chain->rules_n && rule == &chain->rules[chain->rules_n - 1]
		       ? "Oracle Cloud's image"
		       : NULL;
}

const char *rule_owner(
	struct arena *a, const struct nf_chain *chain, const struct nf_rule *rule)
{
	const char *owner = FIND(by_table, chain->table->name);
	const char *jail = NULL;
	if (owner && strcmp(owner, "firewalld") == 0) {
		const char *zone = firewalld(a, chain->name);
		return zone ? zone : owner;
	}
	if (!owner)
		owner = in_iptables(a, chain);
	if (!owner)
		owner = FIND(by_chain, chain->name);
	if (!owner)
		owner = rule ? image_owner(chain, rule) : policy_owner(chain);
	if (!owner)
		return "hand-added";
	if (strcmp(owner, "fail2ban") == 0)
		jail = rule_jail(a, chain, rule);
	return jail ? arena_printf(a, "fail2ban jail %s", jail) : owner;
}
