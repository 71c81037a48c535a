/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One libunbound context on the loop: set up as real validators set theirs up,
 * asked, freed. */
#ifndef PKIREADY_PROBES_DNS_RESOLVER_H
#define PKIREADY_PROBES_DNS_RESOLVER_H

#include "arena.h"
#include "evidence.h"
#include "probes/dns_roots.h"

#include <stdbool.h>
#include <stddef.h>

struct memstream;
struct ub_event_base;

enum dns_kind {
	DNS_RECURSION,     /* from the root, validating */
	DNS_RECURSION_TCP, /* likewise, by TCP alone */
	DNS_FORWARD,       /* through the resolvers given, validating here */
	DNS_FORWARD_PLAIN  /* through the resolvers given, as they say it */
};

struct dns_setup {
	enum dns_kind kind;
	const struct dns_roots *roots; /* RECURSION: both; FORWARD: the anchors */
	strs forwarders;               /* "192.0.2.1", "2001:db8::1@5353" */
	bool v4, v6;                   /* families that have a route */
	struct ub_event_base *base;
	struct memstream *log;         /* where libunbound says why; shared */
};

struct dns_reply {
	int rcode;           /* not 0: there is no packet */
	const void *packet;  /* RFC 1035 section 4; valid during the call only */
	size_t n;
	enum dnssec dnssec;  /* UNKNOWN from a PLAIN context */
	const char *why;     /* of SERVFAIL or bogus, libunbound's words; NULL unknown */
};
typedef void (*dns_reply_fn)(void *arg, const struct dns_reply *reply);

struct dns_resolver;

/* NULL when libunbound refuses the setup: *why says which part. */
struct dns_resolver *dns_resolver_new(
	struct arena *a, const struct dns_setup *setup, const char **why);
/*
 * Asks for name (ascii, absolute) and type in class IN. fn is called once on the loop,
 * or at once, unless the question is cancelled. The id is for dns_resolver_cancel; 0
 * when fn was called already.
 */
int dns_resolver_ask(
	struct dns_resolver *r, const char *name, int type, dns_reply_fn fn, void *arg);
void dns_resolver_cancel(struct dns_resolver *r, int id);
/* No fn is called any more. Not inside a dns_reply_fn. NULL is fine. */
void dns_resolver_free(struct dns_resolver *r);

/* The last reason for a SERVFAIL to "name type" in libunbound's log, or NULL. Pure. */
const char *dns_resolver_reason(
	struct arena *a, const char *log, const char *name, const char *type);

#endif
