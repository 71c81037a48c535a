/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * An authoritative name server on this host: what the host's rules do with queries to it,
 * by UDP and TCP. That it answers this host goes over lo and proves nothing of that.
 */
#include "dns.h"
#include "firewall.h"

enum { DNS_PORT = 53 };

static bool is_here(const struct judging *j, const struct server_look *s)
{
	const struct addresses *a = &j->evidence->addresses;
	for (size_t i = 0; obs_seen(&a->obs) && i < a->all.n; i++)
		if (ip_equal(&a->all.v[i]->ip, &s->ip) && !a->all.v[i]->loopback)
			return true;
	return false;
}

/* Without one elsewhere, nobody answers for the zone. */
static bool has_other(const struct judging *j, const struct zone_look *z)
{
	for (size_t i = 0; i < z->servers.n; i++)
		if (dns_delegated(z->servers.v[i]) && !is_here(j, z->servers.v[i]) &&
			z->servers.v[i]->obs.seen == SEEN_YES)
			return true;
	return false;
}

static const char *protocol(const struct space_look *s)
{
	return s->proto && strcmp(s->proto, "udp") == 0 ? "UDP" : "TCP";
}

static void say(const struct judging *j, const struct zone_look *z,
	const struct server_look *s, const struct space_look *map)
{
	struct ending e = {0};
	const struct target_name *n = dns_name_in(j, z);
	firewall_end(j, map, &e);
	if (e.verdict == VERDICT_PASS)
		return;
	enum verdict v =
		e.verdict == VERDICT_FAIL && has_other(j, z) ? VERDICT_WARN : e.verdict;
	struct finding *x = findings_add(j->findings, e.id, v, e.certainty,
		&j->evidence->verdicts.obs,
		"queries to this host's name server %s on %s port 53: %s",
		dns_server(j, s), protocol(map), e.what);
	finding_because(j->findings, x, &s->obs);
	x->subject.name = n ? n->ascii : NULL;
	x->subject.ip = s->ip;
	x->subject.port = DNS_PORT;
	x->advice = judge_s(j,
		"Let UDP and TCP port 53 in from everyone where this rule stands: a CA "
		"asks from several places, and no list of its addresses is complete. An "
		"allowlist of the name server itself (BIND: allow-query) must not keep "
		"them out either.");
}

static void judge_server(
	const struct judging *j, const struct zone_look *z, const struct server_look *s)
{
	const struct verdicts *v = &j->evidence->verdicts;
	for (size_t i = 0; i < v->spaces.n; i++)
		if (v->spaces.v[i]->port == DNS_PORT &&
			ip_equal(&v->spaces.v[i]->to, &s->ip))
			say(j, z, s, v->spaces.v[i]);
}

static void judge(const struct judging *j)
{
	const struct dns_looks *d = &j->evidence->dns;
	if (judge_is_trace(j) || !obs_seen(&j->evidence->verdicts.obs))
		return;
	for (size_t i = 0; i < d->zones.n; i++) {
		const struct zone_look *z = d->zones.v[i];
		if (z->obs.seen != SEEN_YES || !dns_zone_is_ours(j, z))
			continue;
		for (size_t k = 0; k < z->servers.n; k++)
			if (dns_delegated(z->servers.v[k]) && is_here(j, z->servers.v[k]))
				judge_server(j, z, z->servers.v[k]);
	}
}

static const struct probe *const needs[] = {&probe_dns, &probe_verdicts, NULL};

const struct check check_nameserver_port = {
	.id = "nameserver-port",
	.title = "Port 53 of a name server on this host",
	.why = "A name server that the CA's queries do not reach fails the zone.",
	.needs = needs,
	.judge = judge,
};
