/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Several managers, or both backends of iptables, decide about one packet: which of them
 * shall stay is the administrator's choice, and no fix stops a service. */
#include "fix.h"

#include "text.h"

#include <string.h>

enum { GUIDE_MAX = 4096 };

static const char id[] = "one-firewall";

struct row {
	const char *name, *off; /* as firewalls tells it; how it is switched off */
};
static const struct row rows[] = {
	{"firewalld", "systemctl disable --now firewalld"},
	{"ufw", "ufw disable"},
	{"nftables", "systemctl disable --now nftables"},
	{"iptables-nft", "systemctl disable --now netfilter-persistent (iptables)"},
	{"iptables-legacy", "systemctl disable --now netfilter-persistent (iptables)"},
};

static bool is_active(const struct fixing *f, const char *name)
{
	const struct firewalls *all = f->host->firewalls;
	for (size_t i = 0; all && i < all->all.n; i++)
		if (strcmp(all->all.v[i]->name, name) == 0)
			return all->all.v[i]->state == MANAGER_ACTIVE;
	return false;
}

static void refuse_two(struct fixing *f)
{
	struct text t;
	text_init(&t, f->arena, GUIDE_MAX);
	text_add(&t,
		"Choose the one that shall stay, open TCP 80 and 443 in it, and then "
		"switch the others off, from a console that no firewall cuts off:");
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (is_active(f, rows[i].name))
			text_printf(&t, "\n%s: %s", rows[i].name, rows[i].off);
	plan_refuse(f->plan, finding_table[FINDING_TWO_FIREWALLS].id, id,
		"what drops is opened in each of them; which one shall stay is yours to "
		"choose, and --fix stops no service",
		text_str(&t));
}

static void refuse_backend(struct fixing *f)
{
	plan_refuse(f->plan, finding_table[FINDING_WRONG_BACKEND].id, id,
		"what drops is opened in both backends; to move the rules into one of "
		"them is yours to do, for nobody knows here who loads them",
		"iptables-legacy-save; ip6tables-legacy-save; iptables-nft-save; "
		"ip6tables-nft-save\nMove the rules that you want into the backend of "
		"the command iptables (iptables -V), then empty the other one, its "
		"policies first:\niptables-legacy -P INPUT ACCEPT && iptables-legacy -F\n"
		"or: iptables-nft -P INPUT ACCEPT && iptables-nft -F");
}

static void plan(struct fixing *f)
{
	if (fixing_wants(f, FINDING_TWO_FIREWALLS))
		refuse_two(f);
	if (fixing_wants(f, FINDING_WRONG_BACKEND))
		refuse_backend(f);
}

static const enum finding_id mends[] = {
	FINDING_TWO_FIREWALLS, FINDING_WRONG_BACKEND, FINDING__MAX};

const struct fix fix_one_firewall = {
	.id = id,
	.title = "Say how one firewall manager is left to decide",
	.risk = "It changes nothing: which manager shall stay is yours to choose.",
	.mends = mends,
	.plan = plan,
};
