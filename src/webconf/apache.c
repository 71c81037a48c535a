/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Apache's phases for one GET: virtual host, translation (mod_rewrite, ProxyPass,
 * mod_alias), the sections that hold, access, and what stands in directories (2.4).
 */
#include "webconf/apache.h"

#include <string.h>

enum { ROUNDS_MAX = 10 }; /* LimitInternalRecursion */

bool apache_glob(const char *pattern, const char *s, bool slash)
{
	const char *star = NULL, *from = NULL;
	while (*s) {
		int c = *pattern >= 'A' && *pattern <= 'Z' ? *pattern + 32 : *pattern;
		int d = *s >= 'A' && *s <= 'Z' ? *s + 32 : *s;
		if (*pattern == '*') {
			star = ++pattern;
			from = s;
		} else if (c == d || (*pattern == '?' && !(slash && *s == '/'))) {
			pattern++;
			s++;
		} else if (star && !(slash && *from == '/')) {
			pattern = star;
			s = ++from;
		} else {
			return false;
		}
	}
	while (*pattern == '*')
		pattern++;
	return !*pattern;
}

void apache_decide(struct apache *x, const struct conf_node *n, enum config_end end,
	int64_t status, const char *target)
{
	x->out->by = route_place(x->a, n);
	x->out->end = end;
	x->out->status = status;
	x->out->target = target;
	x->ended = true;
}

static void tls(struct apache *x)
{
	const struct conf_node *engine = conf_kid(x->host, "sslengine");
	if (!engine)
		engine = conf_kid(x->main, "sslengine");
	if (x->q->scheme == SCHEME_HTTPS &&
		(!engine || !conf_same(conf_arg(engine, 0), "on")))
		route_unsure(x->a, x->out, x->host);
}

static void translate(struct apache *x)
{
	x->path = NULL;
	apache_root(x);
	if (apache_rewrite(x, x->host, NULL) == APACHE_ENDED || x->path)
		return;
	if (apache_proxy(x))
		return;
	if (!apache_redirect_whole(x) && !apache_redirect(x, x->host) &&
		x->host != x->main)
		apache_redirect(x, x->main);
	if (!x->ended)
		apache_map(x);
}

/* An <If> may hold anything, and what it tests is not evaluated. */
static void doubt_conditions(struct apache *x, const struct conf_node *block)
{
	for (size_t i = 0; i < block->kids.n; i++) {
		const struct conf_node *n = block->kids.v[i];
		if (n->block &&
			(strcmp(n->name, "if") == 0 || strcmp(n->name, "elseif") == 0 ||
				strcmp(n->name, "else") == 0))
			route_unsure(x->a, x->out, n);
	}
}

static const char *directory_of(const struct conf_node *n)
{
	bool dir = strcmp(n->name, "directory") == 0 || strcmp(n->name, ".htaccess") == 0;
	return dir ? conf_arg(n, 0) : NULL;
}

/* mod_rewrite in a directory: the innermost that has the engine on counts. */
static enum apache_rewritten rewrite_directories(struct apache *x)
{
	for (size_t i = x->sections.n; i-- > 0;) {
		const struct conf_node *n = x->sections.v[i];
		const char *dir = directory_of(n);
		if (!dir || !conf_kid(n, "rewriteengine"))
			continue;
		/* the directory itself without a slash: AllowNoSlash is off */
		if (x->path && strcmp(dir, x->path) == 0)
			return APACHE_SAME;
		return apache_rewrite(x, n, dir);
	}
	return APACHE_SAME;
}

static void fixups(struct apache *x)
{
	for (size_t i = x->sections.n; i-- > 0 && !x->ended;) {
		const struct conf_node *n = x->sections.v[i];
		if (apache_redirect(x, n))
			x->out->location = route_place(x->a, n);
		const struct conf_node *handler = conf_kid(n, "sethandler");
		if (x->ended || !handler)
			continue;
		if (conf_same(conf_arg(handler, 0), "none"))
			return;
		apache_decide(x, handler, CONFIG_HANDLER, 0, NULL);
		x->out->location = route_place(x->a, n);
	}
}

/* mod_alias still sees the URI that mod_rewrite in a directory has rewritten. */
static bool redirect_directories(struct apache *x, const char *uri, const char *path)
{
	const char *rewritten = x->uri, *its = x->path;
	x->uri = uri;
	x->path = path;
	for (size_t i = x->sections.n; i-- > 0 && !x->ended;)
		if (apache_redirect(x, x->sections.v[i]))
			x->out->location = route_place(x->a, x->sections.v[i]);
	x->uri = rewritten;
	x->path = its;
	return x->ended;
}

static void serve(struct apache *x)
{
	for (int round = 0; round < ROUNDS_MAX && !x->ended; round++) {
		x->sections.n = 0;
		x->out->access.n = 0;
		apache_sections(x);
		for (size_t i = 0; i < x->sections.n; i++)
			doubt_conditions(x, x->sections.v[i]);
		apache_access(x);
		if (x->ended)
			return;
		const char *uri = x->uri, *path = x->path;
		enum apache_rewritten r = rewrite_directories(x);
		if (r == APACHE_SAME)
			break;
		if (r == APACHE_CHANGED && !redirect_directories(x, uri, path))
			translate(x);
	}
	if (!x->ended)
		fixups(x);
	if (x->ended)
		return;
	x->out->path = x->path;
	x->out->end = x->path ? CONFIG_FILE : CONFIG_UNKNOWN;
}

void route_apache(struct arena *a, const struct conf_tree *tree,
	const struct web_request *q, struct config_route *out)
{
	struct apache x = {.a = a,
		.tree = tree,
		.q = q,
		.out = out,
		.main = tree->root,
		.uri = q->path};
	x.host = apache_host(&x);
	if (!x.host) {
		out->end = out->unsure.n ? CONFIG_UNKNOWN : CONFIG_NO_SERVER;
		return;
	}
	if (x.host != x.main)
		out->block = route_place(a, x.host);
	tls(&x);
	doubt_conditions(&x, x.host);
	translate(&x);
	if (!x.ended)
		serve(&x);
}
