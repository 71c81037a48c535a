/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a CA needs, as const rows. What no source tells stays unknown in the row and is
 * judged as a warning, never invented. Each group of values names its sources by the keys
 * of profile_sources (the keys of the facts file that tests/fixtures/ca-profiles.json
 * is).
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
	SCHEMES_ORDER,           /* the one chosen in the order: either is judged, warn if
	                          * one fails */
	SCHEMES_BOTH_OR_REFUSED, /* http must pass; https must pass or be refused (S0,
	                          * S2) */
};
enum names_rule { NAMES_UNKNOWN, NAMES_EXACT, NAMES_APEX_AND_WWW };
enum body_rule {
	BODY_UNKNOWN,
	BODY_EXACT,           /* byte for byte */
	BODY_TRIM_RIGHT,      /* exact after trailing Unicode white space is trimmed
	                       * (Boulder) */
	BODY_TRIM_RIGHT_CRLF, /* exact after trailing \n \r \t are trimmed, not spaces
	                       * (Pebble) */
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
	const char *date;                /* when it was true: "2026-02-24", or NULL
	                                  * unknown */
	const char *sources;
};

/* One wait or lifetime of a provider's console, as its documents give it. */
struct profile_wait {
	const char *id;                  /* "console-file"; unique within its provider;
	                                  * NULL ends */
	const char *what;                /* "the file is served but the console says No
	                                  * file found" */
	const char *wait;                /* "about 1 minute" */
	long seconds;                    /* the longest that the words allow; 0: no limit
	                                  * or none */
	const char *sources;
};

enum level_rule { /* which name the record stands under */
	LEVEL_UNKNOWN,
	LEVEL_NAME,        /* the examined name itself */
	LEVEL_PARENT_OF_WWW, /* a www name's or wildcard's parent; else itself (S3) */
	LEVEL_ANY_PARENT, /* the name or a parent, to the registrable one (BR's ADN) */
};
/* One form of DNS record by which control is shown. */
struct record_form {
	/* "_dnsauth"; "" at the name itself; "_<md5>": by the CSR; "_<token>": by the
	 * order alone; NULL unknown */
	const char *prefix;
	const char *type;        /* "TXT", "CNAME"; NULL unknown */
	const char *value_prefix; /* "_globalsign-domain-verification="; NULL none */
	/* CNAME: what it ends in, one of: "sectigo.com comodoca.com"; NULL unknown */
	const char *target;
	enum level_rule level;
	const char *sources;
};

/* How a CA reads CAA records where the RFCs leave it open; all zero: no source tells. */
struct caa_rules {
	enum tri exact_case;     /* the issuer name is compared octet for octet */
	enum tri bit1;           /* flag 1 counts as critical too, beside 128 */
	enum tri failure_refuses; /* a failed lookup never is permission */
	enum tri parameters;     /* accounturi and validationmethods are obeyed */
	const char *const *methods; /* its names in validationmethods; NULL unknown */
	const char *const *tags; /* known besides issue, issuewild, iodef; NULL unknown */
	const char *const *maybe; /* issuer names that may do, uncertain; NULL none */
	const char *sources;
};

struct profile {
	const char *id;                  /* "digicert" */
	const char *name;                /* "DigiCert" */
	const char *provider;            /* overlay's id ("alibaba"), NULL for a plain
	                                  * CA */
	const char *documents;           /* worded in the verdict: "these documents (S0,
	                                  * S2)"; NULL: the name */
	enum method method;              /* the default one */
	const char *dir;                 /* "/.well-known/pki-validation/" */
	const char *file_name;           /* "fileauth.txt"; NULL: by CSR, token or
	                                  * unknown */
	bool file_by_csr;                /* <MD5 of the CSR>.txt (Sectigo) */
	enum scheme_rule schemes;
	enum names_rule names;
	enum address_rule addresses;
	struct redirect_rule redirects;
	int status[4];                   /* accepted final ones, 0-terminated; empty:
	                                  * unknown */
	bool status_2xx;                 /* any 2xx (BR) */
	enum body_rule body;
	int body_max;                    /* bytes; PROFILE_UNKNOWN; 0 no limit */
	enum tri tls_verified;           /* the certificate chain matters */
	int connect_ms, total_ms;        /* PROFILE_UNKNOWN */
	int token_hours;                 /* life of the file or token; PROFILE_UNKNOWN */
	int dns_token_hours;             /* life of the DNS value; PROFILE_UNKNOWN, 0 no
	                                  * limit */
	enum tri reserved_ok;            /* connects to reserved addresses (Pebble) */
	const char *const *user_agents;  /* NULL-terminated; NULL unknown */
	const char *const *caa;          /* issuer domain names, NULL-terminated */
	struct caa_rules caa_rules;
	const struct address_list *lists; /* name NULL ends; NULL none */
	enum tri lists_complete;         /* NO: multi-perspective, the list can't be
	                                  * complete */
	const char *console_wait;        /* the provider's own waits, in words; NULL
	                                  * none */
	const char *note;                /* one line for people */
	const char *sources;             /* keys for the rest */
	const char *unknown;             /* what was searched and not found, in words */
	const char *const *aliases;      /* other names of this row, NULL-terminated; NULL
	                                  * none */
	const struct profile_wait *waits; /* the provider's own; id NULL ends; NULL
	                                   * none */
	const struct record_form *records; /* the usual one first; prefix and type NULL
	                                    * end; NULL none known */
	int record_ttl_max;              /* s, that the provider asks for; 0 none known */
	bool test_only;                  /* no public CA (pebble): of no use to name to a
	                                  * user */
	bool from_file;                  /* added or changed by profile_read */
};

/* The words of the enums above, in their order, NULL-terminated: "unknown" comes
 * first. */
extern const char *const tri_words[], *const scheme_rule_words[],
	*const names_rule_words[], *const body_rule_words[], *const address_rule_words[],
	*const level_rule_words[];

/*
 * The rows of this run: strict, the CAs, the providers on their own (what their documents
 * ask when the CA is not known), pebble last; and those that profile_read added. A row
 * keeps its place, but not its address, when profile_read changes it.
 */
const struct profile *profile_rows(size_t *n);
/*
 * "digicert", an alias ("comodo"), a brand ("geotrust": the CA's row under the brand's
 * name), or "provider/ca" ("alibaba/geotrust": the CA's row with the provider's own
 * limits laid over it; CAs that validate by http-01 are not sold through a provider's
 * console and have none). Upper and lower case are one. When not found, *nearest is
 * the known name that was most likely meant, or NULL.
 */
enum err profile_find(struct arena *a, const char *name, const struct profile **out,
	const char **nearest) MUST_USE;
/* A User-Agent to send for it: its first known one, else the tool's own. */
const char *profile_user_agent(const struct profile *p);
/* The text for a source key ("DC_LIB"), or NULL. */
const char *profile_source(const char *key);

/*
 * Reads profiles from JSON that add to or override the rows of this run. On failure
 * *why is one line: place, bad value, what was expected; and nothing is taken over.
 * The format, for the manual page:
 *
 * The file is one object {"profiles": [ … ]}. Each member of the array is an object
 * with an "id" (lower-case letters, digits, '.', '-'). When a profile, alias or brand
 * of that name is known, the members given replace that profile's own and the rest
 * stays; else a new profile begins, of which everything that is not given is unknown.
 * "based_on" names another profile to begin from. An unknown member, a member given
 * twice, a wrong type or a value that is not allowed refuses the whole file. null
 * means "not known" wherever unknown is allowed.
 *
 *   name, documents, note, console_wait, sources, unknown
 *                     text for people, on one line; documents is what the verdict names
 *   aliases           array of names
 *   method            "file", "http-01", "dns"
 *   dir               path of the validation directory, "/" at both ends
 *   file_name         the file's fixed name, null: by CSR, token or unknown
 *   file_by_csr       true: <MD5 of the CSR>.txt
 *   schemes           "unknown", "http", "either", "order", "both-or-refused"
 *   names             "unknown", "exact", "apex-and-www"
 *   addresses         "unknown", "all", "v6-fallback", "v4", "first"
 *   body              "unknown", "exact", "trim-right", "trim-right-crlf", "trim-both",
 *                     "contains", "lines"
 *   body_max          bytes, 0 no limit, or null
 *   status            array of up to 3 codes from 200 to 299
 *   status_2xx        true: any of them
 *   tls_verified, reserved_ok, lists_complete
 *                     true, false or null
 *   connect_ms, total_ms
 *                     milliseconds or null
 *   token_hours, dns_token_hours
 *                     hours, 0 no limit, or null
 *   user_agents, caa  arrays of text
 *   redirects         object: followed, same_base, icann_tld, reserved_ok (true,
 *                     false, null), codes (array of up to 7 from 300 to 399), max
 *                     (number or null), any_port (true, false), path_max (octets, 0 no
 *                     limit), sources (text)
 *   lists             array of objects: name, date ("2026-02-24" or null), sources,
 *                     prefixes (array of addresses or CIDR prefixes); replaces all
 *                     lists of the row
 *   records           array of objects, the usual form first: prefix ("_dnsauth", "" at
 *                     the name itself, "_<md5>" by the request, "_<token>" by the order
 *                     alone, null), type ("TXT", "CNAME", null), value_prefix (text
 *                     before the code), target (domain names that a CNAME ends in),
 *                     level ("unknown", "name", "parent-of-www", "any-parent"), sources;
 *                     replaces all of the row
 *   record_ttl_max    seconds, 0 none known
 *   caa_rules         object: exact_case, bit1, failure_refuses, parameters (true,
 *                     false, null), methods, tags (arrays of names), maybe (array of
 *                     domain names), sources (text)
 *
 * Limits: 1 MiB a file, 64 profiles, 1024 octets a text, 16 lists of 1024 prefixes each,
 * 16 records.
 */
enum err profile_read(struct arena *a, const char *json, size_t n, const char *file,
	const char **why) MUST_USE;
/* Forgets what profile_read took over: the built-in rows alone again. For tests, whose
 * arenas end before the process does. */
void profile_forget(void);

#endif
