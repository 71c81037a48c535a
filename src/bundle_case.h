/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A whole diagnosis as one file: what was examined, and all evidence, to be judged anew
 * elsewhere and later. The reading side trusts nothing.
 */
#ifndef PKIREADY_BUNDLE_CASE_H
#define PKIREADY_BUNDLE_CASE_H

#include "err.h"
#include "evidence.h"
#include "target.h"

/* Names of files in the directory that is given. */
#define CASE_FILE "pkiready.evidence"
#define CASE_PACKETS "packets.pcapng"
#define CASE_REPORT "report.json"
#define CASE_HOPS "hops.json"
#define CASE_VERSIONS "versions.txt"
enum { CASE_MAX = 48 * 1024 * 1024 };

struct case_profile { /* by which rules it was judged when it was saved */
	const char *id;
	const char *digest;  /* of all that the row says */
	const char *date;    /* the newest of its address lists; NULL none */
};

struct bundle_case {
	int64_t at;          /* when it was saved, UNIX s */
	const char *tool;    /* the version that did */
	bool redacted;
	const char *profile; /* name for profile_find of the one that it was judged by */
	VEC(struct case_profile) profiles; /* of that run */
	struct target target; /* its profile is NULL: profile names it */
	struct evidence evidence;
};

/* The bytes of it; n 0 when they are more than CASE_MAX. */
struct bytes bundle_case_pack(struct arena *a, const struct bundle_case *c);
/* On failure *why is one phrase. */
enum err bundle_case_unpack(struct arena *a, struct bytes file, struct bundle_case *out,
	const char **why) MUST_USE;

/* -- bundle_hide.c */
/*
 * Writes other letters and digits, of the same number, in place of what may be secret:
 * the words that the CA must find, whatever looks like a token, mail addresses, and the
 * examined names below their public suffix. The same word becomes the same, words that
 * begin alike still do, case stays: whatever compares them finds what it found before.
 * key: random bytes, to be forgotten. Addresses, other hosts' names and files stay.
 */
enum { HIDE_KEY = 32 };
/* False: it could not be done, and c is as it was. */
bool bundle_case_hide(struct arena *a, const unsigned char key[HIDE_KEY],
	struct bundle_case *c) MUST_USE;

#endif
