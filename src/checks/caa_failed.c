/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A CAA lookup that fails on the climb: BR 3.2.2.8. */
#include "caa_say.h"

enum { NAMES_SHOWN = 6 };

static const char *failing_servers(const struct judging *j, const struct dns_view *v)
{
	const struct zone_look *z = v->owner ? dns_zone_of(j, v->owner) : NULL;
	strs list = {0};
	for (size_t i = 0; z && i < z->servers.n; i++) {
		const struct server_answer *a =
			dns_answer_of(z->servers.v[i], v->owner, RR_CAA);
		if (a && dns_delegated(z->servers.v[i]) &&
			a->answer.obs.seen == SEEN_FAILED && !dns_answered(a))
			VEC_PUSH(judge_arena(j), &list,
				judge_s(j, "%s: %s", dns_server(j, z->servers.v[i]),
					dns_rcode(j, a->answer.rcode)));
	}
	return list.n ? judge_s(j, "; %s", dns_list(j, &list, NAMES_SHOWN)) : "";
}

static const char *failure(
	const struct judging *j, const struct dns_view *v, const char **advice)
{
	const char *why;
	const struct trust_step *s = v->owner ? dns_broken(j, v->owner, &why) : NULL;
	if (v->dnssec == DNSSEC_BOGUS) {
		*advice = s ? dns_trust_advice(j, s) : NULL;
		return s ? why
			 : judge_s(j, "DNSSEC: %s",
				   v->why_bogus ? judge_cut(j, v->why_bogus, 300)
						: "the signatures do not hold");
	}
	return dns_rcode(j, v->rcode);
}

/* Those of which a source says that no failure is permission to them. */
static const char *who_refuses(const struct judging *j)
{
	size_t n;
	const struct profile *rows = profile_rows(&n);
	strs names = {0};
	for (size_t i = 0; i < n; i++)
		if (rows[i].caa && !rows[i].test_only && !rows[i].provider &&
			rows[i].caa_rules.failure_refuses == TRI_YES)
			VEC_PUSH(judge_arena(j), &names, rows[i].name);
	return dns_list(j, &names, NAMES_SHOWN);
}

/* BR 3.2.2.8: outside the CA's own network, retried, and in a zone that is proved
 * unsigned, a failure may be permission; nowhere else. */
static const char *meaning(const struct judging *j, bool insecure)
{
	const struct profile *p = j->profile;
	static const char may[] = "the zone is proved unsigned, so that after a retry a "
				  "CA may go on (BR 3.2.2.8), but need not";
	if (!insecure)
		return "a CA then must not issue";
	if (p->caa_rules.failure_refuses != TRI_YES)
		return judge_s(j, "%s; no source tells what %s does", may, caa_say_ca(j));
	if (!p->caa)
		return judge_s(j, "%s: %s do not", may, who_refuses(j));
	return judge_s(j, "%s then does not issue", caa_say_ca(j));
}

void caa_say_failed(
	const struct judging *j, const struct caa_decision *d, struct caa_words *out)
{
	const struct dns_view *v = d->view;
	const char *owner = v->owner ? v->owner : "";
	bool insecure =
		dns_trust_of(j, owner) == DNSSEC_INSECURE && v->dnssec != DNSSEC_BOGUS;
	bool lenient = insecure && j->profile->caa_rules.failure_refuses != TRI_YES;
	bool silent = dns_state_of(j, v) == DNS_SILENT;
	const char *advice = NULL, *what = failure(j, v, &advice);
	out->id = FINDING_CAA_LOOKUP_FAILS;
	out->verdict = silent && !dns_silence_counts(j, owner) ? VERDICT_UNKNOWN
		       : lenient                               ? VERDICT_WARN
							       : VERDICT_FAIL;
	out->outside_only = dns_by_host(j);
	if (out->verdict == VERDICT_UNKNOWN)
		out->message =
			judge_s(j, "the CAA lookup of %s got no answer from here", owner);
	else
		out->message = judge_s(j, "the CAA lookup of %s fails (%s%s): %s", owner,
			what, failing_servers(j, v), meaning(j, insecure));
	out->advice = advice ? advice
			     : judge_s(j,
				       "Ask each name server: dig @SERVER %s CAA "
				       "+norecurse. Each must answer it with NOERROR, "
				       "records or not: update or replace the one that "
				       "does not.",
				       owner);
}
