/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the checks of the DNS share: the state of a view, the zone of a name, its name
 * servers as the admin knows them, the provider by their names, and words for values,
 * dates and waits. Names are compared without regard to ASCII case (RFC 4343).
 */
#ifndef PKIREADY_CHECKS_DNS_H
#define PKIREADY_CHECKS_DNS_H

#include "judge.h"

/* -- names ------------------------------------------------------------------------- */
bool dns_same(const char *a, const char *b);
/* host is the domain or lies under it; everything lies under the root "". */
bool dns_under(const char *host, const char *domain);
/* The labels of host in front of the zone: "_dnsauth.www", "@" for the zone itself. */
const char *dns_relative(const struct judging *j, const char *host, const char *zone);

/* -- words ------------------------------------------------------------------------- */
/* Quoted, cut at max bytes; in hex when it holds a NUL. */
const char *dns_value(const struct judging *j, struct bytes b, size_t max);
/* "2026-11-01 12:00 UTC" of UNIX s. */
const char *dns_date(const struct judging *j, int64_t at);
/* "30 seconds", "10 minutes", "2 hours", "3 days": rounded up to the whole unit. */
const char *dns_wait(const struct judging *j, int64_t s);
/* "NXDOMAIN", "SERVFAIL", "RCODE 23". */
const char *dns_rcode(const struct judging *j, int64_t rcode);

/* -- views ------------------------------------------------------------------------- */
/* DNS_ADDRESS stands for: there are records of the type. */
enum dns_state dns_state_of(const struct judging *j, const struct dns_view *v);
/* That nobody answers for the name counts against its servers: others do answer this
 * host, and its own rules let it ask these. */
bool dns_silence_counts(const struct judging *j, const char *name);
/* The roots cannot be asked: what the host's own resolver says stands in. */
bool dns_by_host(const struct judging *j);

/* -- zones and servers ------------------------------------------------------------- */
/* The deepest zone that was walked and holds the name; NULL none. */
const struct zone_look *dns_zone_of(const struct judging *j, const char *name);
/* Its apex; by the name's registrable part where no zone was walked. */
const char *dns_apex_of(const struct judging *j, const char *host, const char *name);
/* The zone is the admin's: not one above an examined registrable name. */
bool dns_zone_is_ours(const struct judging *j, const struct zone_look *z);
/* The first examined name in the zone; NULL none. */
const struct target_name *dns_name_in(
	const struct judging *j, const struct zone_look *z);
/* One of the zone's own servers, by either NS set. */
bool dns_delegated(const struct server_look *s);
/* "ns1.example.com (192.0.2.1)". */
const char *dns_server(const struct judging *j, const struct server_look *s);
/* What this server said to the question without a subnet; NULL not asked. */
const struct server_answer *dns_answer_of(
	const struct server_look *s, const char *owner, int64_t type);
/* It answered with authority, over one of the transports. */
bool dns_answered(const struct server_answer *a);
/* All strings of a list: "a, b and 3 more". */
const char *dns_list(const struct judging *j, const strs *list, size_t max);

/* -- the chain of trust ------------------------------------------------------------ */
/* The state of the deepest zone of the chain that holds the name. */
enum dnssec dns_trust_of(const struct judging *j, const char *name);
/* The first broken step above the name, NULL none; *why its words with the dates. */
const struct trust_step *dns_broken(
	const struct judging *j, const char *name, const char **why);
/* What to do about it: sign anew, correct the DS. */
const char *dns_trust_advice(const struct judging *j, const struct trust_step *s);

/* -- providers --------------------------------------------------------------------- */
enum console { CONSOLE_NONE, CONSOLE_ALIBABA, CONSOLE_HUAWEI, CONSOLE_PLAIN };
struct dns_provider {
	const char *name;          /* "Alibaba Cloud DNS" */
	const char *const *parts;  /* parts of its servers' names; NULL ends */
	enum console console;      /* whose fields are known */
	const char *fields;        /* CONSOLE_PLAIN: a hint in words; NULL */
	bool lines;                /* it can answer by the asker's line or country */
};
/* Who runs the zone, by its servers' names; NULL not recognised. */
const struct dns_provider *dns_provider_of(
	const struct judging *j, const struct zone_look *z);

#endif
