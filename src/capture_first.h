/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The first bytes of each direction of a connection: HTTP/1 (RFC 9112) or TLS (RFC 8446).
 * Pure; nothing is copied, all pointers lead into the bytes that were given.
 */
#ifndef PKIREADY_CAPTURE_FIRST_H
#define PKIREADY_CAPTURE_FIRST_H

#include <stdbool.h>
#include <stddef.h>

enum { CAPTURE_NO_ALERT = -1 };

struct span { /* bytes as sent; p NULL: not there */
	const char *p;
	size_t n;
};

enum first_kind {
	FIRST_MORE,  /* too few bytes to tell */
	FIRST_HTTP,  /* the request line is whole, or the status line's number */
	FIRST_TLS,   /* a handshake record */
	FIRST_ALERT, /* a TLS alert in plain text */
	FIRST_OTHER, /* neither */
};

struct first_request {
	bool whole;        /* nothing more is to come: the headers, or the ClientHello */
	struct span line;  /* "GET /a HTTP/1.1", without its line end */
	struct span host, user_agent; /* the first header of that name, trimmed */
	struct span sni;   /* host_name of server_name (RFC 6066 section 3) */
};

/* What a client began with. With FIRST_HTTP and FIRST_TLS more bytes may fill in more,
 * until out->whole. */
enum first_kind first_request(const void *p, size_t n, struct first_request *out);

struct first_answer {
	int status;        /* of FIRST_HTTP: 100 to 999 */
	int alert;         /* of FIRST_ALERT: its description */
};
/* What a server began with; FIRST_TLS: a handshake record (ServerHello). */
enum first_kind first_answer(const void *p, size_t n, struct first_answer *out);

/* The description of a TLS alert record in plain text at p, or CAPTURE_NO_ALERT. */
int first_alert(const void *p, size_t n);

#endif
