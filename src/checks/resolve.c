/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the DNS says of each name, and whether this host's view of it can be trusted. */
#include "dns.h"

static const char *addresses_text(const struct judging *j, const struct dns_answer *a)
{
	char buf[IP_TEXT_MAX];
	struct text t;
	text_init(&t, judge_arena(j), 400);
	for (size_t i = 0; i < a->addresses.n; i++)
		text_printf(&t, "%s%s", i ? ", " : "", ip_format(a->addresses.v[i], buf));
	return text_str(&t);
}

static const char *excerpt(const struct dns_answer *a)
{
	return a->obs.excerpt ? a->obs.excerpt : "no more is known";
}

/* -- the way to the authorities ---------------------------------------------------- */
static bool any_by_host(const struct paths *p)
{
	for (size_t i = 0; i < p->names.n; i++)
		if (p->names.v[i]->by_host && p->names.v[i]->dns == DNS_ADDRESS)
			return true;
	return false;
}

static void judge_recursion(const struct judging *j, const struct paths *p)
{
	const struct recursion *r = &j->evidence->recursion;
	if (r->replaced || p->names.n == 0)
		return;
	if (r->obs.seen == SEEN_YES)
		findings_add(j->findings, FINDING_RECURSION_BLOCKED, VERDICT_PASS,
			CERTAINTY_PROVED, &r->obs,
			"root servers answer: names are looked up as a CA does");
	if (r->obs.seen != SEEN_NO)
		return;
	struct finding *x = findings_add(j->findings, FINDING_RECURSION_BLOCKED,
		VERDICT_UNKNOWN, CERTAINTY_PROVED, &r->obs,
		"no root server answers this host on port 53: %swhat the authorities say "
		"is not known",
		any_by_host(p) ? "the addresses shown are those of its own resolver, and "
			       : "");
	x->outside_only = true;
	x->advice = finding_table[x->id].advice;
}

/* -- answers that are no address --------------------------------------------------- */
static bool is_missing_sibling(const struct judging *j, const struct named *n)
{
	return n->name->role == ROLE_SIBLING && j->profile->names == NAMES_APEX_AND_WWW;
}

static enum verdict limit(const struct named *n, enum verdict v)
{
	if (!n->optional)
		return v;
	return v == VERDICT_FAIL ? VERDICT_WARN : VERDICT_PASS;
}

static void say_absent(const struct judging *j, const struct named *n)
{
	bool nx = n->dns == DNS_NXDOMAIN;
	enum finding_id id = is_missing_sibling(j, n) || n->optional
				     ? FINDING_SIBLING_MISSING
			     : nx ? FINDING_NAME_NOT_FOUND
				  : FINDING_NO_ADDRESS;
	const char *what = nx ? "does not exist in the DNS (NXDOMAIN)"
			      : "has neither an A nor an AAAA record";
	const char *note =
		id != FINDING_SIBLING_MISSING ? ""
		: n->optional ? judge_s(j, ", and no source tells whether %s asks for it",
					judge_who(j))
			      : judge_s(j, ", and is asked for too by %s", judge_who(j));
	struct finding *x = say_named(j, n, id, limit(n, VERDICT_FAIL), CERTAINTY_PROVED,
		&n->a->obs, "%s %s%s%s", n->name->ascii, what, note,
		n->by_host ? " (by this host's resolver)" : "");
	finding_because(j->findings, x, &n->aaaa->obs);
	x->advice = finding_table[id].advice;
	if (nx && n->twin && n->twin->dns == DNS_NXDOMAIN) { /* one cause, not two */
		VEC_PUSH(judge_arena(j), &x->names, n->twin->name->ascii);
		VEC_PUSH(judge_arena(j), &x->names, n->name->ascii);
	}
}

struct failing { /* of one answer, or of both when they fail alike */
	enum dns_state state;
	const struct dns_answer *answer;
	const char *types; /* "A and AAAA" */
	enum verdict verdict;
};

static void say_bogus(
	const struct judging *j, const struct named *n, const struct failing *f)
{
	const char *why;
	const struct trust_step *step = dns_broken(j, n->name->ascii, &why);
	struct finding *x = say_named(j, n, FINDING_DNSSEC_BOGUS, limit(n, f->verdict),
		CERTAINTY_PROVED, &f->answer->obs,
		"the DNSSEC signatures of %s do not hold (%s): %s", n->name->ascii,
		f->types,
		step                   ? why
		: f->answer->why_bogus ? f->answer->why_bogus
				       : excerpt(f->answer));
	if (step)
		finding_because(j->findings, x, &step->obs);
	x->advice = step ? dns_trust_advice(j, step) : finding_table[x->id].advice;
}

static void say_failing(
	const struct judging *j, const struct named *n, const struct failing *f)
{
	bool silent = f->state == DNS_SILENT;
	struct finding *x = say_named(j, n,
		silent ? FINDING_DNS_TIMEOUT : FINDING_DNS_SERVFAIL, limit(n, f->verdict),
		CERTAINTY_PROVED, &f->answer->obs, "%s %s (%s): %s",
		silent ? "no name server answers for" : "the name servers fail for",
		n->name->ascii, f->types, excerpt(f->answer));
	x->advice = finding_table[x->id].advice;
}

/* Whose failure is it? Silence is the name servers' only when others answer. */
static enum verdict weight(
	const struct judging *j, const struct named *n, enum dns_state s)
{
	if (n->by_host || (s == DNS_SILENT && !dns_silence_counts(j, n->name->ascii)))
		return VERDICT_UNKNOWN;
	return VERDICT_FAIL;
}

static bool is_failing(enum dns_state s)
{
	return s == DNS_BOGUS || s == DNS_FAILS || s == DNS_SILENT;
}

static void say_state(const struct judging *j, const struct named *n, struct failing *f)
{
	if (limit(n, f->verdict) == VERDICT_PASS)
		return;
	if (f->state == DNS_BOGUS)
		say_bogus(j, n, f);
	else
		say_failing(j, n, f);
}

static void judge_failing(const struct judging *j, const struct named *n)
{
	struct failing a = {n->a_state, n->a, "A", weight(j, n, n->a_state)};
	struct failing b = {n->aaaa_state, n->aaaa, "AAAA", weight(j, n, n->aaaa_state)};
	bool half = n->dns == DNS_ADDRESS; /* Boulder: one lookup of the two may fail */
	bool only_v4 = j->profile->addresses == ADDRESSES_V4;
	if (half && !only_v4 && a.verdict == VERDICT_FAIL)
		a.verdict = VERDICT_WARN;
	if (half && b.verdict == VERDICT_FAIL)
		b.verdict = VERDICT_WARN;
	if (a.state == b.state && is_failing(a.state)) {
		a.types = "A and AAAA";
		say_state(j, n, &a);
		return;
	}
	if (is_failing(a.state))
		say_state(j, n, &a);
	if (is_failing(b.state) && !(only_v4 && half))
		say_state(j, n, &b);
}

/* -- what was not seen
 * ------------------------------------------------------------------- */
static bool needs_type(
	const struct judging *j, const struct dns_answer *a, const struct named *n)
{
	return a == n->a || j->profile->addresses != ADDRESSES_V4;
}

static void say_unseen(const struct judging *j, const struct named *n,
	const struct obs *o, const char *types)
{
	struct finding *x = say_named(j, n, FINDING_NO_ADDRESS, VERDICT_UNKNOWN,
		CERTAINTY_ASSUMED, o, "the %s of %s were not looked up%s", types,
		n->name->ascii, n->given ? " (--hosts gave its address)" : "");
	x->advice =
		n->given ? "A CA asks the DNS: run without --hosts to see what it finds."
			 : "Run again where the DNS can be asked, or give --resolver "
			   "ADDR.";
}

static void judge_unseen(const struct judging *j, const struct named *n)
{
	static const struct obs nothing = {.source = "DNS", .excerpt = "not asked"};
	if (n->optional)
		return;
	if (!n->look) {
		say_unseen(j, n, &nothing, "addresses");
		return;
	}
	bool a = n->a_state == DNS_UNSEEN, b = n->aaaa_state == DNS_UNSEEN;
	if (n->dns == DNS_NXDOMAIN)
		return;
	if (a && b)
		say_unseen(j, n, &n->a->obs, "A and AAAA records");
	else if (a)
		say_unseen(j, n, &n->a->obs, "A records");
	else if (b && needs_type(j, n->aaaa, n))
		say_unseen(j, n, &n->aaaa->obs, "AAAA records");
}

/* -- what is fine, or only odd
 * ------------------------------------------------------------ */
static void say_found(const struct judging *j, const struct named *n)
{
	const struct dns_answer *first = n->a_state == DNS_ADDRESS ? n->a : n->aaaa;
	bool v4 = n->a_state == DNS_ADDRESS, v6 = n->aaaa_state == DNS_ADDRESS;
	struct finding *x = say_named(j, n, FINDING_NO_ADDRESS, VERDICT_PASS,
		CERTAINTY_PROVED, &first->obs, "%s has %s%s%s%s%s%s", n->name->ascii,
		v4 ? "A " : "", v4 ? addresses_text(j, n->a) : "",
		v4 && v6 ? " and " : "", v6 ? "AAAA " : "",
		v6 ? addresses_text(j, n->aaaa) : "",
		n->by_host ? " (by this host's resolver)" : "");
	if (v4 && v6)
		finding_because(j->findings, x, &n->aaaa->obs);
	if (first->dnssec == DNSSEC_SECURE)
		say_named(j, n, FINDING_DNSSEC_BOGUS, VERDICT_PASS, CERTAINTY_PROVED,
			&first->obs, "%s is signed, and its DNSSEC signatures hold",
			n->name->ascii);
}

/* A CA that asks for A alone finds nothing at an IPv6-only name. */
static void judge_v4_only(const struct judging *j, const struct named *n)
{
	if (j->profile->addresses != ADDRESSES_V4 || n->a_state != DNS_NO_DATA)
		return;
	struct finding *x = say_named(j, n, FINDING_NO_ADDRESS, limit(n, VERDICT_FAIL),
		CERTAINTY_PROVED, &n->a->obs,
		"%s has an AAAA record alone, and %s asks IPv4 addresses alone",
		n->name->ascii, judge_who(j));
	x->advice = "Publish an A record too.";
}

static bool holds(const struct dns_answer *a, const struct ip *ip)
{
	for (size_t i = 0; i < a->addresses.n; i++)
		if (ip_equal(a->addresses.v[i], ip))
			return true;
	return false;
}

static bool disjoint(const struct dns_answer *a, const struct dns_answer *b)
{
	for (size_t i = 0; i < a->addresses.n; i++)
		if (holds(b, a->addresses.v[i]))
			return false;
	return a->addresses.n + b->addresses.n > 0;
}

static bool differs(const struct dns_answer *a, const struct dns_answer *host)
{
	return obs_seen(&a->obs) && obs_seen(&host->obs) && disjoint(a, host);
}

static bool has_cdn(const struct judging *j, const struct named *n)
{
	const char *by;
	for (size_t i = 0; i < n->places.n; i++)
		if (cdn_of(j, n->places.v[i], &by))
			return true;
	return false;
}

/* A CDN answers each resolver as it likes: only what shares nothing is odd. */
static void judge_resolver(const struct judging *j, const struct named *n)
{
	const struct name_look *l = n->look;
	bool v4 = l && differs(&l->a, &l->host_a),
	     v6 = l && differs(&l->aaaa, &l->host_aaaa);
	if ((!v4 && !v6) || n->by_host || n->optional || has_cdn(j, n))
		return;
	const struct dns_answer *real = v4 ? &l->a : &l->aaaa;
	const struct dns_answer *host = v4 ? &l->host_a : &l->host_aaaa;
	const char *found = addresses_text(j, real), *here = addresses_text(j, host);
	struct finding *x = say_named(j, n, FINDING_RESOLVER_DIFFERS, VERDICT_WARN,
		CERTAINTY_PROVED, &host->obs,
		"this host's resolver finds %s %s for %s, the authorities say %s: a CA "
		"goes by the authorities",
		v4 ? "A" : "AAAA", *here ? here : "nothing", n->name->ascii,
		*found ? found : "that there is none");
	finding_because(j->findings, x, &real->obs);
	x->advice = finding_table[x->id].advice;
}

static void judge(const struct judging *j)
{
	const struct paths *p = judge_paths(j);
	judge_recursion(j, p);
	for (size_t i = 0; i < p->names.n; i++) {
		const struct named *n = p->names.v[i];
		bool absent = n->dns == DNS_NXDOMAIN || n->dns == DNS_NO_DATA;
		if (n->name->wildcard)
			continue;
		if (n->look && absent && judge_by_http(j))
			say_absent(j, n);
		else if (n->look && !absent)
			judge_failing(j, n);
		if (judge_by_http(j))
			judge_unseen(j, n);
		if (n->dns == DNS_ADDRESS) {
			say_found(j, n);
			judge_v4_only(j, n);
			judge_resolver(j, n);
		}
	}
}

static const struct probe *const needs[] = {&probe_dns, NULL};

const struct check check_resolve = {
	.id = "resolve",
	.title = "DNS: addresses, DNSSEC, the host's resolver",
	.why = "A CA looks every name up from the root and validates DNSSEC.",
	.needs = needs,
	.judge = judge,
};
