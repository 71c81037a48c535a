/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Certificate requests (PKCS #10, RFC 2986). */
#ifndef PKIREADY_CSR_H
#define PKIREADY_CSR_H

#include "arena.h"
#include "err.h"
#include "target.h"

#include <stddef.h>

enum { CSR_NAMES_MAX = 1000 };

/*
 * Reads a request, PEM or DER. names: the common name where it has the form of a host
 * name, then the dNSNames of the extension request (RFC 2985 section 5.4.2), lower case,
 * each once; maybe none. The digests are of the DER as it stands in the file. On failure
 * *why is one phrase that says what the bytes are instead, or what is wrong.
 */
enum err csr_parse(struct arena *a, const void *p, size_t n, struct csr *out,
	const char **why) MUST_USE;

#endif
