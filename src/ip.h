/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Addresses, prefixes, and what IANA's special-purpose registries say of them. */
#ifndef PKIREADY_IP_H
#define PKIREADY_IP_H

#include "err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { IP_TEXT_MAX = 64 }; /* enough for any ip_format or cidr_format, with the NUL */

struct ip {
	int family;       /* 4 or 6; 0: no address */
	uint8_t addr[16]; /* network byte order; IPv4 in the first four */
};

struct cidr {
	struct ip ip; /* host bits are zero */
	int bits;     /* prefix length: 0..32 or 0..128 */
};

/* Strict: dotted quad without leading zeros, or RFC 4291 text without a zone. */
enum err ip_parse(const char *s, struct ip *out) MUST_USE;
/* RFC 5952 text into buf of at least IP_TEXT_MAX; returns buf. Family 0 gives "". */
const char *ip_format(const struct ip *ip, char *buf);
bool ip_equal(const struct ip *a, const struct ip *b);
/* Family first, then numeric: <0, 0, >0. */
int ip_compare(const struct ip *a, const struct ip *b);
struct ip ip_from4(const void *four_bytes);
struct ip ip_from6(const void *sixteen_bytes);
/* An IPv4-mapped IPv6 address (::ffff:0:0/96) as its IPv4 address, any other
 * unchanged. */
struct ip ip_unmapped(struct ip ip);
bool ip_is_any(const struct ip *ip);
bool ip_is_loopback(const struct ip *ip);

/* "a.b.c.d/n", "x::/n" or a bare address (full length). ERR_RANGE when host bits are set
 * or n is too large. */
enum err cidr_parse(const char *s, struct cidr *out) MUST_USE;
const char *cidr_format(const struct cidr *c, char *buf);
/* Its last address. */
struct ip cidr_last(const struct cidr *c);
bool ip_in_cidr(const struct ip *ip, const struct cidr *c);

/* One row of the IANA IPv4 or IPv6 Special-Purpose Address Registry (RFC 6890, 8190), or
 * of the multicast and reserved spaces that the registries leave out. */
struct ip_special {
	struct cidr prefix;
	const char *name;   /* "Private-Use" */
	const char *source; /* "RFC 1918" */
	bool global;        /* the registry's "Globally Reachable" */
};

/* The longest matching row, or NULL for ordinary global unicast. */
const struct ip_special *ip_special(const struct ip *ip);
/* True when no CA would connect: a special row that is not globally reachable, or a NAT64
 * address (64:ff9b::/96) whose IPv4 address is such. */
bool ip_reserved(const struct ip *ip);
/* 100.64.0.0/10 (RFC 6598). */
bool ip_carrier_nat(const struct ip *ip);
/* All rows, for tests and for `list`. */
const struct ip_special *ip_special_rows(size_t *n);

#endif
