/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Why a connect did not stand, by what else this host knows. */
#include "firewall.h"

static const char *excerpt(const struct obs *o)
{
	return o->excerpt ? o->excerpt : o->source ? o->source : "no reason given";
}

static bool has_default_route(const struct judging *j, int family)
{
	const struct addresses *a = &j->evidence->addresses;
	if (!obs_seen(&a->obs))
		return true; /* not known to lack one */
	for (size_t i = 0; i < a->defaults.n; i++)
		if (a->defaults.v[i]->family == family)
			return true;
	return false;
}

/* Nothing that left this host was ever answered: neither a root server nor a connect. */
static bool nothing_leaves(const struct judging *j)
{
	const struct evidence *e = j->evidence;
	if (e->recursion.obs.seen != SEEN_NO || e->recursion.replaced)
		return false;
	for (size_t i = 0; i < e->reach.n; i++) {
		const struct reach *r = e->reach.v[i];
		if (r->path == PATH_ROUTER && obs_seen(&r->obs) &&
			(r->result == CONNECT_OPEN || r->result == CONNECT_REFUSED ||
				r->result == CONNECT_RESET))
			return false;
	}
	return true;
}

static const char *bound_list(const struct judging *j, int64_t port)
{
	const struct listeners *all = &j->evidence->listeners;
	char buf[IP_TEXT_MAX];
	struct text t;
	text_init(&t, judge_arena(j), 200);
	for (size_t i = 0; i < all->all.n; i++)
		if (all->all.v[i]->port == port)
			text_printf(&t, "%s%s", t.n ? ", " : "",
				ip_format(&all->all.v[i]->ip, buf));
	return text_str(&t);
}

/* The listeners explain it; false when they do not. */
static bool by_listeners(const struct judging *j, struct place *p, enum listening l)
{
	int64_t port = scheme_port(p->scheme);
	const struct ip *ip = &p->addr->ip;
	const struct listener *who = port_listener(j, ip, port, place_nat(p));
	struct ending *e = &p->end;
	switch (l) {
	case LISTEN_NONE:
		ending_set(j, e, VERDICT_FAIL, FINDING_NO_LISTENER, NULL,
			"nothing listens on port %" PRId64, port);
		break;
	case LISTEN_LOOPBACK:
		ending_set(j, e, VERDICT_FAIL, FINDING_LOOPBACK_ONLY_LISTENER, NULL,
			"%s listens on port %" PRId64 " for this host alone (%s)",
			listener_who(j, who), port, bound_list(j, port));
		break;
	case LISTEN_OTHER_FAMILY:
		ending_set(j, e, VERDICT_FAIL, FINDING_LISTENER_FAMILY_MISSING, NULL,
			"the %s record is published, and %s takes no %s on port %" PRId64
			" (%s)",
			ip->family == 6 ? "AAAA" : "A", listener_who(j, who),
			judge_family(ip), port, bound_list(j, port));
		break;
	case LISTEN_OTHER_ADDRESS:
		ending_set(j, e, VERDICT_FAIL, FINDING_NO_LISTENER, NULL,
			"port %" PRId64 " is listened to on %s alone", port,
			bound_list(j, port));
		break;
	case LISTEN_UNKNOWN:
	case LISTEN_YES:
		return false;
	}
	e->certainty = place_here(p) ? CERTAINTY_PROVED : CERTAINTY_COMPUTED;
	e->obs = &j->evidence->listeners.obs;
	return true;
}

/* The rule on the way out, or on the answer's way in, that the engine found. */
static bool by_egress(const struct judging *j, struct place *p)
{
	const struct packet_verdict *v =
		egress_stopped(j, &p->addr->ip, scheme_port(p->scheme));
	bool fits = p->connect == CONNECT_DENIED || p->connect == CONNECT_TIMEOUT ||
		    p->connect == CONNECT_UNREACHABLE || (v && v->verdict == FATE_REJECT);
	if (!v || !fits)
		return false;
	ending_set(j, &p->end, VERDICT_UNKNOWN, FINDING_EGRESS_BLOCKED, NULL,
		"this host's own connect to it is %s", egress_words(j, v));
	p->end.obs = &j->evidence->egress.obs;
	p->end.certainty = CERTAINTY_COMPUTED;
	p->end.advice = egress_advice(j, v);
	return true;
}

/* This host's own doing: true when that is what the evidence shows. */
static bool by_own_rules(const struct judging *j, struct place *p, enum listening l)
{
	int64_t port = scheme_port(p->scheme);
	bool here = place_here(p);
	const struct listener *who = port_listener(j, &p->addr->ip, port, false);
	if (by_egress(j, p))
		return true;
	if (p->connect == CONNECT_DENIED)
		ending_set(j, &p->end, VERDICT_UNKNOWN, FINDING_EGRESS_BLOCKED, NULL,
			"this host's own rules refuse its connects");
	else if (here && l == LISTEN_YES && p->connect == CONNECT_TIMEOUT)
		ending_set(j, &p->end, VERDICT_UNKNOWN, FINDING_EGRESS_BLOCKED, NULL,
			"this host's own rules drop its connects to itself, though %s "
			"listens",
			listener_who(j, who));
	else if (!here && p->connect == CONNECT_TIMEOUT && nothing_leaves(j))
		ending_set(j, &p->end, VERDICT_UNKNOWN, FINDING_EGRESS_BLOCKED, NULL,
			"nothing that leaves this host is answered: neither by root "
			"servers nor here");
	else
		return false;
	p->end.certainty = CERTAINTY_COMPUTED;
	return true;
}

static void plain(const struct judging *j, struct place *p, bool listens)
{
	static const struct {
		enum finding_id id;
		const char *what;
	} rows[CONNECT__MAX] = {
		[CONNECT_REFUSED] = {FINDING_CONNECT_REFUSED, "connections are refused"},
		[CONNECT_TIMEOUT] = {FINDING_CONNECT_TIMEOUT,
			"no answer comes to a connect"},
		[CONNECT_RESET] = {FINDING_CONNECT_RESET,
			"connections are reset at once"},
		[CONNECT_UNREACHABLE] = {FINDING_NETWORK_UNREACHABLE,
			"the address is unreachable"},
	};
	const struct listener *who =
		port_listener(j, &p->addr->ip, scheme_port(p->scheme), false);
	ending_set(j, &p->end, VERDICT_FAIL, rows[p->connect].id, NULL, "%s%s%s%s",
		rows[p->connect].what, listens ? ", though " : "",
		listens ? listener_who(j, who) : "",
		!listens ? ""
		: p->connect == CONNECT_RESET
			? " listens there: it or a rule of a firewall does it"
			: " listens there: a rule of a firewall does it");
	if (p->connect == CONNECT_TIMEOUT && p->reach && p->reach->ms > 0)
		p->end.detail = judge_s(j, "waited %s", judge_time(j, p->reach->ms));
}

static void not_tried(const struct judging *j, struct place *p)
{
	ending_set(j, &p->end, VERDICT_UNKNOWN, FINDING_CONNECT_TIMEOUT, NULL,
		"whether it takes connections was not seen");
	p->end.detail = excerpt(p->end.obs);
}

/* An unreachable family says nothing of the far side when this host has no way out. */
static bool no_way_out(const struct judging *j, struct place *p)
{
	int family = p->addr->ip.family;
	if (p->connect != CONNECT_UNREACHABLE || place_here(p) ||
		has_default_route(j, family))
		return false;
	ending_set(j, &p->end, VERDICT_UNKNOWN, FINDING_ADDRESS_DEAD, NULL,
		"this host has no %s way out, and the address is none of its own: "
		"whether it answers is not known",
		judge_family(&p->addr->ip));
	p->end.certainty = CERTAINTY_COMPUTED;
	return true;
}

static void explain(const struct judging *j, struct place *p)
{
	bool here = place_here(p), nat = place_nat(p);
	enum listening l =
		here || nat ? port_listening(j, &p->addr->ip, scheme_port(p->scheme), nat)
			    : LISTEN_UNKNOWN;
	const struct listener *who =
		port_listener(j, &p->addr->ip, scheme_port(p->scheme), nat);
	if ((here || p->addr->where == WHERE_NAT) && by_listeners(j, p, l))
		return;
	if (here && l == LISTEN_YES && listener_full(who)) {
		p->end.obs = &j->evidence->listeners.obs;
		ending_set(j, &p->end, VERDICT_FAIL, FINDING_LISTENER_OVERFLOW, NULL,
			"%s does not take its connections on port %d: %" PRId64
			" wait where %" PRId64 " may, new ones are dropped",
			listener_who(j, who), scheme_port(p->scheme), who->queue,
			who->backlog);
		return;
	}
	if (by_own_rules(j, p, l) || no_way_out(j, p))
		return;
	plain(j, p, here && l == LISTEN_YES);
	if (nat) { /* many routers do not turn such a connect around */
		p->end.verdict = VERDICT_UNKNOWN;
		p->end.id = FINDING_BEHIND_NAT;
		p->end.outside_only = true;
		const struct crossing *x =
			crossing_at(j, &p->addr->ip, scheme_port(p->scheme));
		p->end.obs = x ? &x->obs : p->end.obs;
		p->end.what = judge_s(j,
			"a router translates the address, and from this side %s: that "
			"tells nothing of the outside",
			p->end.what);
	}
}

/* S0: "if HTTPS is unavailable, stop listening on port 443". */
static void allow_absent(const struct judging *j, struct place *p)
{
	if (p->scheme != SCHEME_HTTPS || p->connect != CONNECT_REFUSED ||
		j->profile->schemes != SCHEMES_BOTH_OR_REFUSED ||
		p->end.verdict != VERDICT_FAIL)
		return;
	if (p->end.id == FINDING_LISTENER_FAMILY_MISSING)
		return; /* something listens, and the CA may come by the other family */
	if (place_here(p) && p->end.id == FINDING_CONNECT_REFUSED &&
		port_listening(j, &p->addr->ip, 443, false) == LISTEN_YES)
		return;
	p->end.verdict = VERDICT_PASS;
	p->absent = true;
}

void dial_judge(const struct judging *j, struct place *p)
{
	p->dial = true;
	if (p->connect == CONNECT_NONE || p->connect == CONNECT_ERROR) {
		not_tried(j, p);
		return;
	}
	explain(j, p);
	allow_absent(j, p);
}
