/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Questions to an authoritative server, and whether what comes back answers them: RFC
 * 1035 section 4, EDNS (RFC 6891), Client Subnet (RFC 7871), 0x20 (draft-vixie-dnsext
 * -dns0x20). Pure.
 */
#ifndef PKIREADY_PROBES_AUTH_WIRE_H
#define PKIREADY_PROBES_AUTH_WIRE_H

#include "arena.h"
#include "ip.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
	AUTH_QUERY_MAX = 320, /* a name of 255 octets, OPT with a subnet */
	AUTH_EDNS = 1232,     /* octets of a datagram: DNS flag day 2020 */
	AUTH_MESSAGE_MAX = 65535
};

struct auth_question {
	const char *name;          /* absolute, "" the root */
	int type;
	bool dnssec;               /* the DO bit: with its signatures */
	bool tcp;                  /* by TCP alone */
	const struct cidr *subnet; /* IPv4; NULL none */
	const char *region;        /* that it stands for */
};

/* The query's octets into out (AUTH_QUERY_MAX), with this id, letters in upper case where
 * a bit of caps is set. 0: no name that DNS can hold. */
size_t auth_wire_query(const struct auth_question *q, uint16_t id, const uint8_t caps[32],
	unsigned char *out);

enum auth_fit {
	AUTH_FITS,
	AUTH_OTHER_ID,
	AUTH_OTHER_QUESTION,
	AUTH_NO_ANSWER /* too short, no response, another opcode */
};
struct auth_head {
	bool authoritative, cut, case_kept;
	int rcode;          /* of the header alone: RFC 1035 section 4.1.1 */
	const char *words;  /* why it does not fit; static */
};

/* Whether these octets answer the query. A refusal without a question fits, too. */
enum auth_fit auth_wire_fits(const unsigned char *query, size_t query_n,
	const unsigned char *p, size_t n, struct auth_head *out);

/* Takes the letters in upper case out of the question of a message that fits: names that
 * are compressed against it then come as the server has them. */
void auth_wire_lower(const unsigned char *query, size_t query_n, unsigned char *p);

/* The query without its OPT record (RFC 6891 section 7), in place: the octets that are
 * left. It then asks for no signatures, no subnet, and at most 512 octets. */
size_t auth_wire_plain(unsigned char *query, size_t query_n);
/* An answer that fits may refuse the query for its OPT: FORMERR, or NOTIMP (RFC 6891
 * section 7; resolvers keep this fallback since DNS flag day 2019, and no other). False
 * for a query without OPT. */
bool auth_wire_refuses_edns(const unsigned char *query, const unsigned char *p);

struct ldns_struct_pkt;
/* SCOPE PREFIX-LENGTH of the Client Subnet that came back (RFC 7871 section 7.2.1); -1:
 * none, or one that is not the subnet that was sent. */
int auth_wire_scope(const struct ldns_struct_pkt *pkt, const struct cidr *sent);

#endif
