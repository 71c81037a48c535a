/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the host's rules do with the CA's connections. Each place is judged anew by the
 * firewall alone, and weighed as the others are: an address or scheme that the CA does
 * not need is no fault.
 */
#include "firewall.h"

static const enum finding_id ids[] = {FINDING_FIREWALL_DROPS, FINDING_FIREWALL_REJECTS,
	FINDING_FIREWALL_DROPS_SOME, FINDING_FIREWALL_DROPS_CA, FINDING_BAN_SET,
	FINDING_FIREWALL_MAYBE, FINDING_FIREWALL_UNREADABLE, FINDING_REVERSE_PATH_FILTER,
	FINDING_NO_RETURN_ROUTE, FINDING_CONNTRACK_FULL, FINDING_PACKET_PROGRAM,
	FINDING_FIREWALL_PANIC, FINDING__MAX};

static const struct verdicts *verdicts(const struct judging *j)
{
	return &j->evidence->verdicts;
}

/* -- which maps matter -------------------------------------------------------------- */

static bool is_default(const struct judging *j, const struct space_look *s)
{
	const struct addresses *a = &j->evidence->addresses;
	for (size_t i = 0; s->interface && i < a->defaults.n; i++)
		if (a->defaults.v[i]->interface &&
			a->defaults.v[i]->family == s->family &&
			strcmp(a->defaults.v[i]->interface, s->interface) == 0)
			return true;
	return a->defaults.n == 0;
}

/* A packet arrives at the link that holds the address; where that is none (an address on
 * the loopback or a dummy interface), by a default route's. */
static bool is_link(const struct local_address *a)
{
	return a->interface && !a->loopback && !judge_starts(a->interface, "dummy");
}

static bool is_way_in(const struct judging *j, const struct space_look *s)
{
	const struct addresses *a = &j->evidence->addresses;
	bool held = false;
	for (size_t i = 0; i < a->all.n; i++) {
		const struct local_address *x = a->all.v[i];
		if (!ip_equal(&x->ip, &s->to) || !is_link(x))
			continue;
		held = true;
		if (s->interface && strcmp(x->interface, s->interface) == 0)
			return true;
	}
	return !held && is_default(j, s);
}

static bool is_tcp(const struct space_look *s)
{
	return s->proto && strcmp(s->proto, "tcp") == 0;
}

bool firewall_of_place(
	const struct judging *j, const struct space_look *s, const struct place *p)
{
	if (s->port != scheme_port(p->scheme) || !is_tcp(s) || !is_way_in(j, s) ||
		s->family != p->addr->ip.family)
		return false;
	if (place_here(p))
		return ip_equal(&s->to, &p->addr->ip);
	return p->addr->where == WHERE_NAT && ip_reserved(&s->to) && is_default(j, s);
}

/* -- places ------------------------------------------------------------------------- */

static enum connect_result as_connect(const struct ending *e)
{
	return e->id == FINDING_FIREWALL_REJECTS ? CONNECT_REFUSED : CONNECT_TIMEOUT;
}

/* The worst of the maps that a packet to the place may meet. False: there is none. */
static bool judge_place(const struct judging *j, struct place *p)
{
	bool found = false;
	struct ending worst = {0};
	for (size_t i = 0; i < verdicts(j)->spaces.n; i++) {
		struct ending e;
		if (!firewall_of_place(j, verdicts(j)->spaces.v[i], p))
			continue;
		firewall_end(j, verdicts(j)->spaces.v[i], &e);
		if (!found || e.verdict > worst.verdict)
			worst = e;
		found = true;
	}
	if (!found || worst.verdict == VERDICT_PASS)
		return found;
	p->end = worst;
	p->dial = true;
	p->absent = false;
	p->connect = as_connect(&worst);
	return true;
}

static bool keeps_its_end(const struct place *p)
{
	return p->reserved || p->addr->where == WHERE_ELSEWHERE;
}

/* The name once more, with the firewall's endings. */
static struct named *copy_of(const struct judging *j, const struct named *n, bool *seen)
{
	struct named *copy = ARENA_NEW(judge_arena(j), struct named);
	*copy = *n;
	copy->places.v = NULL;
	copy->places.n = 0;
	for (size_t i = 0; i < n->places.n; i++) {
		struct place *p = VEC_ADD(judge_arena(j), &copy->places, struct place);
		*p = *n->places.v[i];
		p->named = copy;
		p->note = NULL;
		p->verdict = VERDICT_PASS;
		if (!keeps_its_end(p))
			*seen = judge_place(j, p) || *seen;
	}
	return copy;
}

/* What is known of the CA's addresses is IPv4 alone. */
static bool comes_by_v4(const struct judging *j)
{
	const struct address_list *l = j->profile->lists;
	bool any = false;
	for (; l && l->name; l++)
		for (size_t i = 0; l->prefixes[i]; i++) {
			any = true;
			if (strchr(l->prefixes[i], ':'))
				return false;
		}
	return any;
}

static bool is_ours(const struct place *p)
{
	for (size_t i = 0; ids[i] != FINDING__MAX; i++)
		if (p->end.id == ids[i] && p->end.verdict > VERDICT_PASS)
			return true;
	return false;
}

static bool v6_is_closed(const struct named *n)
{
	for (size_t i = 0; i < n->places.n; i++)
		if (n->places.v[i]->addr->ip.family == 6 && is_ours(n->places.v[i]))
			return true;
	return false;
}

/* Where no source tells which address the CA asks, the family of its own tells. */
static void weigh(const struct judging *j, struct named *n)
{
	struct profile profile = *j->profile;
	struct judging by = *j;
	if (profile.addresses == ADDRESSES_UNKNOWN && comes_by_v4(j) && !v6_is_closed(n))
		profile.addresses = ADDRESSES_V4;
	by.profile = &profile;
	weigh_name(&by, n);
}

static bool judge_names(const struct judging *j, place_list *all)
{
	const struct paths *paths = judge_paths(j);
	bool seen = false;
	for (size_t i = 0; i < paths->names.n; i++) {
		struct named *copy = copy_of(j, paths->names.v[i], &seen);
		weigh(j, copy);
		for (size_t k = 0; k < copy->places.n; k++)
			VEC_PUSH(judge_arena(j), all, copy->places.v[k]);
	}
	return seen;
}

/* -- without a name ----------------------------------------------------------------- */

/* The addresses that a name may be pointed to: public ones, or where there are none those
 * that a router may translate to. */
static bool may_be_published(const struct judging *j, const struct space_look *s)
{
	bool any = false;
	if (!is_tcp(s) || !is_way_in(j, s))
		return false;
	for (size_t i = 0; i < verdicts(j)->spaces.n; i++)
		any = any || (verdicts(j)->spaces.v[i]->family == s->family &&
				     !ip_reserved(&verdicts(j)->spaces.v[i]->to));
	return any ? !ip_reserved(&s->to) : is_default(j, s);
}

static bool lets_in(const struct judging *j, const struct ip *to, int64_t port)
{
	for (size_t i = 0; i < verdicts(j)->spaces.n; i++) {
		const struct space_look *s = verdicts(j)->spaces.v[i];
		struct ending e;
		if (!ip_equal(&s->to, to) || s->port != port || !is_tcp(s))
			continue;
		firewall_end(j, s, &e);
		return e.verdict < VERDICT_UNKNOWN;
	}
	return false;
}

static bool was_said(const struct judging *j, enum finding_id id, const char *message)
{
	for (size_t i = 0; i < j->findings->all.n; i++)
		if (j->findings->all.v[i]->id == id &&
			strcmp(j->findings->all.v[i]->message, message) == 0)
			return true;
	return false;
}

static void say_alone(
	const struct judging *j, const struct space_look *s, const struct ending *e)
{
	char buf[IP_TEXT_MAX];
	enum verdict need =
		port_need(j, s->port, lets_in(j, &s->to, s->port == 80 ? 443 : 80));
	enum verdict v = e->verdict == VERDICT_FAIL ? need : e->verdict;
	if (need == VERDICT_PASS || v == VERDICT_PASS)
		return;
	const char *message = judge_s(j, "%s: port %" PRId64 " of %s", e->what, s->port,
		ip_format(&s->to, buf));
	if (was_said(j, e->id, message))
		return;
	struct finding *x =
		findings_add(j->findings, e->id, v, e->certainty, e->obs, "%s", message);
	x->subject.ip = s->to;
	x->subject.port = s->port;
	x->advice = e->advice ? e->advice : finding_table[e->id].advice;
}

static bool judge_alone(const struct judging *j)
{
	bool seen = false;
	for (size_t i = 0; i < verdicts(j)->spaces.n; i++) {
		const struct space_look *s = verdicts(j)->spaces.v[i];
		struct ending e;
		if (!may_be_published(j, s))
			continue;
		seen = true;
		firewall_end(j, s, &e);
		if (e.verdict != VERDICT_PASS)
			say_alone(j, s, &e);
	}
	return seen;
}

bool firewall_matters(const struct judging *j, const struct space_look *s)
{
	const struct paths *paths = judge_paths(j);
	if (j->target->names.n == 0)
		return may_be_published(j, s);
	for (size_t i = 0; i < paths->all.n; i++)
		if (firewall_of_place(j, s, paths->all.v[i]))
			return true;
	return false;
}

/* -- all of it ---------------------------------------------------------------------- */

static bool any_said(const struct judging *j)
{
	for (size_t i = 0; i < j->findings->all.n; i++)
		for (size_t k = 0; ids[k] != FINDING__MAX; k++)
			if (j->findings->all.v[i]->id == ids[k] &&
				j->findings->all.v[i]->verdict != VERDICT_PASS)
				return true;
	return false;
}

/* Each map that the CA may meet was held against the kernel. */
static bool all_proved(const struct judging *j)
{
	for (size_t i = 0; i < verdicts(j)->spaces.n; i++)
		if (firewall_matters(j, verdicts(j)->spaces.v[i]) &&
			!space_proved(verdicts(j)->spaces.v[i]))
			return false;
	return true;
}

static void say_open(const struct judging *j)
{
	findings_add(j->findings, FINDING_FIREWALL_DROPS, VERDICT_PASS,
		all_proved(j) ? CERTAINTY_PROVED : CERTAINTY_COMPUTED, &verdicts(j)->obs,
		"this host's rules (%" PRId64
		") let new connections from anyone in where the CA asks",
		verdicts(j)->rules);
}

static void judge(const struct judging *j)
{
	place_list all = {0};
	bool seen;
	if (!judge_by_http(j) || judge_is_trace(j) || !obs_seen(&verdicts(j)->obs))
		return;
	if (j->target->names.n) {
		seen = judge_names(j, &all);
		say_list(j, &all, ids);
	} else {
		seen = judge_alone(j);
	}
	if (seen && !any_said(j))
		say_open(j);
	firewall_aside(j);
}

static const struct probe *const needs[] = {&probe_verdicts, &probe_host, NULL};

const struct check check_firewall_rules = {
	.id = "firewall-rules",
	.title = "Rules of this host's firewalls, for the CA's connections",
	.why = "A rule that drops the CA's packet is never seen from this host itself.",
	.needs = needs,
	.judge = judge,
};
