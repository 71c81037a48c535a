/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "http_tls.h"

#include <openssl/asn1.h>
#include <openssl/bio.h>
#include <openssl/ct.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>
#include <string.h>
#include <time.h>

enum { NAMES_MAX = 128, ISSUER_MAX = 512 };

/* A string of an ASN.1 type that holds no NUL (a name with one is a trick); else NULL. */
static const char *plain_string(struct arena *a, const ASN1_STRING *s)
{
	int n = ASN1_STRING_length(s);
	const unsigned char *p = ASN1_STRING_get0_data(s);
	if (n <= 0 || n > 1024 || memchr(p, 0, (size_t)n))
		return NULL;
	return arena_dup(a, p, (size_t)n);
}

static const char *address_string(struct arena *a, const ASN1_OCTET_STRING *s)
{
	char buf[IP_TEXT_MAX];
	int n = ASN1_STRING_length(s);
	if (n != 4 && n != 16)
		return NULL;
	const unsigned char *p = ASN1_STRING_get0_data(s);
	struct ip ip = n == 4 ? ip_from4(p) : ip_from6(p);
	return arena_str(a, ip_format(&ip, buf));
}

static void add_name(struct arena *a, struct tls_look *out, const char *name)
{
	if (name && out->names.n < NAMES_MAX)
		VEC_PUSH(a, &out->names, name);
}

static void add_common_name(struct arena *a, X509 *x, struct tls_look *out)
{
	X509_NAME *subject = X509_get_subject_name(x);
	int at = X509_NAME_get_index_by_NID(subject, NID_commonName, -1);
	if (at < 0)
		return;
	const X509_NAME_ENTRY *entry = X509_NAME_get_entry(subject, at);
	add_name(a, out, plain_string(a, X509_NAME_ENTRY_get_data(entry)));
}

void http_cert_names(struct arena *a, void *cert, struct tls_look *out)
{
	GENERAL_NAMES *all = X509_get_ext_d2i(cert, NID_subject_alt_name, NULL, NULL);
	for (int i = 0; i < sk_GENERAL_NAME_num(all); i++) {
		const GENERAL_NAME *g = sk_GENERAL_NAME_value(all, i);
		if (g->type == GEN_DNS)
			add_name(a, out, plain_string(a, g->d.dNSName));
		else if (g->type == GEN_IPADD)
			add_name(a, out, address_string(a, g->d.iPAddress));
	}
	GENERAL_NAMES_free(all);
	if (out->names.n == 0)
		add_common_name(a, cert, out);
}

/* Days since 1970-01-01 of a Gregorian date: timegm is not everywhere. */
static int64_t days(int64_t year, int64_t month, int64_t day)
{
	year -= month <= 2;
	int64_t era = (year >= 0 ? year : year - 399) / 400, of_era = year - era * 400;
	int64_t of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
	return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

static int64_t unix_time(const ASN1_TIME *t)
{
	struct tm tm;
	if (!t || ASN1_TIME_to_tm(t, &tm) != 1)
		return 0;
	return days(tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday) * 86400 +
	       tm.tm_hour * 3600 + tm.tm_min * 60 + tm.tm_sec;
}

static const char *issuer(struct arena *a, const X509 *x)
{
	const char *text = NULL;
	char *p;
	BIO *bio = BIO_new(BIO_s_mem());
	if (!bio)
		return NULL;
	unsigned long how = XN_FLAG_SEP_CPLUS_SPC | XN_FLAG_FN_SN |
			    ASN1_STRFLGS_UTF8_CONVERT | ASN1_STRFLGS_ESC_CTRL;
	if (X509_NAME_print_ex(bio, X509_get_issuer_name(x), 0, how) >= 0) {
		long n = BIO_get_mem_data(bio, &p);
		text = arena_dup(
			a, p, n > ISSUER_MAX ? ISSUER_MAX : (size_t)(n > 0 ? n : 0));
	}
	BIO_free(bio);
	return text;
}

/* The newest timestamp that a log signed; 0: there is none. */
static int64_t logged(const X509 *x)
{
	uint64_t newest = 0;
	STACK_OF(SCT) *all = X509_get_ext_d2i(x, NID_ct_precert_scts, NULL, NULL);
	for (int i = 0; i < sk_SCT_num(all); i++) {
		uint64_t ms = SCT_get_timestamp(sk_SCT_value(all, i));
		newest = ms > newest ? ms : newest;
	}
	SCT_LIST_free(all);
	return (int64_t)(newest / 1000);
}

void http_cert_facts(struct arena *a, void *cert, struct tls_look *out)
{
	out->issuer = issuer(a, cert);
	out->not_before = unix_time(X509_get0_notBefore(cert));
	out->not_after = unix_time(X509_get0_notAfter(cert));
	out->issued = logged(cert);
	if (out->issued == 0)
		out->issued = out->not_before;
	http_cert_names(a, cert, out);
}
