/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the checks share: who is asked for what (scope), how each request of the CA ended
 * by the profile's rules (places), and how findings are worded from them.
 *
 * A place is one name, scheme and address: one thing that the CA may do. Its ending is
 * judged alone (chain.c, final.c, body.c), then named by its nearest cause (cause.c:
 * another address answers otherwise, a CDN stands in front, the file is not on disk …),
 * then weighed by what the CA needs of it (weigh.c: a fallback, either scheme, both
 * names). Each check then says the places whose ending carries one of its ids (say.c).
 */
#ifndef PKIREADY_CHECKS_JUDGE_H
#define PKIREADY_CHECKS_JUDGE_H

#include "check.h"
#include "probe.h"
#include "text.h"
#include "url.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* How one request ended by the profile's rules, before it is weighed. */
struct ending {
	enum verdict verdict; /* WARN: passes, unless the CA is stricter than is known */
	enum finding_id id; /* of all but PASS */
	enum certainty certainty;
	bool outside_only; /* of UNKNOWN */
	const char *what;      /* the sentence without places; equal ones merge */
	const char *detail;    /* of this place alone, NULL none */
	const char *advice;    /* NULL: the table's */
	const struct hop *hop; /* where it was decided; NULL before any hop */
	size_t redirects;      /* that were followed to there */
	const struct obs *obs;
};

enum dns_state {
	DNS_UNSEEN, /* not looked at, or the look failed */
	DNS_ADDRESS,
	DNS_NO_DATA,
	DNS_NXDOMAIN,
	DNS_FAILS,  /* SERVFAIL, REFUSED, … */
	DNS_SILENT, /* no answer at all */
	DNS_BOGUS,
};

struct place {
	const struct named *named;
	enum scheme scheme;
	const struct name_address *addr;
	const struct reach *reach;   /* NULL none */
	const struct fetch *fetch;   /* NULL none */
	enum connect_result connect; /* of the first hop */
	enum path path;
	bool dial;     /* it ended before a connection stood */
	bool absent;   /* https is refused and nothing listens: allowed */
	bool reserved; /* never connected to */
	struct ending end;
	enum verdict verdict; /* weighed: what it means for the whole; PASS: nothing */
	const char *note;     /* why it weighs less than it seems; NULL */
};

struct named { /* a name that the CA asks for */
	const struct target_name *name;
	const struct name_look *look; /* NULL: nothing was looked up */
	const struct dns_answer *a, *aaaa; /* that count; NULL without a look */
	enum dns_state a_state, aaaa_state, dns;
	bool by_host;       /* they are those of the host's own resolver */
	bool given;         /* --hosts gave its address */
	bool optional;      /* a sibling: no source tells whether it is asked for */
	bool fetched;       /* it has places to judge */
	struct named *twin; /* its apex or www in scope; NULL */
	VEC(const struct fetch) fetches;
	VEC(const struct reach) reach;
	VEC(struct place) places;
};

struct url_entry { /* a fetch by its first URL */
	const struct fetch *fetch;
	struct url_entry *next;
};

struct paths {
	VEC(struct named) names; /* the examined ones first */
	VEC(struct place) all;
	struct url_entry **urls; /* open hashing, urls_mask + 1 chains */
	size_t urls_mask;
};

/* -- scope.c ----------------------------------------------------------------------- */
/* Built once for each judging, kept in the findings. */
const struct paths *judge_paths(const struct judging *j);
struct arena *judge_arena(const struct judging *j);
/* A look that saw something, be it that nothing is there. */
bool obs_seen(const struct obs *o);
/* The fetches whose first URL may be this one: compare before use. */
const struct url_entry *judge_fetches_of(const struct paths *p, const char *url);
size_t judge_hash(const char *s);
/* "these documents (S0, S2)" or "Let's Encrypt": fits behind "by" and "for". */
const char *judge_who(const struct judging *j);
/* The file is fetched over http or https, not looked up in the DNS. */
bool judge_by_http(const struct judging *j);
/* `pkiready trace`: the redirect chain of one URL alone. */
bool judge_is_trace(const struct judging *j);
/* The host's own rules refuse its DNS queries (EPERM). */
bool judge_dns_refused(const struct judging *j);
/* The fetched path is one that the profile's CA would fetch. */
bool judge_path_fits(const struct judging *j);
/* The first n bytes of a text from outside, with "…" and its length when it is longer. */
const char *judge_cut(const struct judging *j, const char *s, size_t max);
bool judge_starts(const char *s, const char *prefix);
bool judge_ends(const char *s, const char *suffix);
/* needle (lower case) stands in the bytes, ASCII case aside. */
bool judge_holds(const struct bytes *b, const char *needle);
/* Host is the domain or lies under it. */
bool judge_under(const char *host, const char *domain);
const char *judge_s(const struct judging *j, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));
/* "87 ms", "10.0 s". */
const char *judge_time(const struct judging *j, int64_t ms);
/* "less than 1 h", "71 h", "3 days". */
const char *judge_hours(const struct judging *j, int64_t hours);
/* "IPv4" or "IPv6". */
const char *judge_family(const struct ip *ip);

/* -- issuance.c -------------------------------------------------------------------- */
struct issuance {
	const char *name;           /* NULL: not issued, as far as can be seen */
	const struct tls_look *tls; /* the newest certificate of that name */
	const struct obs *obs;
};
/* Each examined name, of these (n 0: of all), has a trusted certificate on 443 of this
 * host that was issued after a time (UNIX s). */
struct issuance judge_issued(const struct judging *j, const strs *names, int64_t after);
/* "the certificate for example.com that this host serves was issued 3 h ago by R11". */
const char *judge_issued_words(const struct judging *j, const struct issuance *i);

/* -- dns_view.c -------------------------------------------------------------------- */
void dns_view(const struct judging *j, struct named *n);

/* -- ports.c ----------------------------------------------------------------------- */
enum listening {
	LISTEN_UNKNOWN,
	LISTEN_NONE,          /* nobody listens on the port */
	LISTEN_LOOPBACK,      /* on loopback addresses alone */
	LISTEN_OTHER_FAMILY,  /* on the other address family alone */
	LISTEN_OTHER_ADDRESS, /* on other addresses of this host */
	LISTEN_YES,
};
/* Who would take a SYN to the address; with nat, to any private address of that family.
 */
enum listening port_listening(
	const struct judging *j, const struct ip *ip, int64_t port, bool nat);
/* A listener that takes it (LISTEN_YES), or the first on the port; NULL none. */
const struct listener *port_listener(
	const struct judging *j, const struct ip *ip, int64_t port, bool nat);
/* Whether the listener takes connections from outside. */
bool listener_open(const struct listener *l);
/* "nginx (pid 812, nginx.service)", or "a program" when the owner is not known. */
const char *listener_who(const struct judging *j, const struct listener *l);
/* Known to be a web server, a proxy, or a program that serves http by itself. */
bool listener_is_web(const struct listener *l);
/* Its accept queue is full now. */
bool listener_full(const struct listener *l);
/* Whether the profile needs the port: FAIL, WARN (a risk) or PASS (no need), when the
 * other one of 80 and 443 is served (other) or is not. */
enum verdict port_need(const struct judging *j, int64_t port, bool other);

/* -- place.c, chain.c, final.c, body.c, page.c ------------------------------------- */
void ending_set(const struct judging *j, struct ending *e, enum verdict v,
	enum finding_id id, const struct hop *h, const char *fmt, ...)
	__attribute__((format(printf, 6, 7)));

void place_judge(const struct judging *j, struct place *p);
/* A first connect that did not stand: dial.c. */
void dial_judge(const struct judging *j, struct place *p);
/* The address is one of this host's. */
bool place_here(const struct place *p);
/* It may be translated to this host by a router: what a connect to it from here shows
 * does not count for the outside. */
bool place_nat(const struct place *p);
/* Follows a fetch by the profile's rules to its end. */
void chain_judge(const struct judging *j, const struct named *n, const struct fetch *f,
	struct ending *out);
/* One more redirect; false: the chain ends here, and out says how. Risks are noted. */
bool redirect_judge(const struct judging *j, const struct named *n, const struct hop *h,
	size_t number, struct ending *risk, struct ending *out);
bool hop_redirects(const struct hop *h);
/* The hop that ends a chain. */
void final_judge(const struct judging *j, const struct named *n, const struct hop *h,
	size_t redirects, struct ending *out);
/* The body of an answer whose status is fine. */
void body_judge(const struct judging *j, const struct hop *h, struct ending *out);
/* The bytes would pass by the profile's body rule. */
bool body_passes(const struct judging *j, const struct bytes *body);
bool page_is_html(const struct hop *h);
/* A server's welcome page ("nginx's welcome page"); NULL. */
const char *page_default(const struct hop *h);
/* A challenge for people ("Cloudflare's challenge"); NULL. */
const char *page_challenge(const struct hop *h);
/* It moves on by itself ("a meta refresh", "a script"); NULL. */
const char *page_moves(const struct hop *h);

/* -- cause.c, weigh.c, cdn.c ------------------------------------------------------- */
void cause_name(const struct judging *j, struct paths *all, struct place *p);
void weigh_name(const struct judging *j, struct named *n);
/* The CDN that answers there ("Cloudflare") and by what it is known; NULL none. */
const char *cdn_of(const struct judging *j, const struct place *p, const char **by);

typedef VEC(const struct place) place_list;

/* -- capture.c --------------------------------------------------------------------- */
/* How the tool's own connects to it travelled; NULL when the capture did not see all. */
const struct crossing *crossing_at(
	const struct judging *j, const struct ip *ip, int64_t port);
/* What stands in front and stops or answers: upstream-blocks, icp-or-geo-block. */
void capture_judge_front(const struct judging *j);
/* A CA's SYN that came, and that this host did not answer. */
void capture_judge_arrivals(const struct judging *j);
/* A good request of a CA, from an address of its list, to this port; NULL none. */
const struct arrival *capture_ca_came(const struct judging *j, int64_t port);
/* What else came in meanwhile, or that nothing did though it was waited for; "". */
const char *capture_came(const struct judging *j);

/* -- place_words.c, say.c -------------------------------------------------------- */
/* "http and https of example.com at 192.0.2.1": where the places are, with details. */
const char *place_words(const struct judging *j, const place_list *list);
/* One finding for each cause among the places whose ending has one of the ids (ended by
 * FINDING__MAX). */
void say_places(const struct judging *j, const enum finding_id *ids);
/* The same of other places than those of judge_paths. */
void say_list(const struct judging *j, const place_list *all, const enum finding_id *ids);
/* A PASS with its places named behind it; nothing when there are none. Places of n. */
typedef bool (*place_test)(const struct judging *j, const struct place *p);
struct finding *say_pass(const struct judging *j, const struct named *n,
	enum finding_id id, const char *what, place_test test);
/* Adds what the capture showed of those places. */
void capture_because(const struct judging *j, struct finding *x, const struct named *n,
	place_test test);
/* findings_add with a subject's name. */
struct finding *say_named(const struct judging *j, const struct named *n,
	enum finding_id id, enum verdict v, enum certainty c, const struct obs *because,
	const char *fmt, ...) __attribute__((format(printf, 7, 8)));
/* The advice for a finding at a place: exact steps where they are known. */
const char *advice_for(const struct judging *j, const struct place *p);
/* The steps that open the ports outside the host. */
const char *advice_upstream(const struct judging *j);

#endif
