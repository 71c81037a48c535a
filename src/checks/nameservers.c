/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Each name server of the examined names' zones by itself: silent, lame, failing. */
#include "dns.h"
#include "firewall.h"

enum { SHOWN = 6, TYPES_SHOWN = 4, DNS_PORT = 53 };

enum trouble {
	TROUBLE_NONE,
	TROUBLE_SILENT, /* no answer to anything */
	TROUBLE_TCP,    /* UDP alone */
	TROUBLE_EDNS,   /* it answers, but only without EDNS */
	TROUBLE_LAME,
	TROUBLE_RCODE,
	TROUBLE_GARBLED,
	TROUBLE_SOME,     /* it fails for some questions */
	TROUBLE_NAMELESS, /* the server's name has no address */
	TROUBLE__MAX
};
struct troubled { /* servers of one zone with the same trouble */
	strs servers;
	const struct obs *obs; /* of the first */
};
struct zone_health {
	const struct zone_look *zone;
	size_t asked, ok;
	struct troubled of[TROUBLE__MAX];
	VEC(const struct server_look) own; /* that this host's rules keep it from */
};
struct kind {
	enum finding_id id;
	const char *one, *many; /* behind the servers */
	const char *advice;
};

/* -- one answer, one server -------------------------------------------------------- */
static bool was_asked(const struct server_answer *a)
{
	return (a->udp != SERVER_NOT_ASKED || a->tcp != SERVER_NOT_ASKED) && !a->subnet;
}

static bool is_ok(const struct server_answer *a)
{
	return a->udp == SERVER_OK || a->tcp == SERVER_OK;
}

static bool has_fault(const struct server_answer *a, enum server_fault f)
{
	return a->udp == f || a->tcp == f;
}

static enum trouble trouble_of(const struct server_answer *a)
{
	if (is_ok(a))
		return TROUBLE_NONE;
	if (has_fault(a, SERVER_LAME))
		return TROUBLE_LAME;
	if (has_fault(a, SERVER_RCODE))
		return TROUBLE_RCODE;
	if (has_fault(a, SERVER_MALFORMED))
		return TROUBLE_GARBLED;
	if (has_fault(a, SERVER_SILENT) || has_fault(a, SERVER_REFUSED_RST))
		return TROUBLE_SILENT;
	return TROUBLE_NONE; /* the way from here: not the server's */
}

static bool refuses_tcp(const struct server_answer *a)
{
	return (a->udp == SERVER_NOT_ASKED || a->cut) &&
	       (a->tcp == SERVER_SILENT || a->tcp == SERVER_REFUSED_RST);
}

static const char *type_word(int64_t type)
{
	switch (type) {
	case RR_A:
		return "A";
	case RR_AAAA:
		return "AAAA";
	case RR_CAA:
		return "CAA";
	case RR_TXT:
		return "TXT";
	case RR_CNAME:
		return "CNAME";
	case RR_NS:
		return "NS";
	case RR_SOA:
		return "SOA";
	default:
		return "another type";
	}
}

static void add(const struct judging *j, struct zone_health *h, enum trouble t,
	const char *words, const struct obs *o)
{
	VEC_PUSH(judge_arena(j), &h->of[t].servers, words);
	if (!h->of[t].obs)
		h->of[t].obs = o;
}

static const char *fault_words(const struct judging *j, const struct server_answer *a)
{
	return trouble_of(a) == TROUBLE_RCODE     ? dns_rcode(j, a->answer.rcode)
	       : trouble_of(a) == TROUBLE_LAME    ? "no authority"
	       : trouble_of(a) == TROUBLE_GARBLED ? "no DNS message"
						  : "no answer";
}

/* It answers, but not to everything: "ns1 (192.0.2.1): CAA NOTIMP". */
static void add_some(
	const struct judging *j, struct zone_health *h, const struct server_look *s)
{
	struct text t;
	int n = 0;
	const struct obs *first = NULL;
	text_init(&t, judge_arena(j), 300);
	for (size_t i = 0; i < s->answers.n; i++) {
		const struct server_answer *a = s->answers.v[i];
		if (!was_asked(a) || trouble_of(a) == TROUBLE_NONE || refuses_tcp(a))
			continue;
		first = first ? first : &a->answer.obs;
		if (n++ < TYPES_SHOWN)
			text_printf(&t, "%s%s %s", n > 1 ? ", " : ": ",
				type_word(a->answer.type), fault_words(j, a));
	}
	if (n)
		add(j, h, TROUBLE_SOME,
			judge_s(j, "%s%s", dns_server(j, s), text_str(&t)), first);
}

/* This host's own rules stop what it asks there: that is said of them alone. */
static bool is_own_trouble(
	const struct judging *j, const struct server_look *s, enum trouble t)
{
	return (t == TROUBLE_SILENT || t == TROUBLE_TCP) &&
	       egress_stopped(j, &s->ip, DNS_PORT);
}

static void say_own(
	const struct judging *j, const struct zone_health *h, const struct server_look *s)
{
	const struct packet_verdict *v = egress_stopped(j, &s->ip, DNS_PORT);
	const struct target_name *n = dns_name_in(j, h->zone);
	struct finding *x = findings_add(j->findings, FINDING_EGRESS_BLOCKED,
		h->ok ? VERDICT_WARN : VERDICT_UNKNOWN, CERTAINTY_COMPUTED,
		&j->evidence->egress.obs,
		"this host's own rules stop its questions to the name server %s: %s; "
		"what it answers others is not known",
		dns_server(j, s), egress_words(j, v));
	x->subject.name = n ? n->ascii : NULL;
	x->subject.ip = s->ip;
	x->subject.port = DNS_PORT;
	x->advice = egress_advice(j, v);
}

static void examine(
	const struct judging *j, struct zone_health *h, const struct server_look *s)
{
	enum trouble worst = TROUBLE_NONE;
	const struct server_answer *bad = NULL, *tcp = NULL;
	const struct server_answer *plain = NULL;
	bool ok = false, asked = false;
	for (size_t i = 0; i < s->answers.n; i++) {
		const struct server_answer *a = s->answers.v[i];
		if (!was_asked(a) ||
			(!obs_seen(&a->answer.obs) && a->answer.obs.seen != SEEN_FAILED))
			continue;
		enum trouble t = trouble_of(a);
		asked = asked || is_ok(a) || t != TROUBLE_NONE;
		ok = ok || is_ok(a);
		tcp = refuses_tcp(a) ? a : tcp;
		plain = is_ok(a) && a->edns_refused ? a : plain;
		if (t > worst) {
			worst = t;
			bad = a;
		}
	}
	if (is_own_trouble(j, s, ok ? TROUBLE_TCP : worst) && (tcp || !ok)) {
		VEC_PUSH(judge_arena(j), &h->own, s);
		return;
	}
	h->asked += asked;
	h->ok += ok;
	if (ok && tcp)
		add(j, h, TROUBLE_TCP, dns_server(j, s), &tcp->answer.obs);
	if (plain)
		add(j, h, TROUBLE_EDNS, dns_server(j, s), &plain->answer.obs);
	if (ok)
		add_some(j, h, s);
	else if (bad)
		add(j, h, worst,
			worst == TROUBLE_RCODE ? judge_s(j, "%s: %s", dns_server(j, s),
							 dns_rcode(j, bad->answer.rcode))
					       : dns_server(j, s),
			&bad->answer.obs);
}

/* -- in words ---------------------------------------------------------------------- */
static const struct kind kinds[TROUBLE__MAX] = {
	[TROUBLE_SILENT] = {FINDING_DNS_TIMEOUT, "does not answer on port 53",
		"do not answer on port 53",
		"Start it, open UDP and TCP 53 to the world, or take it out of the "
		"delegation at the registrar and out of the zone's NS records."},
	[TROUBLE_TCP] = {FINDING_DNS_TIMEOUT, "answers by UDP but not by TCP",
		"answer by UDP but not by TCP",
		"Open TCP 53 as well: an answer that does not fit a datagram is asked "
		"for by TCP (RFC 7766), and CAs' resolvers need it."},
	[TROUBLE_EDNS] = {FINDING_DNS_SERVFAIL,
		"refuses queries with EDNS (FORMERR or NOTIMP), and answers without it",
		"refuse queries with EDNS (FORMERR or NOTIMP), and answer without it",
		"CAs' resolvers ask again without EDNS, too, so this stops nothing by "
		"itself; but no signature comes that way, and no datagram above 512 "
		"octets. Update that server's program, or the firewall in front of it "
		"that rejects EDNS (RFC 6891)."},
	[TROUBLE_LAME] = {FINDING_LAME_DELEGATION, "does not know the zone",
		"do not know the zone",
		"Load the zone on that server, or take it out of the delegation at the "
		"registrar and out of the zone's NS records."},
	[TROUBLE_RCODE] = {FINDING_DNS_SERVFAIL, "", "",
		"See that server's log: the zone did not load, expired, or the asker is "
		"not allowed. Mend it, or take it out of the delegation."},
	[TROUBLE_GARBLED] = {FINDING_DNS_SERVFAIL, "sends no valid DNS message",
		"send no valid DNS messages",
		"Replace that server's program, or whatever answers in its place."},
	[TROUBLE_SOME] = {FINDING_DNS_SERVFAIL, "", "",
		"A name server must answer every type with NOERROR, records or not: "
		"update or replace the one that does not."},
	[TROUBLE_NAMELESS] = {FINDING_LAME_DELEGATION, "has no address",
		"have no address",
		"Give the server's name an A record (with glue at the registrar where it "
		"lies in the zone), or take it out of the delegation."},
};

/* The name's own finding of this id, if it was said: it gets the servers' names. */
static bool amend(const struct judging *j, const struct zone_health *h,
	enum finding_id id, const char *servers)
{
	bool found = false;
	for (size_t i = 0; i < j->findings->all.n; i++) {
		struct finding *x = j->findings->all.v[i];
		if (x->id != id || x->verdict != VERDICT_FAIL || !x->subject.name ||
			!dns_under(x->subject.name, h->zone->name))
			continue;
		x->message = judge_s(j, "%s; %s", x->message, servers);
		found = true;
	}
	return found;
}

static void say(const struct judging *j, const struct zone_health *h, enum trouble t)
{
	static const struct obs none = {.seen = SEEN_NO, .source = "the delegation"};
	const struct kind *k = &kinds[t];
	const struct troubled *x = &h->of[t];
	bool all = h->ok == 0;
	const char *words = judge_s(j, "%s%s%s", dns_list(j, &x->servers, SHOWN),
		*k->one ? " " : "", x->servers.n == 1 ? k->one : k->many);
	if (x->servers.n == 0 ||
		(all && t == TROUBLE_SILENT && !dns_silence_counts(j, h->zone->name)))
		return;
	if (all && amend(j, h, k->id, words))
		return;
	const struct target_name *n = dns_name_in(j, h->zone);
	struct finding *f = findings_add(j->findings, k->id,
		all && t != TROUBLE_NAMELESS ? VERDICT_FAIL : VERDICT_WARN,
		CERTAINTY_PROVED, x->obs ? x->obs : &none, "name servers of %s: %s%s",
		h->zone->name, words,
		all || t == TROUBLE_EDNS
			? ""
			: judge_s(j, " (%d of %d answer)", (int)h->ok, (int)h->asked));
	f->subject.name = n ? n->ascii : NULL;
	f->subject.thing = x->servers.v[0];
	f->advice = k->advice;
}

static void judge_zone(const struct judging *j, const struct zone_look *z)
{
	struct zone_health h = {.zone = z};
	for (size_t i = 0; i < z->servers.n; i++)
		if (dns_delegated(z->servers.v[i]))
			examine(j, &h, z->servers.v[i]);
	for (size_t i = 0; i < z->unresolved.n && h.asked; i++)
		add(j, &h, TROUBLE_NAMELESS, z->unresolved.v[i], &z->obs);
	for (int t = TROUBLE_SILENT; t < TROUBLE__MAX; t++)
		say(j, &h, (enum trouble)t);
	for (size_t i = 0; i < h.own.n; i++)
		say_own(j, &h, h.own.v[i]);
}

static void judge(const struct judging *j)
{
	const struct dns_looks *d = &j->evidence->dns;
	for (size_t i = 0; i < d->zones.n && !judge_is_trace(j); i++)
		if (d->zones.v[i]->obs.seen == SEEN_YES &&
			dns_zone_is_ours(j, d->zones.v[i]))
			judge_zone(j, d->zones.v[i]);
}

static const struct probe *const needs[] = {&probe_dns, NULL};

const struct check check_nameservers = {
	.id = "nameservers",
	.title = "Each authoritative name server",
	.why = "A CA asks any of a zone's name servers, by UDP and TCP.",
	.needs = needs,
	.judge = judge,
};
