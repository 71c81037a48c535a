/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Builders for results made by hand; report_host.h makes the host, report_scenes.h
 * whole worlds. */
#ifndef PKIREADY_REPORT_WORLDS_H
#define PKIREADY_REPORT_WORLDS_H

#include "finding.h"
#include "profile.h"
#include "run.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

struct world {
	struct arena *a;
	struct target target;
	struct evidence evidence;
	struct result result;
};

static const struct profile world_digicert = {.id = "digicert",
	.name = "DigiCert",
	.method = METHOD_FILE,
	.dir = "/.well-known/pki-validation/",
	.file_name = "fileauth.txt",
	.schemes = SCHEMES_EITHER,
	.names = NAMES_EXACT};
static const struct profile world_strict = {.id = "strict",
	.name = "strict",
	.documents = "these documents (S0, S2)",
	.method = METHOD_FILE,
	.sources = "SEED000 SEED002 BR",
	.schemes = SCHEMES_BOTH_OR_REFUSED,
	.names = NAMES_APEX_AND_WWW};
static const struct profile world_letsencrypt = {.id = "letsencrypt",
	.name = "Let's Encrypt",
	.method = METHOD_HTTP01,
	.schemes = SCHEMES_HTTP};
static const struct profile world_certum = {.id = "certum", .name = "Certum"};
static const struct profile world_pebble = {
	.id = "pebble", .name = "Pebble", .test_only = true};

static inline struct ip world_ip(const char *s)
{
	struct ip ip = {0};
	enum err err = ip_parse(s, &ip);
	(void)err;
	return ip;
}

static inline struct obs world_obs(
	enum seen seen, const char *source, const char *excerpt)
{
	return (struct obs){.seen = seen, .source = source, .excerpt = excerpt, .at = 12};
}

static inline struct target_name *world_name(
	struct world *w, const char *ascii, const char *unicode, enum name_role role)
{
	struct target_name *n = VEC_ADD(w->a, &w->target.names, struct target_name);
	*n = (struct target_name){.given = ascii,
		.ascii = ascii,
		.unicode = unicode,
		.registrable = "example.com",
		.role = role};
	return n;
}

/* The name's DNS answer, with this address (NULL: none) of this host. */
static inline struct name_look *world_dns(
	struct world *w, const char *ascii, const char *v4, const char *v6)
{
	struct name_look *n = VEC_ADD(w->a, &w->evidence.names, struct name_look);
	const char *texts[] = {v4, v6};
	struct dns_answer *answers[] = {&n->a, &n->aaaa};
	n->ascii = n->unicode = ascii;
	for (int i = 0; i < 2; i++) {
		struct dns_answer *d = answers[i];
		d->obs = world_obs(texts[i] ? SEEN_YES : SEEN_NO, "recursion", texts[i]);
		d->dnssec = DNSSEC_INSECURE;
		d->ttl = texts[i] ? 300 : -1;
		d->ms = 31;
		if (!texts[i])
			continue;
		struct ip *ip = ARENA_NEW(w->a, struct ip);
		*ip = world_ip(texts[i]);
		VEC_PUSH(w->a, &d->addresses, ip);
		struct name_address *x =
			VEC_ADD(w->a, &n->addresses, struct name_address);
		*x = (struct name_address){.ip = *ip, .where = WHERE_HERE};
	}
	return n;
}

static inline struct reach *world_reach(struct world *w, const char *name, const char *ip,
	int port, enum connect_result result)
{
	struct reach *r = VEC_ADD(w->a, &w->evidence.reach, struct reach);
	*r = (struct reach){.obs = world_obs(SEEN_YES, "connect", connect_words[result]),
		.name = name,
		.ip = world_ip(ip),
		.port = port,
		.result = result,
		.ms = 1,
		.path = PATH_LOCAL,
		.interface = "lo"};
	return r;
}

static inline struct fetch *world_fetch(
	struct world *w, const char *name, enum scheme scheme, const char *ip)
{
	struct fetch *f = VEC_ADD(w->a, &w->evidence.fetches, struct fetch);
	*f = (struct fetch){.purpose = FETCH_VALIDATION,
		.name = name,
		.scheme = scheme,
		.ip = world_ip(ip),
		.user_agent = "DigiCert DCV Bot/1.1"};
	return f;
}

static inline struct hop *world_hop(struct world *w, struct fetch *f, const char *url,
	const char *host, int status, const char *body)
{
	struct hop *h = VEC_ADD(w->a, &f->hops, struct hop);
	bool https = strncmp(url, "https", 5) == 0;
	*h = (struct hop){.obs = world_obs(SEEN_YES, "GET", "answered"),
		.url = url,
		.scheme = https ? SCHEME_HTTPS : SCHEME_HTTP,
		.host = host,
		.port = https ? 443 : 80,
		.ip = f->ip,
		.path = PATH_LOCAL,
		.connect = CONNECT_OPEN,
		.end = HOP_ANSWERED,
		.status = status,
		.body = {(const unsigned char *)body, strlen(body)},
		.body_bytes = (int64_t)strlen(body),
		.body_complete = true,
		.connect_ms = 1,
		.ms = 7,
		.user_agent = f->user_agent};
	if (https) {
		h->tls = ARENA_NEW(w->a, struct tls_look);
		*h->tls = (struct tls_look){.ok = true,
			.version = "TLSv1.3",
			.issuer = "R11",
			.not_before = 1790000000,
			.not_after = 1797776000,
			.issued = 1790003540,
			.chain_ok = true,
			.name_ok = true};
		VEC_PUSH(w->a, &h->tls->names, "example.com");
		VEC_PUSH(w->a, &h->tls->names, "www.example.com");
	}
	return h;
}

static inline void world_location(struct hop *h, const char *sent, const char *to)
{
	h->location_raw = (struct bytes){(const unsigned char *)sent, strlen(sent)};
	h->location = to;
	h->next = NEXT_FOLLOWED;
}

struct world_finding {
	enum finding_id id;
	enum verdict verdict;
	enum certainty certainty;
	const char *name, *ip;
	int port;
	const char *source, *excerpt, *message, *advice;
	struct finding *cause;
	bool outside_only;
	enum vantage vantage;
	const char *thing, *url;
};

static inline struct finding *world_add(struct world *w, const struct world_finding *f)
{
	struct finding *x = VEC_ADD(w->a, &w->result.findings.all, struct finding);
	struct obs *o = ARENA_NEW(w->a, struct obs);
	*o = world_obs(SEEN_YES, f->source, f->excerpt);
	*x = (struct finding){.id = f->id,
		.verdict = f->verdict,
		.certainty = f->certainty,
		.vantage = f->vantage,
		.outside_only = f->outside_only,
		.subject = {.name = f->name,
			.port = f->port,
			.url = f->url,
			.thing = f->thing},
		.message = f->message,
		.advice = f->advice,
		.cause = f->cause};
	if (f->ip)
		x->subject.ip = world_ip(f->ip);
	VEC_PUSH(w->a, &x->because, o);
	if (f->cause)
		VEC_PUSH(w->a, &f->cause->consequences, x);
	if (f->outside_only)
		VEC_PUSH(w->a, &w->result.unproved, f->message);
	return x;
}
#define WORLD_ADD(w, ...) world_add((w), &(const struct world_finding){__VA_ARGS__})

static inline void world_answer(struct world *w, const struct profile *p,
	enum answer answer, const struct finding *x)
{
	struct profile_answer *pa =
		VEC_ADD(w->a, &w->result.profiles, struct profile_answer);
	*pa = (struct profile_answer){
		.profile = p, .answer = answer, .caa = ANSWER_UNKNOWN, .first = x};
}

static inline void world_answers(struct world *w, enum answer digicert,
	enum answer strict, enum answer letsencrypt)
{
	const struct finding *first =
		w->result.findings.all.n ? w->result.findings.all.v[0] : NULL;
	world_answer(w, &world_strict, strict, strict ? first : NULL);
	world_answer(w, &world_digicert, digicert, digicert ? first : NULL);
	world_answer(w, &world_letsencrypt, letsencrypt, letsencrypt ? first : NULL);
	world_answer(w, &world_certum, ANSWER_UNKNOWN, first);
	world_answer(w, &world_pebble, ANSWER_READY, NULL);
}

#endif
