/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The chain of trust: which zone breaks it, by which signature or key. */
#include "dns.h"

static bool was_said(const struct judging *j, const struct trust_step *s)
{
	for (size_t i = 0; i < j->findings->all.n; i++) {
		const struct finding *x = j->findings->all.v[i];
		if (x->id == FINDING_DNSSEC_BOGUS && x->verdict == VERDICT_FAIL &&
			x->subject.name && dns_under(x->subject.name, s->zone))
			return true;
	}
	return false;
}

static const struct target_name *name_below(
	const struct judging *j, const struct trust_step *s)
{
	const struct target *t = j->target;
	for (size_t i = 0; i < t->names.n; i++)
		if (dns_under(t->names.v[i]->ascii, s->zone))
			return t->names.v[i];
	return NULL;
}

static void judge(const struct judging *j)
{
	const struct dns_looks *d = &j->evidence->dns;
	for (size_t i = 0; i < d->trust.n && !judge_is_trace(j); i++) {
		const struct trust_step *s = d->trust.v[i];
		const struct target_name *n = s->zone ? name_below(j, s) : NULL;
		const char *why;
		if (!n || !obs_seen(&s->obs) || s->dnssec != DNSSEC_BOGUS ||
			was_said(j, s) || dns_broken(j, n->ascii, &why) != s)
			continue;
		struct finding *x = findings_add(j->findings, FINDING_DNSSEC_BOGUS,
			VERDICT_FAIL, CERTAINTY_PROVED, &s->obs, "%s", why);
		x->subject.name = n->ascii;
		x->subject.thing = *s->zone ? s->zone : ".";
		x->advice = dns_trust_advice(j, s);
	}
}

static const struct probe *const needs[] = {&probe_dns, NULL};

const struct check check_dnssec = {
	.id = "dnssec",
	.title = "DNSSEC: the chain of trust",
	.why = "CAs validate DNSSEC: where the chain breaks, the name is not there.",
	.needs = needs,
	.judge = judge,
};
