/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What stands beside the verdict: rules that do not decide, containers, programs. */
#include "firewall.h"

/* -- rules without effect ----------------------------------------------------------- */

/* The map behind the idle rule, where it matters. */
static const struct space_look *map_of(const struct judging *j, const struct idle_rule *x)
{
	const struct verdicts *v = &j->evidence->verdicts;
	for (size_t i = 0; i < v->spaces.n; i++) {
		const struct space_look *s = v->spaces.v[i];
		if (ip_equal(&s->to, &x->to) && s->port == x->port && s->interface &&
			x->interface && strcmp(s->interface, x->interface) == 0)
			return firewall_matters(j, s) ? s : NULL;
	}
	return NULL;
}

static bool is_closed(const struct judging *j, const struct space_look *s)
{
	struct ending e;
	firewall_end(j, s, &e);
	return e.id == FINDING_FIREWALL_DROPS || e.id == FINDING_FIREWALL_REJECTS;
}

/* "filter_IN_public_allow" gives "public"; NULL when it is no zone's chain. */
static const char *zone_in(const struct judging *j, const char *chain)
{
	static const char prefix[] = "filter_IN_", suffix[] = "_allow";
	if (!chain || !judge_starts(chain, prefix) || !judge_ends(chain, suffix))
		return NULL;
	size_t n = strlen(chain) - strlen(prefix) - strlen(suffix);
	return judge_s(j, "%.*s", (int)n, chain + strlen(prefix));
}

static bool passes_zone(
	const struct judging *j, const struct decider *d, const char *zone)
{
	const char *chain = judge_s(j, "filter_IN_%s", zone);
	for (size_t i = 0; i < d->path.n; i++)
		if (strcmp(d->path.v[i], chain) == 0 ||
			judge_starts(d->path.v[i], judge_s(j, "%s_", chain)))
			return true;
	return false;
}

static void say_idle(const struct judging *j, const struct idle_rule *x,
	const struct space_look *s, const char *ports)
{
	const struct decider *by = firewall_adverse(s);
	const char *zone = zone_in(j, x->rule.chain);
	bool mismatch = zone && by && !passes_zone(j, by, zone);
	struct finding *f = findings_add(j->findings,
		mismatch ? FINDING_ZONE_MISMATCH : FINDING_RULE_WITHOUT_EFFECT,
		VERDICT_WARN, CERTAINTY_COMPUTED, &j->evidence->verdicts.obs,
		"%s accepts port%s and does not decide%s%s; what decides is %s",
		firewall_decider(j, &x->rule), ports, x->why ? ": " : "",
		x->why     ? x->why
		: mismatch ? judge_s(j, ": the packet does not enter the zone %s", zone)
			   : "",
		by ? firewall_decider(j, by) : "another rule");
	f->subject.thing = decider_place(judge_arena(j), &x->rule);
	f->advice = finding_table[f->id].advice;
}

static void judge_idle(const struct judging *j)
{
	const struct verdicts *v = &j->evidence->verdicts;
	bool *said = arena_array(judge_arena(j), v->idle.n, sizeof(*said));
	for (size_t i = 0; i < v->idle.n; i++) {
		const struct idle_rule *x = v->idle.v[i];
		const struct space_look *s = map_of(j, x);
		const char *ports = judge_s(j, " %" PRId64, x->port);
		if (said[i] || !s || !is_closed(j, s))
			continue;
		for (size_t k = i + 1; k < v->idle.n; k++) {
			if (!decider_equal(&v->idle.v[k]->rule, &x->rule))
				continue;
			said[k] = true;
			if (v->idle.v[k]->port != x->port && *ports == ' ')
				ports = judge_s(j, "s %" PRId64 " and %" PRId64, x->port,
					v->idle.v[k]->port);
		}
		say_idle(j, x, s, ports);
	}
}

/* -- containers --------------------------------------------------------------------- */

static const struct decider *rewritten(const struct space_look *s)
{
	for (size_t i = 0; i < s->deciders.n; i++) {
		const struct decider *d = s->deciders.v[i];
		if (d->sent_to.family && d->hook && strcmp(d->hook, "forward") == 0)
			return d;
	}
	return NULL;
}

struct sent { /* ports that are sent on to one address */
	const struct decider *by;
	struct text ports;
	bool closed;
	int64_t port; /* 0: several */
};

static void say_container(const struct judging *j, const struct sent *c)
{
	char buf[IP_TEXT_MAX];
	struct finding *x = findings_add(j->findings, FINDING_CONTAINER_PORT,
		c->closed ? VERDICT_WARN : VERDICT_PASS, CERTAINTY_COMPUTED,
		&j->evidence->verdicts.obs,
		"what comes for port %s is sent on to %s before the INPUT chain: rules "
		"there do not decide, those of FORWARD do",
		text_str(&c->ports), ip_format(&c->by->sent_to, buf));
	x->subject.port = c->port;
	x->advice = c->closed ? finding_table[x->id].advice : NULL;
}

static struct sent *sent_to(const struct judging *j, void *list, const struct decider *d)
{
	VEC(struct sent) *all = list;
	for (size_t i = 0; i < all->n; i++)
		if (ip_equal(&all->v[i]->by->sent_to, &d->sent_to))
			return all->v[i];
	struct sent *c = VEC_ADD(judge_arena(j), all, struct sent);
	c->by = d;
	text_init(&c->ports, judge_arena(j), 80);
	return c;
}

static void judge_containers(const struct judging *j)
{
	const struct verdicts *v = &j->evidence->verdicts;
	VEC(struct sent) all = {0};
	for (size_t i = 0; i < v->spaces.n; i++) {
		const struct space_look *s = v->spaces.v[i];
		const struct decider *d = rewritten(s);
		const char *port = judge_s(j, "%" PRId64, s->port);
		if (!d || !firewall_matters(j, s))
			continue;
		struct sent *c = sent_to(j, &all, d);
		c->closed = c->closed || is_closed(j, s);
		if (strstr(text_str(&c->ports), port))
			continue;
		c->port = c->ports.n ? 0 : s->port;
		text_printf(&c->ports, "%s%s", c->ports.n ? " and " : "", port);
	}
	for (size_t i = 0; i < all.n; i++)
		say_container(j, all.v[i]);
}

/* -- programs ----------------------------------------------------------------------- */

static void judge_programs(const struct judging *j)
{
	const struct verdicts *v = &j->evidence->verdicts;
	struct text t;
	text_init(&t, judge_arena(j), 600);
	for (size_t i = 0; i < v->programs.n; i++) {
		const struct packet_program *p = v->programs.v[i];
		text_printf(&t, "%s%s at %s%s%s%s", t.n ? ", " : "", p->kind,
			p->where ? p->where : "?", p->detail ? " (" : "",
			p->detail ? p->detail : "", p->detail ? ")" : "");
	}
	if (!t.n)
		return;
	struct finding *x = findings_add(j->findings, FINDING_PACKET_PROGRAM,
		VERDICT_WARN, CERTAINTY_COMPUTED, &v->obs,
		"what stands in the packets' way and is not evaluated here may drop "
		"them: %s",
		text_str(&t));
	x->advice = finding_table[x->id].advice;
}

/* -- what the kernel did otherwise --------------------------------------------------- */

static void say_differs(const struct judging *j, const struct packet_verdict *v)
{
	char from[IP_TEXT_MAX], to[IP_TEXT_MAX];
	const struct proof *p = v->proof;
	if (!p || p->state != PROOF_DIFFERS)
		return;
	struct finding *x = findings_add(j->findings, FINDING_KERNEL_DIFFERS,
		VERDICT_WARN, CERTAINTY_PROVED, &j->evidence->verdicts.obs,
		"the kernel's verdict on a SYN from %s to %s port %" PRId64
		" is %s, and was computed as %s: the kernel is right",
		ip_format(&v->from, from), ip_format(&v->to, to), v->port,
		fate_words[p->verdict], fate_words[p->computed]);
	x->subject.ip = v->to;
	x->subject.port = v->port;
	finding_advise(j->findings, x, "%s\n%s", finding_table[x->id].advice, p->report);
}

static void judge_proofs(const struct judging *j)
{
	const struct verdicts *v = &j->evidence->verdicts;
	for (size_t i = 0; i < v->all.n; i++)
		say_differs(j, v->all.v[i]);
	for (size_t i = 0; i < v->spaces.n; i++)
		for (size_t k = 0; k < v->spaces.v[i]->samples.n; k++)
			say_differs(j, v->spaces.v[i]->samples.v[k]);
}

void firewall_aside(const struct judging *j)
{
	judge_idle(j);
	judge_containers(j);
	judge_programs(j);
	judge_proofs(j);
}
