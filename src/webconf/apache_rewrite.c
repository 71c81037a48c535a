/* SPDX-License-Identifier: GPL-2.0-or-later */
/* mod_rewrite of 2.4, in a server and in a directory. */
#include "webconf/apache.h"

#include "text.h"

#include <stdlib.h>
#include <string.h>

enum tristate { IS_UNKNOWN, IS_YES, IS_NO };

struct rewriting {
	struct apache *x;
	const char *dir;     /* NULL in a server */
	const char *subject; /* what patterns are matched against */
	const struct conf_node *block;
	bool passes; /* what came out is a URI, not a file */
	struct pattern_groups rule, condition;
};

/* UseCanonicalName is off: the Host header names no port, so ServerName's counts, else
 * the scheme's. */
static const char *server_port(struct apache *x)
{
	const struct conf_node *n = conf_kid(x->host, "servername");
	const char *colon = n ? strrchr(conf_arg(n, 0), ':') : NULL;
	if (colon && colon[1] >= '0' && colon[1] <= '9')
		return colon + 1;
	return x->q->scheme == SCHEME_HTTPS ? "443" : "80";
}

/* The value of %{NAME}; NULL: not known. */
static const char *variable(struct apache *x, const char *name)
{
	bool https = x->q->scheme == SCHEME_HTTPS;
	if (strcmp(name, "HTTPS") == 0)
		return https ? "on" : "off";
	if (strcmp(name, "HTTP_HOST") == 0 || strcmp(name, "SERVER_NAME") == 0)
		return x->q->host;
	if (strcmp(name, "REQUEST_URI") == 0)
		return x->uri;
	if (strcmp(name, "REQUEST_SCHEME") == 0)
		return https ? "https" : "http";
	if (strcmp(name, "SERVER_PORT") == 0)
		return server_port(x);
	if (strcmp(name, "REQUEST_METHOD") == 0)
		return "GET";
	if (strcmp(name, "THE_REQUEST") == 0)
		return arena_printf(x->a, "GET %s HTTP/1.1", x->q->path);
	if (strcmp(name, "HTTP_USER_AGENT") == 0)
		return x->q->user_agent;
	if (strcmp(name, "DOCUMENT_ROOT") == 0)
		return x->root;
	if (strcmp(name, "QUERY_STRING") == 0 || strcmp(name, "HTTP_COOKIE") == 0 ||
		strcmp(name, "HTTP_REFERER") == 0 || strcmp(name, "REMOTE_USER") == 0 ||
		strncmp(name, "HTTP:", 5) == 0 || strcmp(name, "PATH_INFO") == 0 ||
		strcmp(name, "ENV:REDIRECT_STATUS") == 0)
		return "";
	return NULL;
}

static const char *group(const struct pattern_groups *g, char digit)
{
	const char *s = digit >= '0' && digit <= '9' ? g->group[digit - '0'] : NULL;
	return s ? s : "";
}

/* $N, %N and %{NAME}; NULL: one of them is not known. */
static const char *expand(struct rewriting *w, const char *text)
{
	struct text out;
	text_init(&out, w->x->a, CONF_WORD_MAX);
	for (const char *p = text; *p; p++) {
		const char *end = strncmp(p, "%{", 2) == 0 ? strchr(p, '}') : NULL;
		if (end) {
			const char *name =
				arena_dup(w->x->a, p + 2, (size_t)(end - p - 2));
			const char *value = variable(w->x, name);
			if (!value)
				return NULL;
			text_add(&out, value);
			p = end;
		} else if (strncmp(p, "${", 2) == 0) {
			return NULL; /* a RewriteMap */
		} else if (*p == '\\' && p[1]) {
			text_add_n(&out, ++p, 1);
		} else if ((*p == '$' || *p == '%') && p[1] >= '0' && p[1] <= '9') {
			const struct pattern_groups *g =
				*p == '$' ? &w->rule : &w->condition;
			text_add(&out, group(g, *++p));
		} else {
			text_add_n(&out, p, 1);
		}
	}
	return text_str(&out);
}

/* A flag of "[R=301,L]": its value, "" without one; NULL: it is not there. */
static const char *flag(struct arena *a, const char *flags, const char *name)
{
	const char *p = *flags == '[' ? flags + 1 : "";
	while (*p && *p != ']') {
		size_t n = strcspn(p, ",]"), k = strcspn(p, "=,]");
		while (*p == ' ') {
			p++;
			n--;
			k--;
		}
		char *word = arena_dup(a, p, k);
		if (conf_same(word, name))
			return k < n ? arena_dup(a, p + k + 1, n - k - 1) : "";
		p += n + (p[n] == ',');
	}
	return NULL;
}

static const char *either(
	struct arena *a, const char *flags, const char *brief, const char *whole)
{
	const char *value = flag(a, flags, brief);
	return value ? value : flag(a, flags, whole);
}

static enum tristate condition(struct rewriting *w, const struct conf_node *n)
{
	struct arena *a = w->x->a;
	const char *test = expand(w, conf_arg(n, 0)), *pattern = conf_arg(n, 1);
	bool negated = *pattern == '!';
	bool any_case = either(a, conf_arg(n, 2), "NC", "nocase") != NULL;
	pattern += negated;
	if (!test || *pattern == '-' || *pattern == '<' || *pattern == '>')
		return IS_UNKNOWN;
	if (*pattern == '=') {
		bool same = any_case ? conf_same(test, pattern + 1)
				     : strcmp(test, pattern + 1) == 0;
		return same != negated ? IS_YES : IS_NO;
	}
	struct pattern_groups g;
	enum pattern_result r = pattern_match(a, pattern, any_case, test, &g);
	if (r == PATTERN_UNKNOWN)
		return IS_UNKNOWN;
	if (r == PATTERN_YES && !negated)
		w->condition = g;
	return (r == PATTERN_YES) != negated ? IS_YES : IS_NO;
}

/* All conditions; those joined by [OR] count as one. */
static enum tristate conditions(
	struct rewriting *w, const struct conf_node *block, size_t from, size_t until)
{
	enum tristate all = IS_YES, any = IS_NO;
	for (size_t i = from; i < until; i++) {
		const struct conf_node *n = block->kids.v[i];
		if (strcmp(n->name, "rewritecond") != 0)
			continue;
		enum tristate one = condition(w, n);
		if (one == IS_YES || any == IS_YES)
			any = IS_YES;
		else if (one == IS_UNKNOWN)
			any = IS_UNKNOWN;
		if (either(w->x->a, conf_arg(n, 2), "OR", "ornext"))
			continue;
		if (any == IS_NO)
			return IS_NO;
		if (any == IS_UNKNOWN)
			all = IS_UNKNOWN;
		any = IS_NO;
	}
	return all;
}

static bool is_url(const char *s)
{
	return strncmp(s, "http://", 7) == 0 || strncmp(s, "https://", 8) == 0;
}

static int64_t redirect_status(const char *value)
{
	if (strcmp(value, "permanent") == 0)
		return 301;
	if (strcmp(value, "seeother") == 0)
		return 303;
	return *value >= '0' && *value <= '9' ? strtol(value, NULL, 10) : 302;
}

static const char *absolute(struct rewriting *w, const char *to)
{
	struct apache *x = w->x;
	if (is_url(to))
		return to;
	return arena_printf(x->a, "%s://%s%s%s", scheme_str(x->q->scheme), x->q->host,
		*to == '/' ? "" : "/", to);
}

static void redirect(
	struct rewriting *w, const struct conf_node *n, const char *to, int64_t status)
{
	if (status >= 300 && status < 400)
		apache_decide(
			w->x, n, CONFIG_REDIRECT, status, to ? absolute(w, to) : NULL);
	else
		apache_decide(w->x, n, CONFIG_STATUS, status, NULL);
}

/* What a relative replacement in a directory is put below: RewriteBase, else the
 * directory's own URL. */
static const char *base_of(struct rewriting *w)
{
	const struct conf_node *base = conf_kid(w->block, "rewritebase");
	const char *dir = w->dir;
	if (base) {
		size_t n = strlen(conf_arg(base, 0));
		while (n && conf_arg(base, 0)[n - 1] == '/')
			n--;
		return arena_dup(w->x->a, conf_arg(base, 0), n);
	}
	size_t n = w->x->root ? strlen(w->x->root) : 0;
	return dir && n && strncmp(dir, w->x->root, n) == 0 ? dir + n : "";
}

/* A rule that fits: what it does. */
static enum apache_rewritten apply(struct rewriting *w, const struct conf_node *n)
{
	struct arena *a = w->x->a;
	const char *flags = conf_arg(n, 2), *r = either(a, flags, "R", "redirect");
	const char *to = expand(w, conf_arg(n, 1));
	if (either(a, flags, "F", "forbidden")) {
		apache_decide(w->x, n, CONFIG_DENIED, 403, NULL);
		return APACHE_ENDED;
	}
	if (either(a, flags, "G", "gone")) {
		apache_decide(w->x, n, CONFIG_STATUS, 410, NULL);
		return APACHE_ENDED;
	}
	if (strcmp(conf_arg(n, 1), "-") == 0)
		return APACHE_SAME;
	if (either(a, flags, "P", "proxy")) {
		apache_decide(w->x, n, CONFIG_HANDLER, 0, NULL);
		return APACHE_ENDED;
	}
	if (r || is_url(conf_arg(n, 1))) {
		redirect(w, n, to, r ? redirect_status(r) : 302);
		return APACHE_ENDED;
	}
	if (!to) {
		route_unsure(a, w->x->out, n);
		return APACHE_SAME;
	}
	to = arena_dup(a, to, strcspn(to, "?"));
	w->subject = *to == '/' ? to : arena_printf(a, "%s/%s", base_of(w), to);
	w->passes = w->dir || either(a, flags, "PT", "passthrough");
	w->x->out->fallback = route_place(a, n);
	return APACHE_CHANGED;
}

static bool last_rule(struct arena *a, const char *flags)
{
	return either(a, flags, "L", "last") || flag(a, flags, "END");
}

/* In a directory the rules see the path below it. */
static const char *subject_of(struct apache *x, const char *dir)
{
	size_t n = dir ? strlen(dir) : 0;
	if (!dir || !x->path || strncmp(dir, x->path, n) != 0)
		return x->uri;
	return x->path[n] == '/' ? x->path + n + 1 : x->path + n;
}

/* In a server, without [PT], what comes out is a file below the root, and the URI stays
 * as it was. */
static void rewritten(struct rewriting *w)
{
	struct apache *x = w->x;
	if (w->passes)
		x->uri = w->subject;
	else if (x->root)
		x->path = arena_printf(x->a, "%s%s", x->root, w->subject);
}

enum apache_rewritten apache_rewrite(
	struct apache *x, const struct conf_node *block, const char *dir)
{
	const struct conf_node *engine = conf_kid(block, "rewriteengine");
	struct rewriting w = {
		.x = x, .dir = dir, .block = block, .subject = subject_of(x, dir)};
	enum apache_rewritten result = APACHE_SAME;
	size_t from = 0;
	if (!engine || !conf_same(conf_arg(engine, 0), "on"))
		return APACHE_SAME;
	for (size_t i = 0; i < block->kids.n; i++) {
		const struct conf_node *n = block->kids.v[i];
		if (strcmp(n->name, "rewriterule") != 0)
			continue;
		const char *pattern = conf_arg(n, 0), *flags = conf_arg(n, 2);
		bool negated = *pattern == '!';
		bool any_case = either(x->a, flags, "NC", "nocase") != NULL;
		size_t first = from;
		from = i + 1;
		enum pattern_result r = pattern_match(
			x->a, pattern + negated, any_case, w.subject, &w.rule);
		enum tristate holds = r == PATTERN_UNKNOWN ? IS_UNKNOWN
				      : (r == PATTERN_YES) != negated
					      ? conditions(&w, block, first, i)
					      : IS_NO;
		if (holds == IS_UNKNOWN)
			route_unsure(x->a, x->out, n);
		if (holds != IS_YES)
			continue;
		enum apache_rewritten one = apply(&w, n);
		if (one == APACHE_ENDED)
			return one;
		result = one == APACHE_CHANGED ? one : result;
		if (last_rule(x->a, flags))
			break;
	}
	if (result == APACHE_CHANGED)
		rewritten(&w);
	return result;
}
