/* SPDX-License-Identifier: GPL-2.0-or-later */
/* http and https URLs: split, and resolve a Location against a base (RFC 3986
 * section 5). */
#ifndef PKIREADY_URL_H
#define PKIREADY_URL_H

#include "arena.h"
#include "err.h"
#include "ip.h"

#include <stdbool.h>
#include <stddef.h>

enum { URL_MAX = 65536 }; /* a longer one is ERR_LIMIT */

enum scheme { SCHEME_HTTP, SCHEME_HTTPS, SCHEME_OTHER, SCHEME__MAX };

struct url {
	enum scheme scheme;
	const char *scheme_text; /* lower case, as given: "http", "ftp" */
	const char *host;        /* lower case, decoded; no brackets; "" when absent */
	struct ip ip;            /* family 0 unless the host is an IP literal */
	int port;                /* explicit or the scheme's default; 0: unknown scheme */
	bool port_given;         /* the text names a port */
	bool userinfo;           /* the text holds user@ */
	const char *path;        /* "/" at least for http(s); percent signs as sent */
	const char *query;       /* without '?', NULL when absent */
	const char *text;        /* the whole, without user@ and fragment: is fetched */
};

/* Absolute URL. ERR_SYNTAX for control characters, spaces, a bad port or an empty
 * host. */
enum err url_parse(struct arena *a, const char *s, struct url *out) MUST_USE;
/* A Location value of n bytes as a browser or CA resolves it against base. */
enum err url_resolve(struct arena *a, const struct url *base, const void *location,
	size_t n, struct url *out) MUST_USE;
/* Puts another host in, a name in lower-case ASCII (an IDN's A-labels), and renews
 * text. */
void url_set_host(struct arena *a, struct url *u, const char *host);
/* The default port of http or https, 0 otherwise. */
int scheme_port(enum scheme s);
const char *scheme_str(enum scheme s); /* "http", "https", "other" */

#endif
