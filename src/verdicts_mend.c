/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The managers' own commands that make what is saved and what is in force agree. */
#include "verdicts.h"

#include "text.h"

#include <inttypes.h>
#include <string.h>

enum { MEND_MAX = 2048 };

struct mending {
	struct arena *arena;
	const struct verdicts *now, *then;
	const struct reboot_change *change;
	struct text out;
};

static bool starts(const char *s, const char *head)
{
	return s && strncmp(s, head, strlen(head)) == 0;
}

static bool compat(const struct decider *d)
{
	return d->legacy || (d->chain && *d->chain >= 'A' && *d->chain <= 'Z');
}

static const char *iptables(const struct mending *m, const struct decider *d)
{
	bool six = d->family && strcmp(d->family, "ip6") == 0;
	return arena_printf(
		m->arena, "ip%stables%s", six ? "6" : "", d->legacy ? "-legacy" : "");
}

/* -- an accept that is not saved ---------------------------------------------------- */

/* "firewalld zone public, a rich rule": " --zone=public". */
static const char *zone_of(const struct mending *m, const struct decider *d)
{
	static const char head[] = "firewalld zone ";
	if (!starts(d->owner, head))
		return "";
	const char *zone = d->owner + strlen(head);
	return arena_printf(m->arena, " --zone=%.*s", (int)strcspn(zone, ","), zone);
}

static void in_firewalld(struct mending *m, const struct decider *d)
{
	text_printf(&m->out, "firewall-cmd --permanent%s --add-port=%" PRId64 "/%s",
		zone_of(m, d), m->change->port, m->change->proto);
}

static bool in_manager(struct mending *m, const struct decider *d)
{
	if (starts(d->owner, "ufw"))
		text_printf(&m->out, "ufw allow %" PRId64 "/%s", m->change->port,
			m->change->proto);
	else if (starts(d->owner, "firewalld direct"))
		text_add(&m->out, "firewall-cmd --runtime-to-permanent");
	else if (starts(d->owner, "firewalld"))
		in_firewalld(m, d);
	else
		return false;
	return true;
}

/* Docker's and fail2ban's rules would be frozen into the file. */
static void beware(struct mending *m)
{
	if (m->now->remakers.n == 0)
		return;
	text_add(&m->out, "\nNot by a save of all rules: those of ");
	for (size_t i = 0; i < m->now->remakers.n; i++)
		text_printf(&m->out, "%s%s", i ? ", " : "", m->now->remakers.v[i]);
	text_add(&m->out, " would be frozen with them.");
}

static void in_file(struct mending *m, const struct boot_load *l, const struct decider *d)
{
	const char *file = l && l->file ? l->file : NULL;
	const char *rule = d->chain && d->rule && d->handle ? d->rule : NULL;
	bool six = d->family && strcmp(d->family, "ip6") == 0;
	if (file && strcmp(file, "/etc/iptables") == 0)
		file = six ? "/etc/iptables/rules.v6" : "/etc/iptables/rules.v4";
	if (rule && compat(d))
		text_printf(&m->out, "Write it into %s, before what drops: -A %s %s",
			file ? file : "the file that is loaded at boot", d->chain, rule);
	else if (rule)
		text_printf(&m->out,
			"Write it into %s, chain %s of table %s %s, before what drops: "
			"%s",
			file ? file : "the file that is loaded at boot", d->chain,
			d->family, d->table, rule);
	else
		text_printf(&m->out,
			"Let the port in where it will be dropped, in %s: tcp dport "
			"%" PRId64,
			file ? file : "the file that is loaded at boot", m->change->port);
	beware(m);
}

static void save(struct mending *m)
{
	const struct decider *now = m->change->now, *then = m->change->then;
	const struct boot_load *l = reboot_load_of(m->then, now);
	if (l && l->state == BOOT_FAILED) {
		text_printf(&m->out, "%s fails at boot: %s\nMend it first: %s", l->unit,
			l->detail ? l->detail : "no reason given", l->command);
		return;
	}
	if (l && l->state == BOOT_DISABLED && starts(now->owner, "file ")) {
		text_printf(&m->out, "systemctl enable %s", l->unit);
		return;
	}
	if (in_manager(m, now) || in_manager(m, then))
		return;
	in_file(m, l ? l : reboot_load_of(m->then, then), now->chain ? now : then);
	if (l && l->state == BOOT_DISABLED)
		text_printf(&m->out, "\nsystemctl enable %s", l->unit);
}

/* -- an accept that is saved and not loaded --------------------------------------- */

static void take_away(struct mending *m, const struct decider *d)
{
	if (!d->chain)
		return;
	text_add(&m->out, "What drops it stands in no saved configuration. Take it "
			  "away: ");
	if (compat(d) && d->handle)
		text_printf(&m->out, "%s -t %s -D %s %s", iptables(m, d), d->table,
			d->chain, d->rule ? d->rule : "");
	else if (compat(d))
		text_printf(&m->out, "%s -t %s -P %s ACCEPT", iptables(m, d), d->table,
			d->chain);
	else if (d->handle)
		text_printf(&m->out, "nft delete rule %s %s %s handle %" PRId64,
			d->family, d->table, d->chain, d->handle);
	else
		text_printf(&m->out, "nft chain %s %s %s '{ policy accept; }'", d->family,
			d->table, d->chain);
}

static void load(struct mending *m)
{
	const struct decider *now = m->change->now, *then = m->change->then;
	const struct boot_load *l = reboot_load_of(m->then, then);
	if (starts(then->owner, "ufw"))
		text_add(&m->out, "ufw reload");
	else if (starts(then->owner, "firewalld"))
		text_add(&m->out, "firewall-cmd --reload");
	else if (l && then->chain && l->state == BOOT_LOADED)
		text_printf(&m->out, "%s", l->command);
	else
		take_away(m, now);
}

const char *reboot_mend(struct arena *a, const struct verdicts *now,
	const struct verdicts *then, const struct reboot_change *c)
{
	struct mending m = {.arena = a, .now = now, .then = then, .change = c};
	text_init(&m.out, a, MEND_MAX);
	if (c->opens)
		load(&m);
	else
		save(&m);
	return m.out.n ? text_str(&m.out) : NULL;
}
