/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Whether what was opened stays open: the saved rules, loaded apart by the host's own
 * commands and judged. */
#include "change.h"

#include "verbs.h"

#include <inttypes.h>
#include <string.h>

static bool opens_firewall(const struct plan *p)
{
	static const enum finding_id ids[] = {FINDING_FIREWALL_DROPS,
		FINDING_FIREWALL_REJECTS, FINDING_FIREWALL_DROPS_SOME,
		FINDING_FIREWALL_DROPS_CA, FINDING_RULE_NOT_PERSISTENT};
	for (size_t i = 0; i < p->mends.n; i++)
		for (size_t k = 0; k < sizeof(ids) / sizeof(ids[0]); k++)
			if (strcmp(p->mends.v[i], finding_table[ids[k]].id) == 0)
				return true;
	return false;
}

static bool writes(const struct plan *p)
{
	for (size_t i = 0; i < p->steps.n; i++)
		if (p->steps.v[i]->kind == STEP_PUT)
			return true;
	return false;
}

static bool stops(enum fate f)
{
	return f == FATE_DROP || f == FATE_REJECT;
}

static const char *stopped_by(struct arena *a, const struct decider *d, int64_t port)
{
	return arena_printf(a,
		"after a restart port %" PRId64 " would be stopped all the same: %s%s%s",
		port, decider_place(a, d), d->rule ? ": " : "", d->rule ? d->rule : "");
}

/* NULL: all comes in. A rule against few is no matter of what was opened. */
static const char *stopped(struct arena *a, const struct verdicts *v)
{
	static const double wall = 0.5;
	for (size_t i = 0; i < v->all.n; i++)
		if (stops(v->all.v[i]->verdict))
			return stopped_by(a, &v->all.v[i]->by, v->all.v[i]->port);
	for (size_t i = 0; i < v->spaces.n; i++) {
		const struct space_look *s = v->spaces.v[i];
		for (size_t k = 0; k < s->ranges.n; k++) {
			const struct space_range *r = s->ranges.v[k];
			double share[FATE__MAX];
			space_shares(s, share);
			if (stops(r->verdict) && space_public(&r->from, &r->to) > 0 &&
				share[FATE_DROP] + share[FATE_REJECT] >= wall)
				return stopped_by(a, space_by(s, r), s->port);
		}
	}
	return NULL;
}

const char *change_kept(struct arena *a, const struct ask_change *q, const struct plan *p)
{
	struct verdicts v = {.rules = 0};
	struct ask_verdicts way = q->way;
	if (!opens_firewall(p) || !writes(p) || !q->way.ports.n)
		return NULL;
	way.after_reboot = true;
	verdicts_ask(a, &way, &v);
	if (v.obs.seen != SEEN_YES)
		return arena_printf(a, "what a restart would do was not proved: %s",
			v.obs.excerpt ? v.obs.excerpt : "no reason given");
	const char *why = stopped(a, &v);
	return why ? why
		   : "the saved rules, loaded apart by the host's own commands, let it "
		     "in "
		     "after a restart, too";
}
