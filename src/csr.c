/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "csr.h"

#include "text.h"

#include <limits.h>
#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

struct reading {
	struct arena *arena;
	struct csr *out;
	const char *why;
};

static enum err refuse(struct reading *r, enum err err, const char *why)
{
	r->why = why;
	return err;
}

/* -- names ---------------------------------------------------------------------- */

static enum err add_name(struct reading *r, const unsigned char *p, size_t n)
{
	strs *names = &r->out->names;
	if (memchr(p, 0, n))
		return refuse(r, ERR_SYNTAX, "it holds a name with a NUL in it");
	char *name = arena_dup(r->arena, p, n);
	for (char *c = name; *c; c++)
		*c = *c >= 'A' && *c <= 'Z' ? (char)(*c - 'A' + 'a') : *c;
	for (size_t i = 0; i < names->n; i++) {
		if (strcmp(names->v[i], name) == 0)
			return ERR_OK;
	}
	if (names->n == CSR_NAMES_MAX)
		return refuse(r, ERR_LIMIT, "it holds more than 1000 names");
	VEC_PUSH(r->arena, names, name);
	return ERR_OK;
}

/* A common name may be a person's or a company's: only what looks like a host counts. */
static bool is_host_like(const unsigned char *p, size_t n)
{
	bool dot = false, letter = false;
	for (size_t i = 0; i < n; i++) {
		bool upper_or_lower = (p[i] | 0x20) >= 'a' && (p[i] | 0x20) <= 'z';
		bool other = (p[i] >= '0' && p[i] <= '9') || p[i] == '-' || p[i] == '_' ||
			     (p[i] == '*' && i == 0);
		if (p[i] == '.')
			dot = true;
		else if (upper_or_lower || p[i] >= 0x80)
			letter = true;
		else if (!other)
			return false;
	}
	return dot && letter;
}

static enum err add_common_names(struct reading *r, X509_REQ *req)
{
	const X509_NAME *subject = X509_REQ_get_subject_name(req);
	enum err err = ERR_OK;
	int at = -1;
	while (!err &&
		(at = X509_NAME_get_index_by_NID(subject, NID_commonName, at)) >= 0) {
		unsigned char *utf8 = NULL;
		int n = ASN1_STRING_to_UTF8(&utf8,
			X509_NAME_ENTRY_get_data(X509_NAME_get_entry(subject, at)));
		if (n > 0 && is_host_like(utf8, (size_t)n))
			err = add_name(r, utf8, (size_t)n);
		OPENSSL_free(utf8);
	}
	return err;
}

static enum err add_alternative_names(
	struct reading *r, STACK_OF(X509_EXTENSION) * extensions)
{
	GENERAL_NAMES *names =
		X509V3_get_d2i(extensions, NID_subject_alt_name, NULL, NULL);
	enum err err = ERR_OK;
	for (int i = 0; !err && i < sk_GENERAL_NAME_num(names); i++) {
		const GENERAL_NAME *name = sk_GENERAL_NAME_value(names, i);
		if (name->type != GEN_DNS)
			continue;
		const ASN1_IA5STRING *dns = name->d.dNSName;
		err = add_name(
			r, ASN1_STRING_get0_data(dns), (size_t)ASN1_STRING_length(dns));
	}
	GENERAL_NAMES_free(names);
	return err;
}

static enum err add_names(struct reading *r, X509_REQ *req)
{
	enum err err = add_common_names(r, req);
	if (err)
		return err;
	STACK_OF(X509_EXTENSION) *extensions = X509_REQ_get_extensions(req);
	err = add_alternative_names(r, extensions);
	sk_X509_EXTENSION_pop_free(extensions, X509_EXTENSION_free);
	return err;
}

/* -- digests -------------------------------------------------------------------- */

/* The digest in hex; NULL where this OpenSSL does not offer it. */
static const char *digest(
	struct reading *r, const char *name, const void *p, size_t n, const char *digits)
{
	unsigned char md[EVP_MAX_MD_SIZE];
	size_t len = 0;
	if (!EVP_Q_digest(NULL, name, NULL, p, n, md, &len))
		return NULL;
	char *hex = arena_alloc(r->arena, 2 * len + 1);
	for (size_t i = 0; i < len; i++) {
		hex[2 * i] = digits[md[i] >> 4];
		hex[2 * i + 1] = digits[md[i] & 15];
	}
	return hex;
}

static enum err add_digests(struct reading *r, const unsigned char *der, size_t n)
{
	r->out->md5 = digest(r, "MD5", der, n, "0123456789ABCDEF");
	r->out->sha256 = digest(r, "SHA256", der, n, "0123456789abcdef");
	if (!r->out->md5 || !r->out->sha256)
		return refuse(r, ERR_UNSUPPORTED,
			"this system's OpenSSL offers no MD5 (FIPS?)");
	return ERR_OK;
}

static enum err read_der(struct reading *r, const unsigned char *der, size_t n)
{
	const unsigned char *p = der;
	X509_REQ *req = d2i_X509_REQ(NULL, &p, (long)n);
	enum err err;
	if (!req)
		return refuse(r, ERR_SYNTAX, "it is no certificate request (PEM or DER)");
	if (p != der + n)
		err = refuse(r, ERR_SYNTAX, "bytes follow the certificate request");
	else
		err = add_names(r, req);
	if (!err)
		err = add_digests(r, der, n);
	X509_REQ_free(req);
	return err;
}

/* -- PEM ------------------------------------------------------------------------ */

static bool holds(const void *p, size_t n, const char *word)
{
	size_t len = strlen(word);
	for (size_t i = 0; i + len <= n; i++) {
		if (memcmp((const char *)p + i, word, len) == 0)
			return true;
	}
	return false;
}

/* The first PEM block whose label says that it is a request. */
static enum err read_pem(struct reading *r, const void *bytes, size_t n)
{
	BIO *bio = BIO_new_mem_buf(bytes, (int)n);
	char *label = NULL, *header = NULL;
	unsigned char *der = NULL;
	long len = 0;
	const char *other = NULL;
	enum err err = ERR_NOT_FOUND;
	while (err == ERR_NOT_FOUND && bio &&
		PEM_read_bio(bio, &label, &header, &der, &len)) {
		if (strstr(label, "CERTIFICATE REQUEST"))
			err = read_der(r, der, (size_t)len);
		else
			other = arena_str(r->arena, label);
		OPENSSL_free(label);
		OPENSSL_free(header);
		OPENSSL_free(der);
		if (r->why)
			break;
	}
	BIO_free(bio);
	if (err != ERR_NOT_FOUND || r->why)
		return err;
	if (!other)
		return refuse(r, ERR_SYNTAX, "its PEM text is damaged");
	return refuse(r, ERR_SYNTAX,
		arena_printf(r->arena, "it holds a %s, not a certificate request",
			text_escaped(r->arena, other)));
}

enum err csr_parse(
	struct arena *a, const void *p, size_t n, struct csr *out, const char **why)
{
	struct reading r = {.arena = a, .out = out};
	enum err err;
	memset(out, 0, sizeof(*out));
	if (n > INT_MAX)
		err = refuse(&r, ERR_LIMIT, "it is too long");
	else if (holds(p, n, "-----BEGIN "))
		err = read_pem(&r, p, n);
	else
		err = read_der(&r, p, n);
	ERR_clear_error();
	*why = r.why;
	return err;
}
