/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The way from outside to this host, of which a look from inside proves nothing. */
#include "firewall.h"

static const char *active_managers(const struct judging *j)
{
	const struct firewalls *f = &j->evidence->firewalls;
	struct text t;
	text_init(&t, judge_arena(j), 200);
	for (size_t i = 0; i < f->all.n; i++) {
		const struct manager *m = f->all.v[i];
		if (m->state == MANAGER_ACTIVE && obs_seen(&m->obs) &&
			m->base_chains != 0)
			text_printf(&t, "%s%s", t.n ? ", " : "", m->name);
	}
	return text_str(&t);
}

static bool went_over_lo(const struct judging *j, const struct place *p)
{
	(void)j;
	return p->connect == CONNECT_OPEN &&
	       (p->path == PATH_LOCAL || p->path == PATH_LOOPBACK);
}

static const struct obs *ground(const struct judging *j)
{
	const struct paths *p = judge_paths(j);
	for (size_t i = 0; i < p->all.n; i++)
		if (went_over_lo(j, p->all.v[i]))
			return p->all.v[i]->end.obs;
	return obs_seen(&j->evidence->cloud.obs) ? &j->evidence->cloud.obs
						 : &j->evidence->addresses.obs;
}

/* A CA's own request, from its own address, was seen to come in on each port that counts,
 * and to be answered. That is the look from outside. */
static bool say_proved(const struct judging *j)
{
	static const int64_t ports[] = {80, 443};
	const struct arrival *seen[2];
	struct finding *x = NULL;
	char buf[IP_TEXT_MAX];
	for (int i = 0; i < 2; i++) {
		seen[i] = capture_ca_came(j, ports[i]);
		if (!seen[i] && port_need(j, ports[i], true) == VERDICT_FAIL)
			return false;
	}
	for (int i = 0; i < 2; i++) {
		if (!seen[i])
			continue;
		x = findings_add(j->findings, FINDING_UPSTREAM_UNPROVED, VERDICT_PASS,
			CERTAINTY_PROVED, &seen[i]->obs,
			"%s (%s) came in on port %" PRId64 " and was answered",
			ip_format(&seen[i]->from, buf), seen[i]->ca_by, ports[i]);
		x->vantage = VANTAGE_OUTSIDE;
		x->subject.port = ports[i];
	}
	return x != NULL;
}

static void say_unproved(const struct judging *j)
{
	const struct cloud *c = &j->evidence->cloud;
	/* what their rules do is computed elsewhere, and told there */
	const char *managers =
		obs_seen(&j->evidence->verdicts.obs) ? "" : active_managers(j);
	bool cloud = obs_seen(&c->obs) && c->name;
	bool both = j->profile->schemes != SCHEMES_HTTP;
	if (!judge_by_http(j) || say_proved(j))
		return;
	struct finding *x = findings_add(j->findings, FINDING_UPSTREAM_UNPROVED,
		VERDICT_UNKNOWN, CERTAINTY_ASSUMED, ground(j),
		"nothing outside has asked yet: whether %s%s%s%s let%s a CA in on %s is "
		"not known%s",
		cloud ? c->name : "what stands in front of this host",
		cloud ? "'s security group" : "", *managers ? ", and this host's " : "",
		managers, *managers ? "" : "s", both ? "ports 80 and 443" : "port 80",
		capture_came(j));
	x->outside_only = true;
	x->advice = advice_upstream(j);
}

/* -- address translation
 * ------------------------------------------------------------------ */
static bool answers_through_nat(const struct judging *j, const struct place *p)
{
	(void)j;
	return p->addr->where == WHERE_NAT && p->connect == CONNECT_OPEN &&
	       p->path == PATH_ROUTER;
}

/* From this side it passes connections on; that it does so for others is not shown by
 * that. */
static void say_translated(const struct judging *j, const struct named *n)
{
	struct finding *x = say_pass(j, n, FINDING_BEHIND_NAT,
		"a router translates the address; from this side it passes connections "
		"on, from outside that is not proved",
		answers_through_nat);
	if (!x)
		return;
	x->verdict = VERDICT_UNKNOWN;
	x->certainty = CERTAINTY_COMPUTED;
	x->outside_only = true;
	x->advice = finding_table[FINDING_BEHIND_NAT].advice;
	capture_because(j, x, n, answers_through_nat);
}

/* The address that the default route leaves from is one of a carrier's NAT. */
static const struct local_address *carrier_address(const struct judging *j)
{
	const struct addresses *a = &j->evidence->addresses;
	for (size_t i = 0; obs_seen(&a->obs) && i < a->defaults.n; i++)
		for (size_t k = 0; k < a->all.n; k++) {
			const struct local_address *x = a->all.v[k];
			const char *out = a->defaults.v[i]->interface;
			if (out && x->interface && strcmp(out, x->interface) == 0 &&
				ip_carrier_nat(&x->ip))
				return x;
		}
	return NULL;
}

static bool reached_through_nat(const struct judging *j)
{
	const struct paths *p = judge_paths(j);
	bool nat = false;
	for (size_t i = 0; i < p->all.n; i++) {
		nat = nat || p->all.v[i]->addr->where == WHERE_NAT;
		if (answers_through_nat(j, p->all.v[i]))
			return true;
	}
	return !nat && p->all.n > 0; /* the names lead elsewhere: no matter */
}

static void judge_carrier(const struct judging *j)
{
	const struct local_address *x = carrier_address(j);
	char buf[IP_TEXT_MAX];
	if (!x || reached_through_nat(j) || !judge_by_http(j))
		return;
	struct finding *f = findings_add(j->findings, FINDING_CARRIER_NAT, VERDICT_WARN,
		CERTAINTY_COMPUTED, &j->evidence->addresses.obs,
		"this host goes out from %s, an address behind a carrier's NAT: nobody "
		"outside can connect to it without the carrier's help",
		ip_format(&x->ip, buf));
	f->subject.ip = x->ip;
	f->advice = finding_table[f->id].advice;
}

static void judge_own_dns(const struct judging *j)
{
	const struct paths *p = judge_paths(j);
	bool resolved = p->names.n > 0;
	const struct packet_verdict *out =
		j->evidence->recursion.obs.seen == SEEN_NO ? egress_dns(j) : NULL;
	if (!judge_dns_refused(j) && !out)
		return;
	for (size_t i = 0; i < p->names.n; i++)
		resolved = resolved && p->names.v[i]->dns != DNS_SILENT &&
			   p->names.v[i]->dns != DNS_UNSEEN;
	struct finding *x = findings_add(j->findings, FINDING_EGRESS_BLOCKED,
		resolved ? VERDICT_WARN : VERDICT_UNKNOWN, CERTAINTY_COMPUTED,
		&j->evidence->recursion.obs, "this host's own rules %s",
		out ? judge_s(j, "stop its questions to name servers on port 53: %s",
			      egress_words(j, out))
		    : "refuse its questions to name servers on port 53");
	if (out)
		finding_because(j->findings, x, &j->evidence->egress.obs);
	x->advice = out ? egress_advice(j, out) : finding_table[x->id].advice;
}

static void judge(const struct judging *j)
{
	static const enum finding_id ids[] = {
		FINDING_BEHIND_NAT, FINDING_EGRESS_BLOCKED, FINDING__MAX};
	const struct paths *p = judge_paths(j);
	capture_judge_front(j);
	capture_judge_arrivals(j);
	say_unproved(j);
	say_places(j, ids);
	judge_own_dns(j);
	judge_carrier(j);
	for (size_t i = 0; i < p->names.n; i++) {
		struct finding *x = say_pass(j, p->names.v[i], FINDING_SELF_PROBE_LOCAL,
			"the connect stayed on this host: it proves the listener, not "
			"the way in",
			went_over_lo);
		capture_because(j, x, p->names.v[i], went_over_lo);
		say_translated(j, p->names.v[i]);
	}
}

static const struct probe *const needs[] = {
	&probe_host, &probe_reach, &probe_capture, NULL};

const struct check check_upstream = {
	.id = "upstream",
	.title = "Outside the host: security group, NAT",
	.why = "A security group or router may drop what this host would take.",
	.needs = needs,
	.judge = judge,
};
