/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a CA needs, as const rows. What no source tells stays unknown in the row and is
 * judged as a warning, never invented. Each group of values names its sources by the keys
 * of profile_sources (the keys of the facts file that tests/fixtures/ca-profiles.json is).
 */
#ifndef PKIREADY_PROFILE_H
#define PKIREADY_PROFILE_H

#include "arena.h"
#include "err.h"
#include "target.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum tri { TRI_UNKNOWN, TRI_YES, TRI_NO };
enum { PROFILE_UNKNOWN = -1 }; /* of an int that no source tells */

enum scheme_rule {
	SCHEMES_UNKNOWN,
	SCHEMES_HTTP,            /* http on port 80 alone (RFC 8555 section 8.3) */
	SCHEMES_EITHER,          /* one of http and https suffices */
	SCHEMES_ORDER,           /* the one chosen in the order: either is judged, warn if one fails */
	SCHEMES_BOTH_OR_REFUSED, /* http must pass; https must pass or be refused (S0, S2) */
};
enum names_rule { NAMES_UNKNOWN, NAMES_EXACT, NAMES_APEX_AND_WWW };
enum body_rule {
	BODY_UNKNOWN,
	BODY_EXACT,           /* byte for byte */
	BODY_TRIM_RIGHT,      /* exact after trailing Unicode white space is trimmed (Boulder) */
	BODY_TRIM_RIGHT_CRLF, /* exact after trailing \n \r \t are trimmed, not spaces (Pebble) */
	BODY_TRIM_BOTH,       /* exact after white space on both ends is trimmed */
	BODY_CONTAINS,        /* the value stands somewhere in the body */
	BODY_LINES,           /* the same lines, line ends aside */
};
enum address_rule {
	ADDRESSES_UNKNOWN,
	ADDRESSES_ALL,         /* every address must answer */
	ADDRESSES_V6_FALLBACK, /* an AAAA first, an A when the dial fails (Boulder) */
	ADDRESSES_V4,          /* A records only */
	ADDRESSES_FIRST,       /* one address, no fallback (Pebble: AAAA first) */
};

struct redirect_rule {
	enum tri followed;
	int codes[8];          /* 0-terminated; empty with followed YES: unknown */
	int max;               /* redirects followed; PROFILE_UNKNOWN */
	enum tri same_base;    /* the target must share the registrable domain */
	bool any_port;         /* Pebble; else 80 and 443 (BR 3.2.2.4.18) */
	enum tri icann_tld;    /* target host must end in an ICANN suffix (Boulder) */
	int path_max;          /* octets of the target's path; 0 no limit known */
	enum tri reserved_ok;  /* targets in reserved space are connected to (Pebble) */
	const char *sources;   /* keys, space-separated */
};

struct address_list {
	const char *name;                /* "published", "seed", "third party" */
	const char *const *prefixes;     /* NULL-terminated */
	const char *date;                /* when it was true: "2026-02-24", or NULL unknown */
	const char *sources;
};

struct profile {
	const char *id;                  /* "digicert" */
	const char *name;                /* "DigiCert" */
	const char *provider;            /* overlay's id ("alibaba"), NULL for a plain CA */
	const char *documents;           /* worded in the verdict: "these documents (S0, S2)"; NULL: the name */
	enum method method;              /* the default one */
	const char *dir;                 /* "/.well-known/pki-validation/" */
	const char *file_name;           /* "fileauth.txt"; NULL: by CSR, token or unknown */
	bool file_by_csr;                /* <MD5 of the CSR>.txt (Sectigo) */
	enum scheme_rule schemes;
	enum names_rule names;
	enum address_rule addresses;
	struct redirect_rule redirects;
	int status[4];                   /* accepted final ones, 0-terminated; empty: unknown */
	bool status_2xx;                 /* any 2xx (BR) */
	enum body_rule body;
	int body_max;                    /* bytes; PROFILE_UNKNOWN; 0 no limit */
	enum tri tls_verified;           /* the certificate chain matters */
	int connect_ms, total_ms;        /* PROFILE_UNKNOWN */
	int token_hours;                 /* life of the file or token; PROFILE_UNKNOWN */
	int dns_token_hours;             /* life of the DNS value; PROFILE_UNKNOWN, 0 no limit */
	enum tri reserved_ok;            /* connects to reserved addresses (Pebble) */
	const char *const *user_agents;  /* NULL-terminated; NULL unknown */
	const char *const *caa;          /* issuer domain names, NULL-terminated */
	const struct address_list *lists; /* name NULL ends; NULL none */
	enum tri lists_complete;         /* NO: multi-perspective, the list can't be complete */
	const char *console_wait;        /* the provider's own waits, in words; NULL none */
	const char *note;                /* one line for people */
	const char *sources;             /* keys for the rest */
	const char *unknown;             /* what was searched and not found, in words */
};

/* All built-in rows, and overlays resolved by name. */
const struct profile *profile_rows(size_t *n);
/*
 * "digicert", an alias ("geotrust"), or "provider/ca" ("alibaba/digicert": the CA's row with
 * the provider's own limits laid over it). *nearest is the closest known name when not found.
 */
enum err profile_find(struct arena *a, const char *name, const struct profile **out,
	const char **nearest) MUST_USE;
/* A User-Agent to send for it: its first known one, else the tool's own. */
const char *profile_user_agent(const struct profile *p);
/* The text for a source key ("DC_LIB"), or NULL. */
const char *profile_source(const char *key);

/*
 * Reads profiles from JSON (schema in the manual page) that add to or override the built-in
 * rows for this run. On failure *why is one line: place, bad value, what was expected; and
 * nothing is taken over.
 */
enum err profile_read(struct arena *a, const char *json, size_t n, const char *file,
	const char **why) MUST_USE;

#endif
