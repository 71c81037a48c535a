/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The delegation of each zone, and whether its servers agree with one another. */
#include "dns.h"

enum { SHOWN = 6, CHANGE_MAX = 48 * 3600 /* s: S0, S2 */ };

/* -- the parent denies it ---------------------------------------------------------- */
static const char *who_serves(
	const struct judging *j, const struct zone_look *z, const struct obs **o)
{
	for (size_t i = 0; i < z->servers.n; i++)
		if (z->servers.v[i]->obs.seen == SEEN_YES &&
			z->servers.v[i]->serial >= 0) {
			*o = &z->servers.v[i]->obs;
			return judge_s(
				j, "%s still serves it", dns_server(j, z->servers.v[i]));
		}
	for (size_t i = 0; i < j->evidence->names.n; i++) {
		const struct name_look *l = j->evidence->names.v[i];
		if (dns_under(l->ascii, z->name) && l->host_a.obs.seen == SEEN_YES &&
			l->host_a.addresses.n) {
			*o = &l->host_a.obs;
			return "this host's resolver still has it in its cache";
		}
	}
	return NULL;
}

/* By HTTP, the addresses that are not there say so. */
static void judge_unserved(
	const struct judging *j, const struct zone_look *z, const struct target_name *n)
{
	if (judge_by_http(j))
		return;
	struct finding *x = findings_add(j->findings, FINDING_NAME_NOT_FOUND,
		VERDICT_FAIL, CERTAINTY_PROVED, &z->obs,
		"%s says that there is no %s (NXDOMAIN), and no name server that is "
		"known here serves it",
		z->parent && *z->parent ? z->parent : "the root", z->name);
	x->subject.name = n->ascii;
	x->advice = judge_s(j,
		"Look for typing errors in %s, and at its registration (whois %s): it "
		"must be registered and in force before anybody can validate it.",
		z->name, z->name);
}

static void judge_denied(const struct judging *j, const struct zone_look *z)
{
	const struct obs *o = NULL;
	const char *still = who_serves(j, z, &o);
	const struct target_name *n = dns_name_in(j, z);
	if (n && !still)
		judge_unserved(j, z, n);
	if (!still || !n)
		return;
	struct finding *x = findings_add(j->findings, FINDING_NOT_DELEGATED, VERDICT_FAIL,
		CERTAINTY_PROVED, &z->obs,
		"%s does not delegate %s, though %s: the registration expired, is on "
		"hold, or lacks its real-name or ICP filing",
		z->parent && *z->parent ? z->parent : "the root", z->name, still);
	finding_because(j->findings, x, o);
	x->subject.name = n->ascii;
	x->advice = judge_s(j,
		"Look at the status of %s in the registrar's console (whois %s): renew "
		"it, or complete the real-name verification or ICP filing. Nothing else "
		"helps.",
		z->name, z->name);
}

/* -- parent and child differ ------------------------------------------------------- */
static bool has_server(const struct dns_view *v, const struct dns_record *r)
{
	for (size_t i = 0; i < v->records.n; i++)
		if (dns_same(v->records.v[i]->text, r->text))
			return true;
	return false;
}

/* Those of a that b lacks. */
static void missing(const struct judging *j, const struct dns_view *a,
	const struct dns_view *b, strs *out)
{
	for (size_t i = 0; i < a->records.n; i++)
		if (a->records.v[i]->text && !has_server(b, a->records.v[i]))
			VEC_PUSH(judge_arena(j), out, a->records.v[i]->text);
}

static int64_t longest(const struct dns_view *v)
{
	int64_t ttl = 0;
	for (size_t i = 0; i < v->records.n; i++)
		if (v->records.v[i]->ttl > ttl)
			ttl = v->records.v[i]->ttl;
	return ttl;
}

static void judge_change(const struct judging *j, const struct zone_look *z)
{
	const struct dns_view *up = &z->parent_ns, *down = &z->child_ns;
	strs old = {0}, new = {0};
	if (up->obs.seen != SEEN_YES || down->obs.seen != SEEN_YES ||
		up->records.n == 0 || down->records.n == 0)
		return;
	missing(j, up, down, &new);
	missing(j, down, up, &old);
	if (old.n == 0 && new.n == 0)
		return;
	int64_t ttl = longest(up) > longest(down) ? longest(up) : longest(down);
	ttl = ttl < CHANGE_MAX ? ttl : CHANGE_MAX;
	const char *a = new.n ? judge_s(j, "%s names %s, which the zone itself does not",
					z->parent && *z->parent ? z->parent : "the root",
					dns_list(j, &new, SHOWN))
			      : "";
	const char *b = old.n ? judge_s(j, "the zone itself names %s, which %s does not",
					dns_list(j, &old, SHOWN),
					z->parent && *z->parent ? z->parent : "the root")
			      : "";
	struct finding *x = findings_add(j->findings, FINDING_DELEGATION_CHANGING,
		VERDICT_WARN, CERTAINTY_PROVED, &up->obs,
		"the delegation of %s is not one: %s%s%s; resolvers use either for up to "
		"%s",
		z->name, a, *a && *b ? "; " : "", b, dns_wait(j, ttl));
	finding_because(j->findings, x, &down->obs);
	const struct target_name *n = dns_name_in(j, z);
	x->subject.name = n ? n->ascii : NULL;
	x->advice = judge_s(j,
		"Put the same records on all of them until then (after a change made "
		"now: %s), and make the NS records of the zone those of the registrar.",
		dns_date(j, j->target->now + ttl));
}

/* -- the servers among themselves -------------------------------------------------- */
static bool counts(const struct server_look *s)
{
	return dns_delegated(s) && s->obs.seen == SEEN_YES;
}

struct serials {
	int64_t values[SHOWN];
	strs servers[SHOWN];
	size_t n;
};

static void add_serial(
	const struct judging *j, struct serials *all, const struct server_look *s)
{
	size_t i = 0;
	while (i < all->n && all->values[i] != s->serial)
		i++;
	if (i == SHOWN)
		return;
	if (i == all->n)
		all->values[all->n++] = s->serial;
	VEC_PUSH(judge_arena(j), &all->servers[i], dns_server(j, s));
}

static const char *serial_words(
	const struct judging *j, const struct zone_look *z, size_t *n)
{
	struct serials all = {0};
	struct text t;
	for (size_t i = 0; i < z->servers.n; i++)
		if (counts(z->servers.v[i]) && z->servers.v[i]->serial >= 0)
			add_serial(j, &all, z->servers.v[i]);
	text_init(&t, judge_arena(j), 800);
	for (size_t i = 0; i < all.n; i++)
		text_printf(&t, "%sserial %" PRId64 " at %s", i ? "; " : "",
			all.values[i], dns_list(j, &all.servers[i], 3));
	*n = all.n;
	return text_str(&t);
}

static const char *data_words(const struct judging *j, const struct dns_view *v)
{
	strs list = {0};
	for (size_t i = 0; i < v->records.n; i++)
		if (v->records.v[i]->text)
			VEC_PUSH(judge_arena(j), &list,
				judge_cut(j, v->records.v[i]->text, 60));
	return list.n ? dns_list(j, &list, 3) : v->nxdomain ? "NXDOMAIN" : "nothing";
}

static bool shares(const struct dns_view *a, const struct dns_view *b)
{
	if (a->chain.n > 0 || b->chain.n > 0)
		return true; /* an alias: the records are another zone's */
	if (a->records.n == 0 && b->records.n == 0)
		return true;
	for (size_t i = 0; i < a->records.n; i++)
		for (size_t k = 0; k < b->records.n; k++)
			if (a->records.v[i]->text && b->records.v[k]->text &&
				strcmp(a->records.v[i]->text, b->records.v[k]->text) == 0)
				return true;
	return false;
}

static bool is_compared(int64_t type)
{
	return type == RR_A || type == RR_AAAA || type == RR_CAA;
}

/* The first question that two servers answer with nothing in common. */
static const char *differing(
	const struct judging *j, const struct zone_look *z, const struct server_look *s)
{
	for (size_t i = 0; i < s->answers.n; i++) {
		const struct server_answer *a = s->answers.v[i];
		if (a->subnet || !is_compared(a->answer.type) || !dns_answered(a))
			continue;
		for (size_t k = 0; k < z->servers.n; k++) {
			const struct server_look *o = z->servers.v[k];
			const struct server_answer *b =
				dns_answer_of(o, a->answer.owner, a->answer.type);
			if (o == s || !counts(o) || !b || !dns_answered(b) ||
				shares(&a->answer, &b->answer))
				continue;
			return judge_s(j, "%s says %s for %s %s, %s says %s",
				dns_server(j, s), data_words(j, &a->answer),
				a->answer.owner,
				a->answer.type == RR_A      ? "A"
				: a->answer.type == RR_AAAA ? "AAAA"
							    : "CAA",
				dns_server(j, o), data_words(j, &b->answer));
		}
	}
	return NULL;
}

static void judge_agreement(const struct judging *j, const struct zone_look *z)
{
	size_t n, servers = 0;
	const char *serials = serial_words(j, z, &n), *differ = NULL;
	const struct server_look *first = NULL;
	for (size_t i = 0; i < z->servers.n; i++)
		if (counts(z->servers.v[i])) {
			first = first ? first : z->servers.v[i];
			servers++;
		}
	if (first)
		differ = differing(j, z, first);
	if (servers == 0 || (servers == 1 && !differ))
		return;
	bool bad = n > 1 || differ;
	struct finding *x = findings_add(j->findings, FINDING_NAMESERVERS_DISAGREE,
		bad ? VERDICT_WARN : VERDICT_PASS, CERTAINTY_PROVED, &first->obs,
		bad ? "the name servers of %s disagree: %s%s%s"
		    : "the name servers of %s agree: %s%s%s",
		z->name, differ ? differ : "", differ && *serials ? "; " : "", serials);
	const struct target_name *name = dns_name_in(j, z);
	x->subject.name = name ? name->ascii : NULL;
	x->advice = bad ? "Bring the one with the lower serial up to date: look at its "
			  "zone transfers (dig @SERVER ZONE SOA), raise the serial on "
			  "the primary, and wait for the zone's refresh time."
			: NULL;
}

static void judge(const struct judging *j)
{
	const struct dns_looks *d = &j->evidence->dns;
	for (size_t i = 0; i < d->zones.n && !judge_is_trace(j); i++) {
		const struct zone_look *z = d->zones.v[i];
		if (!z->name || !dns_zone_is_ours(j, z))
			continue;
		if (z->obs.seen == SEEN_NO)
			judge_denied(j, z);
		if (z->obs.seen != SEEN_YES)
			continue;
		judge_change(j, z);
		judge_agreement(j, z);
	}
}

static const struct probe *const needs[] = {&probe_dns, NULL};

const struct check check_delegation = {
	.id = "delegation",
	.title = "Delegation, and whether the name servers agree",
	.why = "A CA goes from the root down: only what the parent delegates counts.",
	.needs = needs,
	.judge = judge,
};
