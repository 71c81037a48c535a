/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a change opened, after a restart: the saved configuration is loaded apart, by the
 * host's own commands, and asked the same. */
#include "change.h"

#include "judging.h"

#include <string.h>

static bool keeps_something(const struct plan *p)
{
	for (size_t i = 0; i < p->steps.n; i++)
		if (!p->steps.v[i]->runtime)
			return true;
	return false;
}

static const struct reboot_change *first(const reboot_changes *all, bool opens)
{
	for (size_t i = 0; i < all->n; i++)
		if (all->v[i]->opens == opens)
			return all->v[i];
	return NULL;
}

/* It opens now, or is for what a restart would close: what else a change is for needs no
 * such look. */
static bool opens(struct arena *a, const struct change_making *m)
{
	const char *closes = finding_table[FINDING_RULE_NOT_PERSISTENT].id;
	reboot_changes all = {0};
	for (size_t i = 0; i < m->plan.mends.n; i++)
		if (strcmp(m->plan.mends.v[i], closes) == 0)
			return true;
	reboot_compare(a, &m->out->before, &m->out->after, &all);
	return first(&all, true) != NULL;
}

const char *change_restart(struct change_making *m)
{
	struct arena *a = m->arena;
	struct verdicts *then = ARENA_NEW(a, struct verdicts);
	reboot_changes all = {0};
	if (!keeps_something(&m->plan) || !opens(a, m))
		return NULL;
	verdicts_boot(a, &m->q.way, then);
	if (then->obs.seen != SEEN_YES)
		return arena_printf(a,
			"whether it is kept over a restart is not proved: %s",
			then->obs.excerpt ? then->obs.excerpt : "");
	reboot_compare(a, &m->out->after, then, &all);
	const struct reboot_change *lost = first(&all, false);
	if (!lost)
		return "it is kept over a restart: what is saved was loaded apart, and "
		       "lets the same packets in";
	char to[IP_TEXT_MAX];
	return arena_printf(a,
		"after a restart port %lld of %s is closed again for %s: %s",
		(long long)lost->port, ip_format(&lost->to, to),
		space_range_str(a, &lost->from, &lost->last),
		decider_place(a, lost->then));
}
