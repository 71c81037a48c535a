/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which firewalls decide about an inbound packet; what their rules do with it is
 * firewall_rules.c's. */
#include "judge.h"

static bool decides(const struct manager *m)
{
	return obs_seen(&m->obs) && m->state == MANAGER_ACTIVE && m->base_chains > 0;
}

static const struct manager *by_name(const struct judging *j, const char *name)
{
	const struct firewalls *f = &j->evidence->firewalls;
	for (size_t i = 0; i < f->all.n; i++)
		if (f->all.v[i]->name && strcmp(f->all.v[i]->name, name) == 0)
			return f->all.v[i];
	return NULL;
}

static bool holds_rules(const struct manager *m)
{
	return m && decides(m) && m->rules > 0;
}

static const char *deciders(const struct judging *j, size_t *n)
{
	const struct firewalls *f = &j->evidence->firewalls;
	struct text t;
	text_init(&t, judge_arena(j), 300);
	*n = 0;
	for (size_t i = 0; i < f->all.n; i++) {
		const struct manager *m = f->all.v[i];
		if (!decides(m))
			continue;
		(*n)++;
		text_printf(&t, "%s%s (%" PRId64 " base chain%s)", t.n ? ", " : "",
			m->name, m->base_chains, m->base_chains == 1 ? "" : "s");
	}
	return text_str(&t);
}

static void add_grounds(const struct judging *j, struct finding *x)
{
	const struct firewalls *f = &j->evidence->firewalls;
	for (size_t i = 0; i < f->all.n; i++)
		if (decides(f->all.v[i]))
			finding_because(j->findings, x, &f->all.v[i]->obs);
}

/* True when both backends of iptables hold rules. */
static bool judge_backend(const struct judging *j)
{
	const struct manager *legacy = by_name(j, "iptables-legacy");
	const struct manager *nft = by_name(j, "iptables-nft");
	if (!holds_rules(legacy) || !holds_rules(nft))
		return false;
	struct finding *x = findings_add(j->findings, FINDING_WRONG_BACKEND, VERDICT_WARN,
		CERTAINTY_COMPUTED, &legacy->obs,
		"both backends of iptables hold rules: %" PRId64
		" by iptables-legacy, %" PRId64
		" by iptables-nft; a packet must pass both, and the command iptables "
		"shows one",
		legacy->rules, nft->rules);
	finding_because(j->findings, x, &nft->obs);
	x->advice = finding_table[x->id].advice;
	return true;
}

static void judge_count(const struct judging *j, bool backend)
{
	size_t n;
	const char *list = deciders(j, &n);
	if (n < 2 || (backend && n == 2))
		return;
	struct finding *x = findings_add(j->findings, FINDING_TWO_FIREWALLS, VERDICT_WARN,
		CERTAINTY_COMPUTED, NULL,
		"%d firewall managers have base chains on the way in, and a packet must "
		"pass each: %s",
		(int)n, list);
	add_grounds(j, x);
	x->advice = finding_table[x->id].advice;
}

static void judge_unreadable(const struct judging *j)
{
	const struct firewalls *f = &j->evidence->firewalls;
	const struct obs *why = obs_seen(&f->obs) ? NULL : &f->obs;
	struct text t;
	text_init(&t, judge_arena(j), 200);
	for (size_t i = 0; i < f->all.n; i++) {
		const struct manager *m = f->all.v[i];
		if (m->state != MANAGER_UNKNOWN && obs_seen(&m->obs))
			continue;
		text_printf(&t, "%s%s", t.n ? ", " : "", m->name ? m->name : "?");
		why = why ? why : &m->obs;
	}
	if (!why && !obs_seen(&j->evidence->verdicts.obs) && !judge_is_trace(j)) {
		why = &j->evidence->verdicts.obs;
		text_add(&t, "its rules");
	}
	if (!why)
		return;
	struct finding *x = findings_add(j->findings, FINDING_FIREWALL_UNREADABLE,
		VERDICT_UNKNOWN, CERTAINTY_PROVED, why,
		"this host's firewall could not be read%s%s: %s", t.n ? ": " : "",
		text_str(&t),
		why->excerpt               ? why->excerpt
		: why->seen == SEEN_DENIED ? "it needs root"
					   : "not looked at");
	x->advice = finding_table[x->id].advice;
}

static void say_fine(const struct judging *j)
{
	const struct firewalls *f = &j->evidence->firewalls;
	size_t n;
	const char *list = deciders(j, &n);
	if (!obs_seen(&f->obs) || n > 1)
		return;
	for (size_t i = 0; i < f->all.n; i++)
		if (!obs_seen(&f->all.v[i]->obs) || f->all.v[i]->state == MANAGER_UNKNOWN)
			return;
	findings_add(j->findings, FINDING_TWO_FIREWALLS, VERDICT_PASS, CERTAINTY_COMPUTED,
		&f->obs,
		n ? "one firewall manager decides on the way in: %s%s"
		  : "no firewall manager has a base chain on the way in%s%s",
		list, "");
}

static void judge(const struct judging *j)
{
	judge_count(j, judge_backend(j));
	judge_unreadable(j);
	say_fine(j);
}

static const struct probe *const needs[] = {&probe_host, &probe_verdicts, NULL};

const struct check check_firewalls = {
	.id = "firewalls",
	.title = "Firewalls of this host: which ones decide",
	.why = "Two firewalls must both let a packet pass, and people open only one.",
	.needs = needs,
	.judge = judge,
};
