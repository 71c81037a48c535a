/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Answers from the wire (RFC 1035 section 4), read by ldns. All that is in one is
 * hostile. */
#ifndef PKIREADY_PROBES_DNS_ANSWER_H
#define PKIREADY_PROBES_DNS_ANSWER_H

#include "arena.h"
#include "evidence.h"

#include <stddef.h>

enum {
	DNS_TYPE_A = 1,
	DNS_TYPE_AAAA = 28,
	DNS_TYPE_DS = 43,
	DNS_TYPE_DNSKEY = 48,
	DNS_CHAIN_MAX = 16,       /* CNAMEs that are followed; Boulder's resolver: 11 */
	DNS_ADDRESSES_MAX = 64,   /* addresses kept of one answer */
	DNS_RDATA_TEXT_MAX = 200, /* of one record in an excerpt */
	DNS_EXCERPT_MAX = 1000
};

/*
 * Reads the answer to "name, type" (A or AAAA; other types give no address). Fills in
 * rcode, nxdomain, chain, addresses, ttl, obs.seen and obs.excerpt; nothing else. What
 * is no DNS message is SEEN_FAILED with rcode -1. A chain that loops or is too long is
 * SEEN_FAILED.
 */
void dns_answer_read(struct arena *a, const char *name, int type, const void *packet,
	size_t n, struct dns_answer *out);

/* The answer section as one line, "CNAME cdn.example, A 192.0.2.1": what excerpts hold.
 * Presentation form (RFC 1035 section 5.1): nothing but printable ASCII. */
const char *dns_answer_text(struct arena *a, const void *packet, size_t n);

struct ldns_struct_rdf;
/* One piece of rdata in presentation form, a name without its last dot ("" the root). */
const char *dns_rdf_text(struct arena *a, const struct ldns_struct_rdf *rdf);

/* "NOERROR", "SERVFAIL", … or "RCODE23". */
const char *dns_rcode_text(struct arena *a, int64_t rcode);

#endif
