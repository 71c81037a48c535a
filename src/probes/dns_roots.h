/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where a recursion begins: the root servers' addresses and the root's trust anchors. */
#ifndef PKIREADY_PROBES_DNS_ROOTS_H
#define PKIREADY_PROBES_DNS_ROOTS_H

#include "arena.h"
#include "err.h"
#include "ip.h"

enum { DNS_ROOTS_FILE_MAX = 1024 * 1024, DNS_ROOTS_RECORDS_MAX = 1000 };

struct dns_roots {
	VEC(struct ip) servers; /* IPv4 and IPv6 */
	strs anchors;           /* DS or DNSKEY records, one each, in zone file form */
};

/* Those that IANA publishes: named.root of 2024-04-18 (13 servers, both families), and DS
 * records of the keys 20326 (KSK-2017) and 38696 (KSK-2024). */
void dns_roots_default(struct arena *a, struct dns_roots *out);

/*
 * Replaces out->servers or out->anchors by what a file in zone file form (RFC 1035
 * section 5) holds: A and AAAA records; DS and DNSKEY records. ERR_SYNTAX or ERR_LIMIT:
 * *why is one phrase that names the line; out is then as it was.
 */
enum err dns_roots_hints(
	struct arena *a, struct bytes file, struct dns_roots *out, const char **why)
	MUST_USE;
enum err dns_roots_anchors(
	struct arena *a, struct bytes file, struct dns_roots *out, const char **why)
	MUST_USE;

#endif
