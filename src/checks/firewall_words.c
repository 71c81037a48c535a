/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What decides, in a sentence, and the commands that let the ports in there. */
#include "firewall.h"

const char *firewall_decider(const struct judging *j, const struct decider *d)
{
	struct arena *a = judge_arena(j);
	const char *rule = d->rule ? d->rule : d->detail;
	struct text t;
	text_init(&t, a, 1200);
	text_add(&t, decider_place(a, d));
	if (rule)
		text_printf(&t, " \"%s\"", judge_cut(j, rule, 200));
	if (!d->owner && d->path.n < 2)
		return text_str(&t);
	text_printf(&t, " (%s", d->owner ? d->owner : "");
	for (size_t i = 0; d->path.n > 1 && i < d->path.n; i++)
		text_printf(&t, "%s%s",
			i          ? " > "
			: d->owner ? ", by "
				   : "by ",
			d->path.v[i]);
	text_add(&t, ")");
	return text_str(&t);
}

static bool is_owner(const struct decider *d, const char *owner)
{
	return d->owner && judge_starts(d->owner, owner);
}

/* "filter_IN_public_deny": firewalld names its chains so. */
static const char *zone_of(const struct judging *j, const struct decider *d)
{
	static const char prefix[] = "filter_IN_";
	for (size_t i = d->path.n; i-- > 0;) {
		const char *c = d->path.v[i];
		if (!judge_starts(c, prefix))
			continue;
		c += strlen(prefix);
		const char *end = c + strlen(c);
		static const char *const parts[] = {
			"_pre", "_log", "_deny", "_allow", "_post", NULL};
		for (size_t k = 0; parts[k]; k++)
			if (judge_ends(c, parts[k]))
				end = c + strlen(c) - strlen(parts[k]);
		return judge_s(j, " --zone=%.*s", (int)(end - c), c);
	}
	return "";
}

static const char *in_firewalld(const struct judging *j, const struct decider *d)
{
	const char *zone = zone_of(j, d);
	return judge_s(j,
		"firewall-cmd%s --add-service=http --add-service=https\n"
		"firewall-cmd --permanent%s --add-service=http --add-service=https\n"
		"A deny or rich rule of that zone must go as well: firewall-cmd%s "
		"--list-all",
		zone, zone, zone);
}

static const char *in_iptables(const struct judging *j, const struct decider *d)
{
	const char *cmd = judge_s(j, "ip%stables%s",
		d->family && strcmp(d->family, "ip6") == 0 ? "6" : "",
		d->legacy ? "-legacy" : "");
	const char *chain = d->path.n ? d->path.v[0] : "INPUT";
	return judge_s(j,
		"Let the ports in before that rule:\n"
		"    %s -I %s -p tcp -m multiport --dports 80,443 -j ACCEPT\n"
		"and save it, or it is gone after a reboot: netfilter-persistent save",
		cmd, chain);
}

static const char *in_nft(const struct judging *j, const struct decider *d)
{
	return judge_s(j,
		"Let the ports in before that rule:\n"
		"    nft insert rule %s %s %s tcp dport '{ 80, 443 }' accept\n"
		"and write it into the file that is loaded at boot "
		"(/etc/nftables.conf).",
		d->family, d->table, d->path.n ? d->path.v[0] : d->chain);
}

static bool is_compat(const struct decider *d)
{
	static const char *const tables[] = {"filter", "mangle", "raw", "security", NULL};
	const char *chain = d->path.n ? d->path.v[0] : d->chain;
	bool upper = chain && *chain >= 'A' && *chain <= 'Z';
	for (size_t i = 0; upper && tables[i]; i++)
		if (d->table && strcmp(d->table, tables[i]) == 0)
			return d->family && judge_starts(d->family, "ip");
	return false;
}

/* ufw sets the policies of INPUT and FORWARD themselves. */
static bool is_ufw(const struct judging *j, const struct decider *d)
{
	const struct firewalls *f = &j->evidence->firewalls;
	if (is_owner(d, "ufw"))
		return true;
	for (size_t i = 0; d->handle == 0 && d->chain && i < f->all.n; i++)
		if (f->all.v[i]->name && strcmp(f->all.v[i]->name, "ufw") == 0)
			return f->all.v[i]->state == MANAGER_ACTIVE &&
			       (d->legacy || is_compat(d));
	return false;
}

const char *firewall_advice(const struct judging *j, const struct decider *d)
{
	if (is_ufw(j, d))
		return "ufw allow 80,443/tcp\nA deny rule that stands before it goes "
		       "first: ufw status numbered, then ufw delete NUMBER, or ufw "
		       "insert 1 allow 80,443/tcp";
	if (is_owner(d, "firewalld"))
		return in_firewalld(j, d);
	if (is_owner(d, "Docker"))
		return "Let the ports in before it: iptables -I DOCKER-USER -p tcp -m "
		       "multiport --dports 80,443 -j RETURN";
	if (!d->table || !d->chain)
		return NULL;
	return d->legacy || is_compat(d) ? in_iptables(j, d) : in_nft(j, d);
}
