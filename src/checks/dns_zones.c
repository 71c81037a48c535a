/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Views, zones and their servers: what counts, and what is whose. */
#include "dns.h"
#include "firewall.h"

/* -- views ------------------------------------------------------------------------- */
static enum dns_state of_failed(const struct judging *j, const struct dns_view *v)
{
	if (v->dnssec == DNSSEC_BOGUS)
		return DNS_BOGUS;
	if (j->evidence->interrupted)
		return DNS_UNSEEN;
	if (v->rcode > 0)
		return DNS_FAILS;
	return v->rcode < 0 ? DNS_SILENT : DNS_UNSEEN;
}

enum dns_state dns_state_of(const struct judging *j, const struct dns_view *v)
{
	switch (v->obs.seen) {
	case SEEN_YES:
	case SEEN_NO:
		if (v->dnssec == DNSSEC_BOGUS)
			return DNS_BOGUS;
		if (v->records.n > 0)
			return DNS_ADDRESS;
		return v->nxdomain ? DNS_NXDOMAIN : DNS_NO_DATA;
	case SEEN_FAILED:
		return of_failed(j, v);
	case SEEN_SKIPPED:
	case SEEN_DENIED:
	case SEEN__MAX:
		break;
	}
	return DNS_UNSEEN;
}

bool dns_by_host(const struct judging *j)
{
	const struct recursion *r = &j->evidence->recursion;
	return r->obs.seen == SEEN_NO && !r->replaced;
}

/* This host's own rules stop what it asks there, or it has no way of that family: its
 * questions were never sent. Others may reach it. */
static bool is_out_of_reach(const struct judging *j, const struct server_look *s)
{
	if (s->obs.seen == SEEN_SKIPPED)
		return s->answers.n > 0 && !ip_reserved(&s->ip);
	return egress_stopped(j, &s->ip, 53) != NULL;
}

/* None of its zone's servers answers, and one may that this host cannot ask. */
static bool is_own_silence(const struct judging *j, const char *name)
{
	const struct zone_look *z = dns_zone_of(j, name);
	bool stopped = false;
	for (size_t i = 0; z && i < z->servers.n; i++) {
		const struct server_look *s = z->servers.v[i];
		if (dns_delegated(s) && s->obs.seen == SEEN_YES)
			return false;
		stopped = stopped || (dns_delegated(s) && is_out_of_reach(j, s));
	}
	return stopped;
}

bool dns_silence_counts(const struct judging *j, const char *name)
{
	const struct recursion *r = &j->evidence->recursion;
	return r->obs.seen == SEEN_YES && !r->replaced && !is_own_silence(j, name);
}

/* -- zones ------------------------------------------------------------------------- */
const struct zone_look *dns_zone_of(const struct judging *j, const char *name)
{
	const struct dns_looks *d = &j->evidence->dns;
	const struct zone_look *best = NULL;
	for (size_t i = 0; i < d->zones.n; i++) {
		const struct zone_look *z = d->zones.v[i];
		if (z->name && dns_under(name, z->name) && z->obs.seen == SEEN_YES &&
			(!best || strlen(z->name) > strlen(best->name)))
			best = z;
	}
	return best;
}

static const char *registrable_of(const struct judging *j, const char *name)
{
	const struct target *t = j->target;
	for (size_t i = 0; i < t->names.n; i++) {
		const struct target_name *n = t->names.v[i];
		if (dns_same(n->ascii, name))
			return n->registrable ? n->registrable : n->ascii;
	}
	return name;
}

const char *dns_apex_of(const struct judging *j, const char *host, const char *name)
{
	const struct zone_look *z = dns_zone_of(j, host);
	const char *apex = registrable_of(j, name);
	return z && dns_under(z->name, apex) ? z->name : apex;
}

bool dns_zone_is_ours(const struct judging *j, const struct zone_look *z)
{
	const struct target *t = j->target;
	if (!z->name || !*z->name)
		return false;
	for (size_t i = 0; i < t->names.n; i++) {
		const struct target_name *n = t->names.v[i];
		const char *apex = n->registrable ? n->registrable : n->ascii;
		if (dns_under(apex, z->name) && !dns_same(apex, z->name))
			return false;
	}
	return true;
}

const struct target_name *dns_name_in(const struct judging *j, const struct zone_look *z)
{
	const struct target *t = j->target;
	for (size_t i = 0; i < t->names.n; i++)
		if (dns_under(t->names.v[i]->ascii, z->name))
			return t->names.v[i];
	return NULL;
}

/* -- servers ----------------------------------------------------------------------- */
bool dns_delegated(const struct server_look *s)
{
	return !s->not_delegated && (s->in_parent || s->in_child);
}

const char *dns_server(const struct judging *j, const struct server_look *s)
{
	char buf[IP_TEXT_MAX];
	return judge_s(
		j, "%s (%s)", s->name ? s->name : "a server", ip_format(&s->ip, buf));
}

const struct server_answer *dns_answer_of(
	const struct server_look *s, const char *owner, int64_t type)
{
	for (size_t i = 0; i < s->answers.n; i++) {
		const struct server_answer *a = s->answers.v[i];
		if (!a->subnet && a->answer.type == type &&
			dns_same(a->answer.owner, owner))
			return a;
	}
	return NULL;
}

bool dns_answered(const struct server_answer *a)
{
	return obs_seen(&a->answer.obs) && (a->udp == SERVER_OK || a->tcp == SERVER_OK);
}
