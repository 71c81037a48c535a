/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The worlds of `pkiready dns`: a record that all servers hold, one that they do not. */
#ifndef PKIREADY_REPORT_DNS_SCENES_H
#define PKIREADY_REPORT_DNS_SCENES_H

#include "report_host.h"

#define DNS_VALUE "202611210000002ix8mqf0o3j6g9v1"
#define DNS_OLD "202511200000001aaaaaaaaaaaaaaa"

/* -- answers ------------------------------------------------------------------------ */
static inline struct dns_record *world_record(struct world *w, struct dns_view *v,
	const char *owner, int type, const char *text)
{
	struct dns_record *r = VEC_ADD(w->a, &v->records, struct dns_record);
	*r = (struct dns_record){.owner = owner,
		.type = type,
		.ttl = 600,
		.text = text,
		.data = {(const unsigned char *)text, strlen(text)},
		.strings = type == RR_TXT};
	return r;
}

/* text NULL: NXDOMAIN. */
static inline void world_view(struct world *w, struct dns_view *v, const char *owner,
	int type, const char *source, const char *text)
{
	*v = (struct dns_view){.obs = world_obs(text ? SEEN_YES : SEEN_NO, source, text),
		.owner = owner,
		.type = type,
		.rcode = text ? 0 : 3,
		.nxdomain = !text,
		.end = owner,
		.soa = text ? NULL : "example.com",
		.negative_ttl = text ? -1 : 3600,
		.ms = 31};
	if (text)
		world_record(w, v, owner, type, text);
}

static inline struct record_look *world_sought(
	struct world *w, const char *name, const char *host, const char *text)
{
	struct record_look *x =
		VEC_ADD(w->a, &w->evidence.dns.records, struct record_look);
	x->name = name;
	x->host = host;
	x->place = PLACE_WANTED;
	world_view(w, &x->txt, host, RR_TXT, "recursion from the root servers", text);
	world_view(w, &x->cname, host, RR_CNAME, "recursion from the root servers", NULL);
	world_view(w, &x->host_txt, host, RR_TXT, "this host's resolver", text);
	return x;
}

static inline struct zone_look *world_zone(struct world *w, const char *name)
{
	struct zone_look *z = VEC_ADD(w->a, &w->evidence.dns.zones, struct zone_look);
	z->obs = world_obs(SEEN_YES, "walk", "delegated");
	z->name = name;
	z->parent = "com";
	w->evidence.dns.obs = z->obs;
	return z;
}

static inline struct server_answer *world_server(struct world *w, struct zone_look *z,
	const char *name, const char *ip, const char *host, const char *text)
{
	struct server_look *s = VEC_ADD(w->a, &z->servers, struct server_look);
	*s = (struct server_look){.name = name,
		.ip = world_ip(ip),
		.obs = world_obs(SEEN_YES, name, "answers"),
		.in_parent = true,
		.in_child = true,
		.serial = 2026112101};
	struct server_answer *x = VEC_ADD(w->a, &s->answers, struct server_answer);
	x->udp = x->tcp = SERVER_OK;
	x->authoritative = x->edns = x->case_kept = true;
	x->scope = -1;
	world_view(w, &x->answer, host, RR_TXT, name, text);
	return x;
}

static inline void world_trust(struct world *w, const char *zone, enum dnssec d)
{
	struct trust_step *s = VEC_ADD(w->a, &w->evidence.dns.trust, struct trust_step);
	*s = (struct trust_step){.zone = zone,
		.obs = world_obs(SEEN_YES, "DNSKEY", zone),
		.dnssec = d,
		.ds_matches = d == DNSSEC_SECURE};
}

static inline void world_caa(struct world *w, const char *name, const char *issuer)
{
	struct caa_look *c = VEC_ADD(w->a, &w->evidence.dns.caa, struct caa_look);
	struct dns_view *v = VEC_ADD(w->a, &c->climb, struct dns_view);
	c->name = name;
	world_view(w, v, name, RR_CAA, "recursion from the root servers", issuer);
	if (issuer)
		v->records.v[0]->tag = "issue";
}

static inline void world_dns_begin(struct world *w, struct arena *a)
{
	world_begin(w, a, &world_digicert);
	world_name(w, "example.com", "example.com", ROLE_EXAMINED);
	w->target.method = METHOD_DNS;
	w->target.path = NULL;
	w->target.records_wanted = true;
	w->target.record_host = "_dnsauth";
	w->target.record_type = RR_TXT;
	w->target.have_expect = true;
	w->target.expect =
		(struct bytes){(const unsigned char *)DNS_VALUE, strlen(DNS_VALUE)};
	w->target.expect_source = "--expect";
	w->target.file_name = NULL;
}

static inline void world_may_issue(struct world *w, enum answer digicert)
{
	static const char *const known[] = {"ca.example", NULL};
	static struct profile rows[3];
	static const char *const ids[] = {"digicert", "sectigo", "letsencrypt"};
	for (size_t i = 0; i < 3; i++) {
		rows[i] = (struct profile){.id = ids[i], .name = ids[i], .caa = known};
		world_answer(w, &rows[i], i ? ANSWER_NOT_READY : w->result.answer,
			w->result.findings.all.n ? w->result.findings.all.v[0] : NULL);
		w->result.profiles.v[i]->caa = i ? ANSWER_NOT_READY : digicert;
	}
}

/* -- the worlds --------------------------------------------------------------------- */
static inline void world_dns_ready(struct world *w, struct arena *a)
{
	static const char *const host = "_dnsauth.example.com";
	static const char *const ips[] = {"203.0.113.11", "2001:db8:1::11",
		"203.0.113.12", "2001:db8:1::12", "198.51.100.13", "198.51.100.14"};
	world_dns_begin(w, a);
	world_sought(w, "example.com", host, DNS_VALUE);
	struct zone_look *z = world_zone(w, "example.com");
	for (size_t i = 0; i < 6; i++)
		world_server(w, z,
			arena_printf(a, "ns%d.example.net",
				i < 4 ? (int)i / 2 + 1 : (int)i - 1),
			ips[i], host, DNS_VALUE);
	world_caa(w, "example.com", "digicert.com");
	world_trust(w, "", DNSSEC_SECURE);
	world_trust(w, "com", DNSSEC_SECURE);
	world_trust(w, "example.com", DNSSEC_SECURE);
	WORLD_ADD(w, .id = FINDING_KEEP_UNTIL_ISSUED, .verdict = VERDICT_PASS,
		.certainty = CERTAINTY_ASSUMED, .name = "example.com", .source = "TXT",
		.message = "keep the record where it is until the certificate is issued",
		.advice = finding_table[FINDING_KEEP_UNTIL_ISSUED].advice);
	w->result.answer = ANSWER_READY;
	world_may_issue(w, ANSWER_READY);
}

static inline void world_dns_region(struct world *w, struct server_look *s)
{
	struct server_answer *x = VEC_ADD(w->a, &s->answers, struct server_answer);
	*x = *s->answers.v[0];
	x->subnet = "202.96.0.0/24";
	x->region = "China Telecom";
	x->scope = 16;
	world_view(w, &x->answer, "_dnsauth.example.com", RR_TXT, s->name, DNS_OLD);
}

/* A server that is behind, a silent one, one that refuses, and a stranger. */
static inline void world_dns_differs(struct world *w, struct arena *a)
{
	static const char *const host = "_dnsauth.example.com";
	world_dns_begin(w, a);
	world_sought(w, "example.com", host, DNS_VALUE);
	struct zone_look *z = world_zone(w, "example.com");
	world_server(w, z, "ns1.example.net", "203.0.113.11", host, DNS_VALUE);
	world_dns_region(w, z->servers.v[0]);
	world_server(w, z, "ns2.example.net", "203.0.113.12", host, DNS_OLD);
	z->servers.v[1]->serial = 2026112000;
	world_server(w, z, "ns3.example.net", "203.0.113.13", host, NULL);
	struct server_answer *x =
		world_server(w, z, "ns4.example.net", "203.0.113.14", host, NULL);
	x->udp = x->tcp = SERVER_SILENT;
	x->answer.obs = world_obs(SEEN_FAILED, "ns4.example.net", "no answer");
	x->answer.rcode = -1;
	x = world_server(w, z, "ns5.example.net", "203.0.113.15", host, DNS_VALUE);
	x->tcp = SERVER_REFUSED_RST;
	x = world_server(w, z, "ns6.example.net", "203.0.113.16", host, NULL);
	x->udp = x->tcp = SERVER_RCODE;
	x->answer.rcode = 5;
	world_server(w, z, "ns1.other.example", "192.0.2.21", host, DNS_VALUE);
	z->servers.v[6]->not_delegated = "the zone's SOA names it";
	VEC_PUSH(a, &z->unresolved, "ns7.example.net");
	world_caa(w, "example.com", "ca.example");
	world_trust(w, "", DNSSEC_SECURE);
	world_trust(w, "com", DNSSEC_SECURE);
	world_trust(w, "example.com", DNSSEC_BOGUS);
	w->evidence.dns.trust.v[2]->why =
		"the signature over DNSKEY by key 4711 expired on 2026-11-01";
	WORLD_ADD(w, .id = FINDING_RECORD_NOT_EVERYWHERE, .verdict = VERDICT_FAIL,
		.certainty = CERTAINTY_PROVED, .name = "example.com",
		.source = "ns2.example.net", .excerpt = "TXT \"" DNS_OLD "\"",
		.message = "2 of 6 name server addresses have the record",
		.advice = "Wait, or look why a secondary does not follow.");
	WORLD_ADD(w, .id = FINDING_CAA_FORBIDS, .verdict = VERDICT_FAIL,
		.certainty = CERTAINTY_PROVED, .name = "example.com", .source = "CAA",
		.excerpt = "CAA 0 issue \"ca.example\"",
		.message = "the CAA records of example.com let ca.example alone issue",
		.advice = "Name DigiCert beside it.");
	w->result.answer = ANSWER_NOT_READY;
	world_may_issue(w, ANSWER_NOT_READY);
}

/* Nobody could be asked. */
static inline void world_dns_blocked(struct world *w, struct arena *a)
{
	static const char *const host = "_dnsauth.example.com";
	world_dns_begin(w, a);
	struct record_look *x = world_sought(w, "example.com", host, NULL);
	struct zone_look *z = world_zone(w, "example.com");
	x->txt.obs = world_obs(SEEN_FAILED, "recursion", "no root server answers");
	x->host_txt.obs = world_obs(SEEN_DENIED, "resolver", NULL);
	world_server(w, z, "ns1.example.net", "203.0.113.11", host, NULL);
	z->servers.v[0]->answers.n = 0;
	z->servers.v[0]->serial = -1;
	z->servers.v[0]->obs = world_obs(SEEN_SKIPPED, "walk", "the time was up");
	world_caa(w, "example.com", NULL);
	w->evidence.dns.caa.v[0]->climb.v[0]->obs =
		world_obs(SEEN_FAILED, "recursion", "no root server answers");
	world_trust(w, "", DNSSEC_UNKNOWN);
	w->evidence.dns.trust.v[0]->obs =
		world_obs(SEEN_FAILED, "recursion", "no root server answers");
	WORLD_ADD(w, .id = FINDING_RECURSION_BLOCKED, .verdict = VERDICT_UNKNOWN,
		.certainty = CERTAINTY_COMPUTED, .source = "recursion",
		.excerpt = "no root server answers", .outside_only = true,
		.message = "no root server answers this host on port 53");
	w->result.answer = ANSWER_UNKNOWN;
	world_may_issue(w, ANSWER_UNKNOWN);
}

/* More names than a screen holds. */
static inline void world_dns_many(struct world *w, struct arena *a)
{
	world_dns_begin(w, a);
	struct zone_look *z = world_zone(w, "example.com");
	for (int i = 0; i < 50; i++) {
		const char *name =
			i ? arena_printf(a, "n%d.example.com", i) : "example.com";
		const char *host = arena_printf(a, "_dnsauth.%s", name);
		if (i)
			world_name(w, name, name, ROLE_EXAMINED);
		world_sought(w, name, host, i == 7 ? DNS_OLD : DNS_VALUE);
		struct server_answer *x = world_server(w, z, "ns1.example.net",
			"203.0.113.11", host, i == 7 ? DNS_OLD : DNS_VALUE);
		if (i == 0)
			continue;
		VEC_PUSH(a, &z->servers.v[0]->answers, x);
		z->servers.n = 1;
	}
	WORLD_ADD(w, .id = FINDING_RECORD_STALE, .verdict = VERDICT_FAIL,
		.certainty = CERTAINTY_PROVED, .name = "n7.example.com", .source = "TXT",
		.excerpt = DNS_OLD, .message = "an old value stands at n7.example.com");
	w->result.answer = ANSWER_NOT_READY;
	world_may_issue(w, ANSWER_READY);
}

#endif
