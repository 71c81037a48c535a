/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a diagnosis fetches, and what must be found there. */
#include "cmd_target.h"

#include "log.h"
#include "profile.h"
#include "text.h"

#include <openssl/rand.h>
#include <stdio.h>
#include <string.h>

static const char acme_dir[] = "/.well-known/acme-challenge/"; /* RFC 8555 section 8.3 */
static const char file_dir[] = "/.well-known/pki-validation/"; /* BR 3.2.2.4.18 */

static const char *shown(const struct targeting *g, const char *s)
{
	return text_escaped(g->arena, s);
}

static bool begins(const char *s, const char *with)
{
	return s && strncmp(s, with, strlen(with)) == 0;
}

/* -- profile and method --------------------------------------------------------- */

static bool is_acme(const struct options *o)
{
	return o->method ? strcmp(o->method, method_words[METHOD_HTTP01]) == 0
			 : begins(o->path, acme_dir);
}

enum err cmd_target_profile(struct targeting *g)
{
	const struct options *o = g->options;
	const char *name = o->ca ? o->ca : is_acme(o) ? "letsencrypt" : "strict";
	const char *nearest = NULL;
	struct target *t = g->target;
	enum err err = profile_find(g->arena, name, &t->profile, &nearest);
	t->profile_given = o->ca || is_acme(o);
	if (err && nearest)
		log_error("unknown --ca \"%s\": did you mean %s? See pkiready list "
			  "profiles",
			shown(g, name), nearest);
	else if (err)
		log_error("unknown --ca \"%s\": see pkiready list profiles",
			shown(g, name));
	return err;
}

static void set_method(struct targeting *g)
{
	const struct options *o = g->options;
	struct target *t = g->target;
	t->method = is_acme(o) ? METHOD_HTTP01 : t->profile->method;
	for (int m = 0; o->method && m < METHOD__MAX; m++) {
		if (strcmp(o->method, method_words[m]) == 0)
			t->method = (enum method)m;
	}
}

/* -- expectation ---------------------------------------------------------------- */

static void expect(struct targeting *g, const void *p, size_t n, const char *source)
{
	struct target *t = g->target;
	t->have_expect = true;
	t->expect.p = arena_dup(g->arena, p, n);
	t->expect.n = n;
	t->expect_source = source;
}

/* A profile whose file has a fixed name takes the token as what the file holds. */
static bool token_is_content(const struct targeting *g)
{
	return g->options->token && g->target->method == METHOD_FILE &&
	       g->target->profile->file_name;
}

/* docs.sectigo.com, request-token: the SHA-256 of the DER, then the CA's domain, then
 * maybe a value that only the CA knows. Where that is not documented, the first line
 * alone. */
static void expect_by_csr(struct targeting *g)
{
	const struct profile *p = g->target->profile;
	const struct csr *csr = g->target->csr;
	if (!csr || !p->file_by_csr || g->target->method == METHOD_DNS)
		return;
	bool known = p->body == BODY_LINES && p->caa && p->caa[0];
	const char *text =
		known ? arena_printf(g->arena, "%s\n%s\n", csr->sha256, p->caa[0])
		      : arena_printf(g->arena, "%s\n", csr->sha256);
	expect(g, text, strlen(text),
		arena_printf(g->arena, "--csr %s", g->options->csr.path));
	g->target->expect_lines = true;
}

static enum err set_expectation(struct targeting *g)
{
	const struct options *o = g->options;
	int given = (o->file.path != NULL) + (o->expect != NULL) + token_is_content(g);
	if (given > 1) {
		log_error("%s: give one, each says what the file must hold",
			!token_is_content(g) ? "--file and --expect"
			: !o->expect         ? "--file and --token"
			: !o->file.path      ? "--expect and --token"
					     : "--file, --expect and --token");
		return ERR_SYNTAX;
	}
	if (o->file.path)
		expect(g, o->file.bytes.p, o->file.bytes.n,
			arena_printf(g->arena, "--file %s", o->file.path));
	else if (o->expect)
		expect(g, o->expect, strlen(o->expect), "--expect");
	else if (token_is_content(g))
		expect(g, o->token, strlen(o->token), "--token");
	else
		expect_by_csr(g);
	return ERR_OK;
}

/* -- file name ------------------------------------------------------------------ */

static bool is_token_char(char c, bool acme)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       (c >= '0' && c <= '9') || c == '-' || c == '_' ||
	       (!acme && (c == '.' || c == '~'));
}

static enum err check_token(const struct targeting *g)
{
	bool acme = g->target->method == METHOD_HTTP01;
	const char *token = g->options->token;
	for (const char *c = token; *c; c++) {
		if (is_token_char(*c, acme))
			continue;
		log_error("--token \"%s\": expected letters, digits, '-' and '_' alone%s",
			shown(g, token),
			acme ? ": the key authorization, with a '.', goes to --expect"
			     : "");
		return ERR_SYNTAX;
	}
	return ERR_OK;
}

/* One segment of a URL path (RFC 3986 section 3.3). */
static const char *encode_segment(struct arena *a, const char *s)
{
	static const char digits[] = "0123456789ABCDEF";
	char *out = arena_alloc(a, 3 * strlen(s) + 1), *p = out;
	for (; *s; s++) {
		unsigned char c = (unsigned char)*s;
		if (is_token_char(*s, false)) {
			*p++ = *s;
			continue;
		}
		*p++ = '%';
		*p++ = digits[c >> 4];
		*p++ = digits[c & 15];
	}
	return out;
}

static const char *base_name(const char *path)
{
	const char *slash = strrchr(path, '/');
	return slash ? slash + 1 : path;
}

/* A name that nobody gave to a file: what answers is the directory's own behaviour. */
static enum err random_name(struct targeting *g, const char **out)
{
	unsigned char bytes[8];
	if (RAND_bytes(bytes, sizeof(bytes)) != 1) {
		log_error("this system gives no random bytes: give --path");
		return ERR_IO;
	}
	char hex[2 * sizeof(bytes) + 1];
	for (size_t i = 0; i < sizeof(bytes); i++)
		snprintf(hex + 2 * i, 3, "%02x", bytes[i]);
	g->target->random = true;
	*out = arena_printf(
		g->arena, "%s%s", hex, g->target->method == METHOD_HTTP01 ? "" : ".txt");
	return ERR_OK;
}

static enum err choose_name(struct targeting *g, const char **out)
{
	const struct options *o = g->options;
	const struct target *t = g->target;
	if (o->token && !token_is_content(g)) {
		bool bare = t->method == METHOD_HTTP01 || strchr(o->token, '.');
		*out = bare ? o->token : arena_printf(g->arena, "%s.txt", o->token);
		return check_token(g);
	}
	if (t->csr && t->profile->file_by_csr)
		*out = arena_printf(g->arena, "%s.txt", t->csr->md5);
	else if (o->file.path)
		*out = encode_segment(g->arena, base_name(o->file.path));
	else if (!t->have_expect)
		return random_name(g, out);
	else if (t->profile->file_name && t->method == METHOD_FILE)
		*out = t->profile->file_name;
	if (*out)
		return ERR_OK;
	log_error("%s does not say which file: give --path%s", t->expect_source,
		t->method == METHOD_HTTP01
			? " or --token"
			: ", --file, or a --ca whose file has a fixed name");
	return ERR_SYNTAX;
}

/* -- path ----------------------------------------------------------------------- */

static const char *directory(const struct targeting *g)
{
	const struct profile *p = g->target->profile;
	if (p->dir && p->method == g->target->method)
		return p->dir;
	return g->target->method == METHOD_HTTP01 ? acme_dir : file_dir;
}

static enum err check_path(const struct targeting *g)
{
	const char *path = g->options->path;
	const char *why = NULL;
	if (path[0] != '/' || path[1] == '/')
		why = "expected a URL path such as "
		      "/.well-known/pki-validation/fileauth.txt";
	for (const char *c = path; *c && !why; c++) {
		if ((unsigned char)*c <= ' ' || (unsigned char)*c >= 0x7f)
			why = "it holds a space or another character that must be "
			      "written as %XX";
		else if (*c == '#' || *c == '?' || *c == '\\')
			why = "it holds a '#', '?' or '\\': expected a path alone";
	}
	if (!why)
		return ERR_OK;
	log_error("--path \"%s\": %s", shown(g, path), why);
	return ERR_SYNTAX;
}

static enum err check_dns(const struct targeting *g)
{
	const struct options *o = g->options;
	const char *option = o->file.path ? "file"
			     : o->path    ? "path"
			     : o->webroot ? "webroot"
			     : o->token   ? "token"
					  : NULL;
	if (g->target->method != METHOD_DNS || !option)
		return ERR_OK;
	log_error("--%s does not go with --method dns, which fetches no file", option);
	return ERR_SYNTAX;
}

static enum err set_path(struct targeting *g)
{
	const struct options *o = g->options;
	struct target *t = g->target;
	const char *dir = o->path ? o->path : directory(g), *name = NULL;
	enum err err = o->path ? check_path(g) : ERR_OK;
	if (!err && dir[strlen(dir) - 1] == '/')
		err = choose_name(g, &name);
	if (err)
		return err;
	t->path = arena_printf(g->arena, "%s%s", dir, name ? name : "");
	t->file_name = base_name(t->path);
	return ERR_OK;
}

enum err cmd_target_path(struct targeting *g)
{
	set_method(g);
	if (g->target->names.n == 0)
		return ERR_OK;
	enum err err = check_dns(g);
	if (!err)
		err = set_expectation(g);
	if (err || g->target->method == METHOD_DNS)
		return err;
	return set_path(g);
}
