/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A whole answer from the wire as a view (evidence_dns.h), read by ldns. All that is in
 * it is hostile. */
#ifndef PKIREADY_PROBES_DNS_VIEW_H
#define PKIREADY_PROBES_DNS_VIEW_H

#include "arena.h"
#include "evidence_dns.h"

#include <stddef.h>

enum {
	VIEW_TEXT_MAX = 4096,   /* of one record's presentation form; then "..." */
	VIEW_EXCERPT_MAX = 400
};

struct ldns_struct_pkt;

/*
 * Reads the answer to "name type", whose chain of CNAMEs is followed within the message
 * unless CNAME or DNAME was asked. Fills in all but obs.source, obs.at, dnssec,
 * why_bogus and ms. No DNS message, a failing rcode, a chain that loops or has more than
 * DNS_CHAIN_MAX links: SEEN_FAILED.
 */
void dns_view_read(struct arena *a, const char *name, int type, const void *packet,
	size_t n, struct dns_view *out);
/* Likewise of a message that ldns has read. */
void dns_view_packet(struct arena *a, const char *name, int type,
	const struct ldns_struct_pkt *pkt, struct dns_view *out);
/* The NS records for the zone in the authority section, as a parent refers, and the
 * addresses beside them: out->records. */
void dns_view_referral(struct arena *a, const char *zone, int type,
	const struct ldns_struct_pkt *pkt, struct dns_view *out);
/* An answer that is not there. */
struct dns_view dns_view_none(
	const char *owner, int type, enum seen seen, const char *excerpt);

struct ldns_struct_rr;
void dns_view_record(
	struct arena *a, const struct ldns_struct_rr *rr, struct dns_record *out);

#endif
