/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "http_tls.h"

#include "http_answer.h"

#include <dirent.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum {
	AUTH_LEVEL = 2
}; /* what a chain must hold: OpenSSL's default on current systems */

struct http_roots {
	X509_STORE *store;
	bool none; /* this system has none */
};

struct http_roots *http_roots_new(void)
{
	return calloc(1, sizeof(struct http_roots));
}

void http_roots_free(struct http_roots *r)
{
	if (!r)
		return;
	X509_STORE_free(r->store);
	free(r);
}

/* A directory with certificates under the hashes of their names (openssl-rehash(1)) is
 * asked for the few that are needed; reading a whole bundle takes a twentieth of a
 * second. */
static bool hashed(const char *dir)
{
	DIR *d = opendir(dir);
	if (!d)
		return false;
	bool found = false;
	for (struct dirent *e = readdir(d); e && !found; e = readdir(d))
		found = strspn(e->d_name, "0123456789abcdef") == 8 &&
			strcmp(e->d_name + 8, ".0") == 0;
	closedir(d);
	return found;
}

static X509_STORE *store_of(struct http_roots *r)
{
	const char *dir = X509_get_default_cert_dir();
	struct stat st;
	if (!r || r->store)
		return r ? r->store : NULL;
	r->store = X509_STORE_new();
	if (!r->store)
		return NULL;
	if (hashed(dir))
		r->none = X509_STORE_load_path(r->store, dir) != 1;
	else
		r->none = X509_STORE_set_default_paths(r->store) != 1 ||
			  stat(X509_get_default_cert_file(), &st) != 0;
	ERR_clear_error();
	return r->store;
}

static bool covers(const struct http_tls *t, X509 *cert)
{
	if (t->host_ip.family)
		return X509_check_ip(cert, t->host_ip.addr,
			       t->host_ip.family == 4 ? 4 : 16, 0) == 1;
	size_t n = strlen(t->host);
	if (n && t->host[n - 1] == '.')
		n--;
	return X509_check_host(cert, t->host, n, 0, NULL) == 1;
}

/* Verifies in OpenSSL's place, records, and never fails. */
static int on_verify(X509_STORE_CTX *ctx, void *arg)
{
	struct http_tls *t = arg;
	struct tls_look *look = t->look;
	X509 *cert = X509_STORE_CTX_get0_cert(ctx);
	X509_VERIFY_PARAM_set_auth_level(X509_STORE_CTX_get0_param(ctx), AUTH_LEVEL);
	look->chain_ok = X509_verify_cert(ctx) == 1;
	if (!look->chain_ok)
		look->chain_error =
			t->roots && t->roots->none
				? "this system has no root certificates to verify with"
				: X509_verify_cert_error_string(
					  X509_STORE_CTX_get_error(ctx));
	X509_STORE_CTX_set_error(ctx, X509_V_OK);
	if (cert) {
		http_cert_facts(t->arena, cert, look);
		look->name_ok = covers(t, cert);
	}
	return 1;
}

static int ctx_slot(void)
{
	static int slot = -1;
	if (slot < 0)
		slot = SSL_CTX_get_ex_new_index(0, NULL, NULL, NULL, NULL);
	return slot;
}

static void on_info(const SSL *ssl, int where, int ret)
{
	struct http_tls *t = SSL_CTX_get_ex_data(SSL_get_SSL_CTX(ssl), ctx_slot());
	if (!t)
		return;
	if (where & SSL_CB_HANDSHAKE_DONE && !t->look->ok) {
		t->look->ok = true;
		t->look->version = arena_str(t->arena, SSL_get_version(ssl));
	}
	if (where & SSL_CB_READ && where & SSL_CB_ALERT && !t->look->ok)
		t->look->error = arena_printf(
			t->arena, "alert: %s", SSL_alert_desc_string_long(ret));
}

/* Each record's header passes here before OpenSSL judges it: the first five bytes of
 * plain HTTP do, too. */
static void on_message(
	int sent, int version, int type, const void *p, size_t n, SSL *ssl, void *arg)
{
	struct http_tls *t = arg;
	(void)version;
	(void)ssl;
	if (sent || type != SSL3_RT_HEADER || t->seen_records)
		return;
	t->seen_records = true;
	t->look->plain_http = http_is_plain(p, n);
}

bool http_tls_prepare(struct http_tls *t, void *ssl_ctx)
{
	SSL_CTX *ctx = ssl_ctx;
	X509_STORE *store = store_of(t->roots);
	if (!store || ctx_slot() < 0 || SSL_CTX_set_ex_data(ctx, ctx_slot(), t) != 1 ||
		SSL_CTX_set_cipher_list(ctx, "DEFAULT:@SECLEVEL=0") != 1)
		return false;
	SSL_CTX_set1_cert_store(ctx, store);
	SSL_CTX_set_min_proto_version(ctx, TLS1_VERSION);
	SSL_CTX_set_max_proto_version(ctx, 0);
	SSL_CTX_set_options(
		ctx, SSL_OP_LEGACY_SERVER_CONNECT | SSL_OP_IGNORE_UNEXPECTED_EOF);
	SSL_CTX_set_cert_verify_callback(ctx, on_verify, t);
	SSL_CTX_set_info_callback(ctx, on_info);
	SSL_CTX_set_msg_callback(ctx, on_message);
	SSL_CTX_set_msg_callback_arg(ctx, t);
	return true;
}

bool http_tls_broke(const char *curl_error)
{
	/* OpenSSL's reasons stand behind "error:…::" */
	return !strstr(curl_error, "::") || strstr(curl_error, "unexpected eof");
}

const char *http_tls_words(struct arena *a, const char *curl_error)
{
	const char *reason = curl_error;
	for (const char *p = strstr(curl_error, "::"); p; p = strstr(p + 2, "::"))
		reason = p + 2;
	if (strstr(curl_error, "SSL_ERROR_SYSCALL") ||
		strstr(curl_error, "unexpected eof"))
		return "the connection was closed during the handshake";
	return arena_str(a, reason);
}
