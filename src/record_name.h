/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Where the validation record of a name must stand, and what must stand there: by the
 * profile's rows, or by --record and --type. Names are lower case, without trailing dot.
 */
#ifndef PKIREADY_RECORD_NAME_H
#define PKIREADY_RECORD_NAME_H

#include "arena.h"
#include "err.h"
#include "evidence_dns.h"
#include "profile.h"
#include "target.h"

#include <stdbool.h>

enum { RECORD_HOST_MAX = 253, RECORD_PLACES_MAX = 32 };

struct record_name {
	const char *name;    /* the examined name (ascii) that wants it */
	const char *level;   /* the name under which it stands: "example.com" */
	const char *host;    /* the whole name asked: "_dnsauth.example.com" */
	const char *prefix;  /* host without the level: "_dnsauth"; "" none */
	int type;            /* RR_TXT, RR_CNAME */
	bool level_known;    /* a source of the profile or --record tells the level */
	bool given;          /* --record told the host */
	const struct record_form *form; /* of the profile; NULL: none of it fits */
	/* what must stand there, from --expect or --csr: a TXT's strings joined, a
	 * CNAME's target without trailing dot; n 0: not known */
	struct bytes value;
	const char *target;  /* CNAME: what the target must end in; NULL not known */
};

/*
 * The record of one name under a profile. With LEVEL_PARENT_OF_WWW a www name takes its
 * parent's (S3), a wildcard always the name behind "*." (BR: ADN). --record may be a host
 * relative to that level ("_dnsauth"), one relative to the registrable name as consoles
 * show it ("_dnsauth.www"), the whole name (with its domain, or ending in a dot), or "@",
 * the registrable name itself. "_<md5>" in a profile's row is filled from --csr.
 * ERR_NOT_FOUND: no source tells where (*why: "…: give --record HOST"); ERR_SYNTAX,
 * ERR_LIMIT, ERR_RANGE: a host that no DNS name may be (*why names label and octets).
 */
enum err record_name_of(struct arena *a, const struct target *t,
	const struct target_name *n, const struct profile *p, struct record_name *out,
	const char **why) MUST_USE;

struct record_host {
	const char *host;
	enum record_place place;
};
typedef VEC(struct record_host) record_hosts;

/*
 * The host itself (PLACE_WANTED, first), and where it is put by mistake or by another
 * form: each host once, at most RECORD_PLACES_MAX. zone is the apex of the zone that
 * holds the name; NULL: the registrable name stands in.
 */
void record_name_places(struct arena *a, const struct record_name *r,
	const struct target_name *n, const char *zone, record_hosts *out);

/* The type's name: "TXT", "CNAME"; and back: 0 when it is neither (case aside). */
const char *record_type_str(int type);
int record_type_of(const char *s);

#endif
