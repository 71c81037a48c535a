/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the DNS says of a name: the recursion's word, or the host's resolver's instead. */
#include "judge.h"

static enum dns_state of_failed(const struct judging *j, const struct dns_answer *a)
{
	if (a->dnssec == DNSSEC_BOGUS)
		return DNS_BOGUS;
	if (j->evidence->interrupted)
		return DNS_UNSEEN;
	if (a->rcode > 0)
		return DNS_FAILS;
	return a->rcode < 0 ? DNS_SILENT : DNS_UNSEEN;
}

static enum dns_state of_answer(const struct judging *j, const struct dns_answer *a)
{
	switch (a->obs.seen) {
	case SEEN_YES:
		if (a->dnssec == DNSSEC_BOGUS)
			return DNS_BOGUS;
		return a->addresses.n ? DNS_ADDRESS : DNS_NO_DATA;
	case SEEN_NO:
		if (a->dnssec == DNSSEC_BOGUS)
			return DNS_BOGUS;
		return a->nxdomain ? DNS_NXDOMAIN : DNS_NO_DATA;
	case SEEN_FAILED:
		return of_failed(j, a);
	case SEEN_SKIPPED:
	case SEEN_DENIED:
	case SEEN__MAX:
		break;
	}
	return DNS_UNSEEN;
}

/* One address is enough; else the state that says most. */
static enum dns_state of_both(enum dns_state a, enum dns_state b)
{
	static const enum dns_state order[] = {
		DNS_ADDRESS, DNS_NXDOMAIN, DNS_BOGUS, DNS_FAILS, DNS_SILENT, DNS_UNSEEN};
	for (size_t i = 0; i < sizeof(order) / sizeof(*order); i++)
		if (a == order[i] || b == order[i])
			return order[i];
	return DNS_NO_DATA;
}

/* No root server answered, so the host's resolver is what there is. */
static bool host_stands_in(const struct judging *j, const struct name_look *l)
{
	const struct recursion *r = &j->evidence->recursion;
	bool recursed = obs_seen(&l->a.obs) || obs_seen(&l->aaaa.obs) ||
			l->a.dnssec == DNSSEC_BOGUS || l->aaaa.dnssec == DNSSEC_BOGUS;
	return r->obs.seen == SEEN_NO && !r->replaced && !recursed;
}

static bool is_given(const struct name_look *l)
{
	for (size_t i = 0; i < l->addresses.n; i++)
		if (l->addresses.v[i]->origin == ORIGIN_HOSTS_OPTION)
			return true;
	return false;
}

void dns_view(const struct judging *j, struct named *n)
{
	const struct name_look *l = n->look;
	if (!l)
		return;
	n->by_host = host_stands_in(j, l);
	n->a = n->by_host ? &l->host_a : &l->a;
	n->aaaa = n->by_host ? &l->host_aaaa : &l->aaaa;
	n->a_state = of_answer(j, n->a);
	n->aaaa_state = of_answer(j, n->aaaa);
	n->dns = of_both(n->a_state, n->aaaa_state);
	n->given = is_given(l);
}
