/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Whether a reboot changes who gets in: the rules in force against the saved ones. */
#include "firewall.h"

struct telling { /* ports that fare alike */
	const struct reboot_change *first;
	struct text ports;
	bool several;
};

static const struct verdicts *now(const struct judging *j)
{
	return &j->evidence->verdicts;
}

static const struct verdicts *then(const struct judging *j)
{
	return &j->evidence->after_reboot;
}

/* What could not be run might have let it in, or not. */
static const struct boot_load *not_followed(const struct judging *j)
{
	for (size_t i = 0; i < then(j)->loads.n; i++) {
		const struct boot_load *l = then(j)->loads.v[i];
		if (l->state == BOOT_NOT_RUN)
			return l;
	}
	return NULL;
}

static bool matters(const struct judging *j, const struct reboot_change *c)
{
	for (size_t i = 0; i < now(j)->spaces.n; i++) {
		const struct space_look *s = now(j)->spaces.v[i];
		if (ip_equal(&s->to, &c->to) && s->port == c->port && s->interface &&
			c->interface && strcmp(s->interface, c->interface) == 0)
			return firewall_matters(j, s);
	}
	return false;
}

/* Nothing stands in the way: there is no rule to name. */
static const char *decider(const struct judging *j, const struct decider *d)
{
	return d->chain ? firewall_decider(j, d) : "no rule, as none stands in the way";
}

static const char *said(enum fate f)
{
	static const char *const words[FATE__MAX] = {
		"accepted", "dropped", "rejected", "perhaps dropped", "not known"};
	return words[f];
}

static const char *sources(const struct judging *j, const struct reboot_change *c)
{
	if (c->share > 0.5)
		return "";
	return judge_s(
		j, " from %s", space_range_str(judge_arena(j), &c->from, &c->last));
}

static void say(const struct judging *j, const struct telling *t)
{
	const struct reboot_change *c = t->first;
	const struct boot_load *l = not_followed(j);
	bool known = c->after != FATE_UNKNOWN && c->after != FATE_MAYBE && !l;
	char buf[IP_TEXT_MAX];
	struct finding *x = findings_add(j->findings,
		c->opens ? FINDING_RULE_NOT_LOADED : FINDING_RULE_NOT_PERSISTENT,
		known ? VERDICT_WARN : VERDICT_UNKNOWN, CERTAINTY_COMPUTED, &then(j)->obs,
		"port%s %s of %s%s: now %s by %s; after a reboot %s by %s%s%s%s",
		t->several ? "s" : "", text_str(&t->ports), ip_format(&c->to, buf),
		sources(j, c), said(c->before), decider(j, c->now), said(c->after),
		decider(j, c->then), l ? "; not known is what this does at boot: " : "",
		l ? l->unit : "",
		l && l->command ? judge_s(j, " (%s)", judge_cut(j, l->command, 100))
				: "");
	finding_because(j->findings, x, &now(j)->obs);
	x->subject.ip = c->to;
	x->subject.port = t->several ? 0 : c->port;
	x->subject.thing =
		decider_place(judge_arena(j), c->now->chain ? c->now : c->then);
	x->advice = reboot_mend(judge_arena(j), now(j), then(j), c);
	if (!x->advice)
		x->advice = finding_table[x->id].advice;
}

static bool alike(const struct reboot_change *a, const struct reboot_change *b)
{
	return a->opens == b->opens && ip_equal(&a->to, &b->to) &&
	       decider_equal(a->now, b->now) && decider_equal(a->then, b->then);
}

/* One address on two interfaces, or two ports by one rule: said once. */
static void gather(const struct judging *j, const reboot_changes *all, size_t from,
	bool *done, struct telling *t)
{
	const struct reboot_change *c = all->v[from];
	t->first = c;
	text_init(&t->ports, judge_arena(j), 200);
	text_printf(&t->ports, "%" PRId64, c->port);
	for (size_t k = from + 1; k < all->n; k++) {
		const struct reboot_change *x = all->v[k];
		if (done[k] || !alike(c, x))
			continue;
		done[k] = true;
		if (x->port == c->port || t->several)
			continue;
		t->several = true;
		text_printf(&t->ports, " and %" PRId64, x->port);
	}
}

static void say_same(const struct judging *j)
{
	const struct verdicts *v = then(j);
	size_t loaded = 0;
	for (size_t i = 0; i < v->loads.n; i++)
		loaded += v->loads.v[i]->state == BOOT_LOADED;
	findings_add(j->findings, FINDING_RULE_NOT_PERSISTENT, VERDICT_PASS,
		CERTAINTY_COMPUTED, &v->obs,
		"the saved rules (%" PRId64
		", by %d of this host's units) let in whom the rules in force let in",
		v->rules, (int)loaded);
}

static void say_unseen(const struct judging *j)
{
	const struct obs *o = &then(j)->obs;
	struct finding *x = findings_add(j->findings, FINDING_RULE_NOT_PERSISTENT,
		VERDICT_UNKNOWN, CERTAINTY_COMPUTED, o,
		"what a reboot would load was not seen: %s",
		o->excerpt ? o->excerpt : "no reason given");
	x->advice = "Run the tool as root, on the host itself.";
}

static bool was_asked(const struct judging *j)
{
	return j->target->after_reboot && judge_by_http(j) && !judge_is_trace(j);
}

static void judge(const struct judging *j)
{
	reboot_changes all = {0};
	size_t told = 0;
	if (!was_asked(j))
		return;
	if (then(j)->obs.seen != SEEN_YES || now(j)->obs.seen != SEEN_YES) {
		say_unseen(j);
		return;
	}
	reboot_compare(judge_arena(j), now(j), then(j), &all);
	bool *done = arena_array(judge_arena(j), all.n, sizeof(*done));
	for (size_t i = 0; i < all.n; i++) {
		struct telling t = {.several = false};
		if (done[i] || !matters(j, all.v[i]))
			continue;
		gather(j, &all, i, done, &t);
		say(j, &t);
		told++;
	}
	if (told == 0)
		say_same(j);
}

static const struct probe *const needs[] = {&probe_verdicts, &probe_host, NULL};

const struct check check_after_reboot = {
	.id = "after-reboot",
	.title = "Rules that a reboot changes, with --after-reboot",
	.why = "A port that is open by hand alone is closed when the certificate is "
	       "renewed.",
	.needs = needs,
	.judge = judge,
};
