/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The chain of trust, step by step (RFC 4035 section 5), of messages that were kept: so
 * that what a validating resolver only calls bogus has a reason, a zone and a date. Pure.
 */
#ifndef PKIREADY_PROBES_TRUST_H
#define PKIREADY_PROBES_TRUST_H

#include "arena.h"
/* whole, and first: the Windows headers of ldns make a macro of "interface" */
#include "evidence.h"

#include <ldns/ldns.h>
#include <stdint.h>

enum {
	TRUST_TRIES = 256,      /* verifications of a step: more is an attack (KeyTrap) */
	TRUST_KEYS = 64,        /* keys, and DS records, of a zone that are looked at */
	TRUST_RECORDS = 256,    /* of a section, likewise */
	/* of NSEC3: with more, a zone counts as unsigned (RFC 9276) */
	TRUST_ITERATIONS = 150
};

struct trusting {
	struct arena *arena;
	int64_t now; /* UNIX s */
	struct trust_step *step;
	const ldns_rr_list *keys; /* by which signatures are verified */
	int spent;                /* verifications so far: not above TRUST_TRIES */
};

/* The records of this type that owner (NULL: anyone) has in a list, at most TRUST_KEYS
 * of those that have all their parts when they are DS or DNSKEY; to be freed by
 * ldns_rr_list_free alone. */
ldns_rr_list *trust_set(
	const ldns_rr_list *list, const ldns_rdf *owner, ldns_rr_type type);
/*
 * True when one RRSIG of sigs over this set is good by t->keys. Each RRSIG over it goes
 * into the step's sigs. Otherwise *why says what is wrong with the one that came nearest.
 */
bool trust_verify(struct trusting *t, const ldns_rr_list *set, const ldns_rr_list *sigs,
	const char **why);
/* True when this NSEC or NSEC3 record says that the zone is delegated to without a DS
 * (RFC 4035 section 5.2; RFC 5155 section 8.9 with opt-out). */
bool trust_denies_ds(const ldns_rr *rr, const ldns_rdf *zone);
/* "2020-02-01 00:00:00 UTC" */
const char *trust_date(struct arena *a, int64_t unix_s);
const char *trust_type(struct arena *a, ldns_rr_type type);
/* "example.com", "the root" */
const char *trust_zone_words(const char *zone);
/* True when a signature of this algorithm can be verified here (RFC 8624's, without
 * those that must not be used). */
bool trust_algorithm(int algorithm);

#endif
