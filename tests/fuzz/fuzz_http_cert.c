/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A hostile server's certificate: what is told of it are strings and numbers with
 * bounds. */
#include "probes/http_tls.h"

#include <openssl/err.h>
#include <openssl/x509.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const unsigned char *p = data;
	X509 *cert = d2i_X509(NULL, &p, (long)size);
	if (cert) {
		struct arena *a = arena_new();
		struct tls_look look = {0};
		http_cert_facts(a, cert, &look);
		if (look.names.n > 128 || (look.issuer && strlen(look.issuer) > 512))
			abort();
		for (size_t i = 0; i < look.names.n; i++)
			if (strlen(look.names.v[i]) > 1024)
				abort();
		arena_free(a);
	}
	X509_free(cert);
	ERR_clear_error();
	return 0;
}
