/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The facts of a TLS handshake, through OpenSSL's callbacks: nothing is refused that can
 * be recorded. TLS 1.0 and weak ciphers are allowed, the certificate is verified against
 * the system's roots and the handshake goes on whatever that says.
 */
#ifndef PKIREADY_PROBES_HTTP_TLS_H
#define PKIREADY_PROBES_HTTP_TLS_H

#include "evidence.h"

struct http_roots; /* the system's root certificates, read when first needed */

struct http_roots *http_roots_new(void);
void http_roots_free(struct http_roots *r);

struct http_tls { /* of one connection; outlives it */
	struct arena *arena;
	struct http_roots *roots;
	struct tls_look *look;
	const char *host;   /* the certificate must cover it */
	struct ip host_ip;  /* or this address, when the URL holds a literal */
	bool seen_records;  /* the first record of the other side was looked at */
};

/* Puts the callbacks into an SSL_CTX that curl is about to use. False: OpenSSL
 * refused. */
bool http_tls_prepare(struct http_tls *t, void *ssl_ctx);
/* Why the handshake failed, from curl's error text: OpenSSL's reason alone where it has
 * one. */
const char *http_tls_words(struct arena *a, const char *curl_error);
/* Whether that text tells of a connection that broke, not of one side's refusal. */
bool http_tls_broke(const char *curl_error);

/* -- of certificates (http_cert.c); cert is an X509 ---------------------------------- */
void http_cert_names(struct arena *a, void *cert, struct tls_look *out);
void http_cert_facts(struct arena *a, void *cert, struct tls_look *out);

#endif
