/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is examined: the names, the URL path, what is expected there, and by which CA. */
#ifndef PKIREADY_TARGET_H
#define PKIREADY_TARGET_H

#include "arena.h"
#include "err.h"
#include "ip.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

struct profile;

enum method { METHOD_FILE, METHOD_HTTP01, METHOD_DNS, METHOD__MAX };

enum name_role {
	ROLE_EXAMINED, /* on the command line or in the CSR */
	ROLE_SIBLING,  /* its apex or www twin, which some CAs fetch too */
	ROLE_HOP,      /* the host of a redirect's target */
	ROLE__MAX
};

struct target_name {
	const char *given;       /* as typed */
	const char *ascii;       /* A-labels, lower case, no trailing dot, no "*." */
	const char *unicode;     /* for people; equals ascii where it has no IDN label */
	const char *registrable; /* public suffix + 1 by the PSL; NULL when it has none */
	bool wildcard;           /* "*." was in front */
	bool public_suffix;      /* the name itself is a public suffix */
	bool in_csr;             /* the CSR holds it; only meaningful with a CSR */
	enum name_role role;     /* EXAMINED or SIBLING here */
};

struct host_override { /* --hosts NAME=ADDR */
	const char *name; /* ascii */
	struct ip ip;
};

struct csr { /* read from --csr (RFC 2986) */
	strs names;              /* CN and dNSName, ascii, lower case, in order */
	const char *md5;         /* upper-case hex of the DER: Sectigo's file name */
	const char *sha256;      /* lower-case hex of the DER: Sectigo's file content */
};

struct target {
	VEC(struct target_name) names;     /* EXAMINED first, then SIBLINGs */
	const struct profile *profile;     /* the one that the verdict is given under */
	bool profile_given;                /* --ca was given or implied */
	enum method method;
	const char *path; /* URL path of the GET, with its leading slash */
	const char *file_name;             /* last segment of path */
	bool random; /* nothing is expected: path ends in a random name */
	bool have_expect;
	struct bytes expect;               /* the bytes that the CA must find */
	const char *expect_source;         /* "--file fileauth.txt" */
	int64_t issued; /* --issued, or the file's mtime; UNIX s; 0 unknown */
	bool issued_given;                 /* by --issued, not by an mtime */
	const struct csr *csr;             /* NULL without --csr */
	const char *webroot;               /* --webroot, NULL without */
	bool have_resolver;                /* --resolver: replaces the recursion */
	struct ip resolver;
	int resolver_port;
	struct bytes root_hints;           /* --root-hints: file bytes; n 0 without */
	struct bytes trust_anchor;         /* --trust-anchor: file bytes; n 0 without */
	VEC(struct host_override) hosts;
	int64_t timeout_ms;                /* for each network look */
	bool v4, v6;                       /* families to look at; both by default */
	bool require_outside;
	bool after_reboot;                 /* --after-reboot: the saved rules as well */
	bool prove, inject_anyway;         /* ask the kernel by injected SYNs */
	bool rehearse;                     /* `pkiready rehearse`: that alone */
	struct ip as;                      /* --as ADDR; family 0: the profile's */
	const struct profile *as_profile;  /* --as PROFILE; NULL: the one judged by */
	bool yes;                          /* although something may ban who asks */
	int64_t now;                       /* UNIX s, read once */
	const char *trace_url; /* `pkiready trace`: where to begin; else NULL */
	bool expect_lines; /* expect is how the file begins: lines may follow */
	/* -- `pkiready dns`, and diagnose with --method dns -- */
	bool records_wanted;       /* the validation record is looked for and judged */
	const char *record_host;   /* --record: "_dnsauth", "@"; NULL: by profile */
	int record_type;           /* --type: RR_TXT or RR_CNAME; 0: by profile */
	int64_t wait_ms;           /* --wait; 0 none */
	FILE *capture_file;        /* where captured packets go; NULL nowhere */
	bool redact;               /* without what may be secret */
};

extern const char *const method_words[METHOD__MAX]; /* "file", "http-01", "dns" */
extern const char *const name_role_words[ROLE__MAX];

/*
 * A name from the command line: IDN to A-labels (libidn2, IDNA2008 non-transitional, as
 * UTS 46), checked for length, labels, characters. On failure *why is one clear phrase
 * ("label 2 is longer than 63 octets"). An IP literal is ERR_RANGE.
 */
enum err target_name_parse(struct arena *a, const char *given, struct target_name *out,
	const char **why) MUST_USE;
/* The sibling that a pair-checking CA also fetches: apex for www., www. for an apex.
 * NULL when the name is neither (S0: root domain and www subdomain). */
const char *target_sibling(struct arena *a, const struct target_name *name);
/* Adds the siblings of all EXAMINED names that are not themselves examined. */
void target_add_siblings(struct arena *a, struct target *t);

#endif
