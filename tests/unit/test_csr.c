/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "csr.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>
#include <openssl/evp.h>

static struct arena *arena;
static struct csr csr;
static const char *why;

/* CN WWW.Example.com, two more dNSNames and an address. */
static const char several[] =
	"-----BEGIN CERTIFICATE REQUEST-----\n"
	"MIIBTTCB9AIBADA+MQswCQYDVQQGEwJERTEVMBMGA1UECgwMRXhhbXBsZSBMdGQu\n"
	"MRgwFgYDVQQDDA9XV1cuRXhhbXBsZS5jb20wWTATBgcqhkjOPQIBBggqhkjOPQMB\n"
	"BwNCAARSEP4BkCs7zaqrcNINoudbrRF9qk4muLI0NjRFhXk1rUM0qnMmDNUq+kop\n"
	"jf/CuE0bzTAvlrbncQniC4UziVJmoFQwUgYJKoZIhvcNAQkOMUUwQzBBBgNVHREE\n"
	"OjA4gg93d3cuZXhhbXBsZS5jb22CC2V4YW1wbGUuY29thwTAAAIBghIqLlNob3Au\n"
	"ZXhhbXBsZS5jb20wCgYIKoZIzj0EAwIDSAAwRQIgFldn1mmTCe+hjn4El6iRFIdJ\n"
	"vBrOFtaoX7xGiQK5MSoCIQCM82O+z4W3qTSsaOnHELP9t++xiFEQgak6vd0k58OM\n"
	"JA==\n"
	"-----END CERTIFICATE REQUEST-----\n";

/* CN "Example Person" and CN example.org, no alternative names. */
static const char person[] =
	"-----BEGIN CERTIFICATE REQUEST-----\n"
	"MIHpMIGRAgEAMC8xFzAVBgNVBAMMDkV4YW1wbGUgUGVyc29uMRQwEgYDVQQDDAtl\n"
	"eGFtcGxlLm9yZzBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABFIQ/gGQKzvNqqtw\n"
	"0g2i51utEX2qTia4sjQ2NEWFeTWtQzSqcyYM1Sr6SimN/8K4TRvNMC+WtudxCeIL\n"
	"hTOJUmagADAKBggqhkjOPQQDAgNHADBEAiBc4cdwKbhnwj6rVzut92fNozmZYXF1\n"
	"ZmSDpkrp0+ZCUwIgTyuRf5xU1NSivQyiaz2rOvlB/xbhy2DqMFf1MkSHYLM=\n"
	"-----END CERTIFICATE REQUEST-----\n";

static const char certificate[] =
	"-----BEGIN CERTIFICATE-----\n"
	"MIIBbDCCAROgAwIBAgIUIMTZPD6mYmfFiQpxQlqf+mXAQsowCgYIKoZIzj0EAwIw\n"
	"DDEKMAgGA1UEAwwBeDAeFw0yNjExMjEyMDU5MThaFw0yNjExMjIyMDU5MThaMAwx\n"
	"CjAIBgNVBAMMAXgwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAARSEP4BkCs7zaqr\n"
	"cNINoudbrRF9qk4muLI0NjRFhXk1rUM0qnMmDNUq+kopjf/CuE0bzTAvlrbncQni\n"
	"C4UziVJmo1MwUTAdBgNVHQ4EFgQUqP4qV1+HDAHWTTjbj5EZIlOccCkwHwYDVR0j\n"
	"BBgwFoAUqP4qV1+HDAHWTTjbj5EZIlOccCkwDwYDVR0TAQH/BAUwAwEB/zAKBggq\n"
	"hkjOPQQDAgNHADBEAiA9/ogsCG/ny/ZOZEom6CFEVD02xVAco5SWxYxqlgCjugIg\n"
	"ZYdXULBU/s4Qzxy5qA7Kj9Gsj4dc+Ys9MuzAMTkq5mY=\n"
	"-----END CERTIFICATE-----\n";

static int setup(void **state)
{
	(void)state;
	arena = arena_new();
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

static enum err parse(const char *text)
{
	return csr_parse(arena, text, strlen(text), &csr, &why);
}

/* The DER of a PEM text with one block. */
static size_t unarmour(const char *pem, unsigned char *der)
{
	const char *p = strchr(pem, '\n') + 1;
	const char *end = strstr(p, "-----END");
	char base64[1024];
	int n = 0;
	for (; p < end; p++) {
		if (*p != '\n')
			base64[n++] = *p;
	}
	int len = EVP_DecodeBlock(der, (unsigned char *)base64, n);
	return (size_t)len - (base64[n - 1] == '=') - (base64[n - 2] == '=');
}

static void names_are_lower_case_and_each_stands_once(void **state)
{
	(void)state;
	assert_int_equal(parse(several), ERR_OK);
	assert_int_equal(csr.names.n, 3);
	assert_string_equal(csr.names.v[0], "www.example.com");
	assert_string_equal(csr.names.v[1], "example.com");
	assert_string_equal(csr.names.v[2], "*.shop.example.com");
}

static void a_common_name_that_is_no_host_is_left_out(void **state)
{
	(void)state;
	assert_int_equal(parse(person), ERR_OK);
	assert_int_equal(csr.names.n, 1);
	assert_string_equal(csr.names.v[0], "example.org");
}

static void digests_are_those_of_the_der(void **state)
{
	(void)state;
	static const char sha256[] =
		"30056e7bdf744ffd1f0b368b6927835ceb4851137bca88965febe70821a62240";
	unsigned char der[1024];
	assert_int_equal(parse(several), ERR_OK);
	assert_string_equal(csr.md5, "EA7DB99369B36254E6C91CF5CE898651");
	assert_string_equal(csr.sha256, sha256);
	size_t n = unarmour(several, der);
	assert_int_equal(n, 337);
	assert_int_equal(csr_parse(arena, der, n, &csr, &why), ERR_OK);
	assert_string_equal(csr.md5, "EA7DB99369B36254E6C91CF5CE898651");
	assert_string_equal(csr.sha256, sha256);
	assert_int_equal(csr.names.n, 3);
}

static void the_request_is_found_among_other_blocks(void **state)
{
	(void)state;
	assert_int_equal(
		parse(arena_printf(arena, "Notes\n%s%s", certificate, person)), ERR_OK);
	assert_string_equal(csr.md5, "58D697BCE65487E7FE206C341B208452");
}

static void what_is_no_request_is_named(void **state)
{
	(void)state;
	assert_int_equal(parse(certificate), ERR_SYNTAX);
	assert_string_equal(why, "it holds a CERTIFICATE, not a certificate request");
	assert_int_equal(parse("hello"), ERR_SYNTAX);
	assert_string_equal(why, "it is no certificate request (PEM or DER)");
	assert_int_equal(parse(""), ERR_SYNTAX);
	assert_string_equal(why, "it is no certificate request (PEM or DER)");
	assert_int_equal(
		parse("-----BEGIN CERTIFICATE REQUEST-----\nMIIB\n"), ERR_SYNTAX);
	assert_string_equal(why, "its PEM text is damaged");
}

static void every_cut_der_is_refused(void **state)
{
	(void)state;
	unsigned char der[1024];
	size_t n = unarmour(person, der);
	for (size_t i = 0; i < n; i++)
		assert_int_equal(csr_parse(arena, der, i, &csr, &why), ERR_SYNTAX);
	assert_int_equal(csr_parse(arena, der, n, &csr, &why), ERR_OK);
	der[n] = 0;
	assert_int_equal(csr_parse(arena, der, n + 1, &csr, &why), ERR_SYNTAX);
	assert_string_equal(why, "bytes follow the certificate request");
}

static void a_nul_in_a_name_is_refused(void **state)
{
	(void)state;
	unsigned char der[1024];
	size_t n = unarmour(several, der);
	for (size_t i = 0; i + 11 < n; i++) {
		if (memcmp(der + i, "example.com", 11) == 0 && der[i - 1] == 11)
			der[i + 7] = 0;
	}
	assert_int_equal(csr_parse(arena, der, n, &csr, &why), ERR_SYNTAX);
	assert_string_equal(why, "it holds a name with a NUL in it");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_are_lower_case_and_each_stands_once),
		cmocka_unit_test(a_common_name_that_is_no_host_is_left_out),
		cmocka_unit_test(digests_are_those_of_the_der),
		cmocka_unit_test(the_request_is_found_among_other_blocks),
		cmocka_unit_test(what_is_no_request_is_named),
		cmocka_unit_test(every_cut_der_is_refused),
		cmocka_unit_test(a_nul_in_a_name_is_refused),
	};
	return cmocka_run_group_tests_name("csr", tests, setup, teardown);
}
