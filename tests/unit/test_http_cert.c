/* SPDX-License-Identifier: GPL-2.0-or-later */
/* When a certificate was issued: by the timestamps of logs in it, else by its begin. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "arena.h"
#include "probes/http_tls.h"

#include <openssl/asn1.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>
#include <string.h>

enum { BEGIN = 1796040000, SCT_N = 50, LIST_MAX = 512 };

static X509 *certificate(void)
{
	X509 *x = X509_new();
	assert_non_null(x);
	assert_non_null(ASN1_TIME_set(X509_getm_notBefore(x), BEGIN));
	assert_non_null(ASN1_TIME_set(X509_getm_notAfter(x), BEGIN + 86400));
	return x;
}

/* RFC 6962, 3.2 and 3.3: a list of timestamps (UNIX ms) as an extension holds it. */
static void add_timestamps(X509 *x, const uint64_t *ms, size_t n)
{
	unsigned char list[LIST_MAX] = {0}, *p = list + 2;
	for (size_t i = 0; i < n; i++) {
		*p++ = 0;
		*p++ = SCT_N;
		unsigned char *sct = p;
		memset(sct + 1, (int)i + 1, 32); /* behind the version: the log's id */
		for (int k = 0; k < 8; k++)
			sct[33 + k] = (unsigned char)(ms[i] >> (56 - 8 * k));
		sct[43] = 4; /* SHA-256, ECDSA */
		sct[44] = 3;
		sct[46] = 3; /* bytes of the signature */
		p += SCT_N;
	}
	size_t all = (size_t)(p - list);
	list[0] = (unsigned char)((all - 2) >> 8);
	list[1] = (unsigned char)(all - 2);
	ASN1_OCTET_STRING *inner = ASN1_OCTET_STRING_new(), *outer;
	unsigned char *der = NULL;
	assert_int_equal(ASN1_OCTET_STRING_set(inner, list, (int)all), 1);
	int der_n = i2d_ASN1_OCTET_STRING(inner, &der);
	assert_true(der_n > 0);
	outer = ASN1_OCTET_STRING_new();
	assert_int_equal(ASN1_OCTET_STRING_set(outer, der, der_n), 1);
	X509_EXTENSION *e =
		X509_EXTENSION_create_by_NID(NULL, NID_ct_precert_scts, 0, outer);
	assert_int_equal(X509_add_ext(x, e, -1), 1);
	X509_EXTENSION_free(e);
	ASN1_OCTET_STRING_free(outer);
	ASN1_OCTET_STRING_free(inner);
	OPENSSL_free(der);
}

static int64_t issued(X509 *x)
{
	struct arena *a = arena_new();
	struct tls_look look = {0};
	http_cert_facts(a, x, &look);
	int64_t out = look.issued;
	assert_int_equal(look.not_before, BEGIN);
	arena_free(a);
	X509_free(x);
	return out;
}

static void without_a_timestamp_it_is_the_begin(void **state)
{
	(void)state;
	assert_int_equal(issued(certificate()), BEGIN);
}

static void the_newest_timestamp_of_a_log_counts(void **state)
{
	(void)state;
	static const uint64_t ms[] = {1796043541123, 1796043542999, 1796043540000};
	X509 *x = certificate();
	add_timestamps(x, ms, 3);
	assert_int_equal(issued(x), 1796043542);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(without_a_timestamp_it_is_the_begin),
		cmocka_unit_test(the_newest_timestamp_of_a_log_counts),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
