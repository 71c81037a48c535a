/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What came over one connection, made into a hop: header lines, body, and how it ended.
 * Pure: no library, no descriptor, so that hostile bytes can be thrown at it alone.
 */
#ifndef PKIREADY_PROBES_HTTP_ANSWER_H
#define PKIREADY_PROBES_HTTP_ANSWER_H

#include "evidence.h"

enum {
	HEADERS_BYTES_MAX = 64 * 1024, /* of all header lines, one Location aside */
	LOCATION_LINE_MAX = 96 * 1024, /* so that too long a Location is told as such */
	HEADERS_KEPT = 256,            /* lines; more are counted and left out */
	FIRST_BYTES = 16,              /* what tells that no HTTP/1 response came */
};

struct http_answer {
	struct arena *arena;
	struct hop *hop;
	const char *status_line;  /* as sent, without its end; NULL before one came */
	size_t header_bytes;      /* counted against HEADERS_BYTES_MAX */
	bool headers_over;        /* more than that */
	bool headers_done;        /* a final response's header section is complete */
	bool body_stopped;        /* BODY_READ_MAX reached */
	bool strange;             /* the first bytes are no HTTP/1 response */
	bool bad_version;         /* a status line of another version than 1.x */
	size_t body_cap;
};

/* Why the transfer ended, in the library's place. */
enum http_stop {
	STOP_DONE,      /* all came, or a callback below returned false */
	STOP_TIMEOUT,
	STOP_BROKEN,    /* reset, or closed too early */
	STOP_MALFORMED, /* the library could not read the answer */
	STOP_TLS,       /* the handshake failed */
	STOP_TOO_LONG,  /* one header line without end */
	STOP_FAILED,    /* the look itself failed: nothing is known of the other side */
};

/* A header line as received, its end included (RFC 9112 section 5; obs-fold is unfolded).
 * False: enough, stop. */
bool http_answer_header(struct http_answer *a, const void *line, size_t n);
/* Body bytes, or whatever came in place of a status line. False: enough, stop. */
bool http_answer_body(struct http_answer *a, const void *p, size_t n);
/* Fills in the hop's end, obs and flags. words: the library's, NULL none. */
void http_answer_end(struct http_answer *a, enum http_stop stop, const char *words);

/* Whether a status sends the client elsewhere by itself: 300 and 305 do not. */
bool http_redirects(int64_t status);
/* Whether bytes are a TLS record (RFC 8446 section 5.1). */
bool http_is_tls(const void *p, size_t n);
/* Whether bytes are an HTTP/2 frame that a server may begin with, or its preface (RFC
 * 9113 section 3.4). */
bool http_is_http2(const void *p, size_t n);
/* Whether bytes are the beginning of an HTTP/1 response, or of a bare HTML page. */
bool http_is_plain(const void *p, size_t n);

#endif
