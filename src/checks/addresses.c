/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where the published addresses lead: to this host, elsewhere, or nowhere. */
#include "judge.h"

static const char *interface_of(const struct judging *j, const struct ip *ip)
{
	const struct addresses *a = &j->evidence->addresses;
	for (size_t i = 0; i < a->all.n; i++)
		if (ip_equal(&a->all.v[i]->ip, ip))
			return a->all.v[i]->interface;
	return NULL;
}

static void say_here(const struct judging *j, const struct named *n)
{
	const struct addresses *a = &j->evidence->addresses;
	struct text t;
	char buf[IP_TEXT_MAX];
	if (!obs_seen(&a->obs) || !n->look)
		return;
	text_init(&t, judge_arena(j), 400);
	for (size_t i = 0; i < n->look->addresses.n; i++) {
		const struct name_address *x = n->look->addresses.v[i];
		const char *interface = interface_of(j, &x->ip);
		if (x->where != WHERE_HERE || ip_reserved(&x->ip))
			continue;
		text_printf(&t, "%s%s (%s)", t.n ? ", " : "", ip_format(&x->ip, buf),
			interface ? interface : "this host");
	}
	if (t.n)
		say_named(j, n, FINDING_ADDRESS_ELSEWHERE, VERDICT_PASS,
			CERTAINTY_COMPUTED, &a->obs, "%s leads to this host: %s",
			n->name->ascii, text_str(&t));
}

static bool serves_elsewhere(const struct judging *j, const struct place *p)
{
	(void)j;
	return p->addr->where == WHERE_ELSEWHERE && p->end.hop &&
	       p->end.verdict <= VERDICT_WARN && !p->absent;
}

/* --hosts stands in for the published addresses; what is published still counts. */
static void judge_published(
	const struct judging *j, const struct named *n, const struct dns_answer *a)
{
	char buf[IP_TEXT_MAX];
	size_t bad = 0;
	const struct ip *first = NULL;
	for (size_t i = 0; i < a->addresses.n; i++)
		if (ip_reserved(a->addresses.v[i]) && bad++ == 0)
			first = a->addresses.v[i];
	if (bad == 0 || !obs_seen(&a->obs) || n->optional ||
		j->profile->reserved_ok == TRI_YES)
		return;
	bool some = bad < a->addresses.n && j->profile->addresses != ADDRESSES_ALL;
	struct finding *x = say_named(j, n, FINDING_ADDRESS_RESERVED,
		some ? VERDICT_WARN : VERDICT_FAIL, CERTAINTY_PROVED, &a->obs,
		"an address is published that no CA can reach: %s at %s", n->name->ascii,
		ip_format(first, buf));
	x->subject.ip = *first;
	x->advice = finding_table[x->id].advice;
}

static void judge(const struct judging *j)
{
	static const enum finding_id ids[] = {FINDING_CARRIER_NAT,
		FINDING_ADDRESS_RESERVED, FINDING_ADDRESS_ELSEWHERE, FINDING_ADDRESS_DEAD,
		FINDING__MAX};
	const struct paths *p = judge_paths(j);
	say_places(j, ids);
	for (size_t i = 0; i < p->names.n; i++) {
		const struct named *n = p->names.v[i];
		if (n->dns == DNS_ADDRESS && !n->name->wildcard)
			say_here(j, n);
		if (n->given && judge_by_http(j)) {
			judge_published(j, n, n->a);
			judge_published(j, n, n->aaaa);
		}
		say_pass(j, n, FINDING_ADDRESS_ELSEWHERE,
			"another machine answers, and answers well", serves_elsewhere);
	}
}

static const struct probe *const needs[] = {&probe_dns, &probe_host, &probe_reach, NULL};

const struct check check_addresses = {
	.id = "addresses",
	.title = "Addresses: here, elsewhere, reserved, dead",
	.why = "The CA goes where the DNS sends it, which need not be this host.",
	.needs = needs,
	.judge = judge,
};
