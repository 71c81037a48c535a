/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * nginx's phases for one GET: the server's rewrite directives, its location, the
 * location's rewrite directives, access, content (ngx_http_core_module of 1.22).
 */
#include "webconf/nginx.h"

#include <stdlib.h>
#include <string.h>

enum { ROUNDS_MAX = 10 }; /* NGX_HTTP_MAX_URI_CHANGES */

static bool is_handler(const char *name)
{
	static const char *const handlers[] = {"proxy_pass", "fastcgi_pass", "uwsgi_pass",
		"scgi_pass", "grpc_pass", "memcached_pass", "content_by_lua_block",
		"content_by_lua_file", "js_content", "stub_status", "perl", NULL};
	for (size_t i = 0; handlers[i]; i++)
		if (strcmp(name, handlers[i]) == 0)
			return true;
	return false;
}

static const struct conf_node *handler(const struct conf_node *n)
{
	for (size_t i = 0; i < n->kids.n; i++)
		if (is_handler(n->kids.v[i]->name))
			return n->kids.v[i];
	return NULL;
}

/* Nothing more is said once a phase has decided. */
static void decide(
	struct nginx *x, const struct conf_node *n, enum config_end end, int64_t status)
{
	x->out->end = end;
	x->out->status = status;
	if (n)
		x->out->by = route_place(x->a, n);
	x->ended = true;
}

/* -- access -------------------------------------------------------------------- */
/* The nearest level that has any such rule: its list replaces those of the outer ones. */
static const struct conf_node *access_level(const struct conf_node *n)
{
	for (; n; n = n->parent)
		if (conf_kid(n, "allow") || conf_kid(n, "deny"))
			return n;
	return NULL;
}

static void access_list(struct nginx *x)
{
	const struct conf_node *level = access_level(x->place), *closed = NULL;
	bool any_allowed = false;
	for (size_t i = 0; level && i < level->kids.n; i++) {
		const struct conf_node *n = level->kids.v[i];
		bool allow = strcmp(n->name, "allow") == 0;
		if (!allow && strcmp(n->name, "deny") != 0)
			continue;
		struct config_access *rule =
			VEC_ADD(x->a, &x->out->access, struct config_access);
		rule->allow = allow;
		rule->who = conf_arg(n, 0);
		rule->place = route_place(x->a, n);
		if (!allow && !closed && strcmp(rule->who, "all") == 0)
			closed = n;
		any_allowed = any_allowed || (allow && !closed);
	}
	if (closed && !any_allowed)
		decide(x, closed, CONFIG_DENIED, 403);
}

static void access_phase(struct nginx *x)
{
	const struct conf_node *auth = conf_inherited(x->place, "auth_basic");
	const struct conf_node *ask = conf_inherited(x->place, "auth_request");
	const struct conf_node *satisfy = conf_inherited(x->place, "satisfy");
	bool any = satisfy && strcmp(conf_arg(satisfy, 0), "any") == 0;
	if (conf_kid(x->place, "internal")) {
		decide(x, conf_kid(x->place, "internal"), CONFIG_STATUS, 404);
		return;
	}
	if (!any || !auth)
		access_list(x);
	if (!x->ended && !any && auth && strcmp(conf_arg(auth, 0), "off") != 0)
		decide(x, auth, CONFIG_DENIED, 401);
	if (any && auth)
		route_unsure(x->a, x->out, satisfy);
	if (ask && strcmp(conf_arg(ask, 0), "off") != 0)
		route_unsure(x->a, x->out, ask);
}

/* -- content ------------------------------------------------------------------- */
/* What the location's own text takes from the front of a URI; NULL: no such prefix. */
static const char *behind_prefix(const struct nginx *x, const struct conf_node *location)
{
	const char *mark = conf_arg(location, 0), *text = mark;
	if (*mark == '~' || *mark == '@')
		return NULL;
	if (strcmp(mark, "=") == 0 || strcmp(mark, "^~") == 0)
		text = conf_arg(location, 1);
	else if (*mark == '=' || *mark == '^')
		text = mark + (*mark == '=' ? 1 : 2);
	size_t n = strlen(text);
	return strncmp(x->uri, text, n) == 0 ? x->uri + n : NULL;
}

static const char *trimmed(struct arena *a, const char *dir)
{
	size_t n = strlen(dir);
	while (n > 1 && dir[n - 1] == '/')
		n--;
	return arena_dup(a, dir, n);
}

/* The file that alias or root make of the URI. */
static void find_file(struct nginx *x)
{
	struct config_route *r = x->out;
	const struct conf_node *alias =
		x->location ? conf_kid(x->location, "alias") : NULL;
	const struct conf_node *root = conf_inherited(x->place, "root");
	if (alias) {
		const char *to = nginx_value(x, conf_arg(alias, 0));
		const char *rest = behind_prefix(x, x->location);
		if (to)
			r->path = rest ? arena_printf(x->a, "%s%s", to, rest) : to;
		r->by = route_place(x->a, alias);
		return;
	}
	const char *dir = nginx_value(x, root ? conf_arg(root, 0) : "html");
	if (!dir || *dir != '/') { /* below the prefix that nginx was built with */
		if (root)
			route_unsure(x->a, r, root);
		return;
	}
	r->root = trimmed(x->a, dir);
	r->path = arena_printf(x->a, "%s%s", strcmp(r->root, "/") ? r->root : "", x->uri);
}

static void say_fallback(struct nginx *x)
{
	const struct conf_node *n =
		conf_kid(x->location ? x->location : x->server, "try_files");
	if (n && n->args.n > 1) {
		x->out->fallback = route_place(x->a, n);
		return;
	}
	for (const struct conf_node *at = x->place; at; at = at->parent)
		for (size_t i = 0; i < at->kids.n; i++) {
			const struct conf_node *e = at->kids.v[i];
			for (size_t k = 0; k + 1 < e->args.n; k++)
				if (strcmp(e->name, "error_page") == 0 &&
					strcmp(e->args.v[k], "404") == 0) {
					x->out->fallback = route_place(x->a, e);
					return;
				}
		}
}

/* The first name that try_files looks for is this request's file. */
static bool tries_uri(const struct nginx *x)
{
	const struct conf_node *n =
		conf_kid(x->location ? x->location : x->server, "try_files");
	if (!n)
		return true;
	for (size_t i = 0; i + 1 < n->args.n; i++)
		if (strcmp(n->args.v[i], "$uri") == 0 ||
			strcmp(n->args.v[i], "$document_uri") == 0)
			return true;
	return false;
}

static void content_phase(struct nginx *x)
{
	const struct conf_node *h = x->location ? handler(x->place) : NULL;
	if (!h && x->location && x->place != x->location)
		h = handler(x->location);
	const struct conf_node *tries =
		x->location ? conf_kid(x->location, "try_files") : NULL;
	if (h && !tries) {
		decide(x, h, CONFIG_HANDLER, 0);
		return;
	}
	say_fallback(x);
	if (!tries_uri(x)) {
		decide(x, tries ? tries : conf_kid(x->server, "try_files"),
			CONFIG_HANDLER, 0);
		return;
	}
	find_file(x);
	x->out->end = x->out->path ? CONFIG_FILE : CONFIG_UNKNOWN;
	x->ended = true;
}

/* -- one request --------------------------------------------------------------- */
static bool uses_tls(const struct conf_node *server)
{
	const struct conf_node *ssl = conf_inherited(server, "ssl_certificate");
	return ssl != NULL;
}

static void tls(struct nginx *x)
{
	const struct conf_node *reject =
		conf_inherited(x->server, "ssl_reject_handshake");
	const struct conf_node *client = conf_inherited(x->server, "ssl_verify_client");
	if (x->q->scheme != SCHEME_HTTPS)
		return;
	if (reject && strcmp(conf_arg(reject, 0), "on") == 0)
		decide(x, reject, CONFIG_CLOSED, 0);
	else if (!uses_tls(x->server))
		route_unsure(x->a, x->out, x->server);
	else if (client && strcmp(conf_arg(client, 0), "on") == 0)
		decide(x, client, CONFIG_STATUS, 400);
}

static bool round_of(struct nginx *x)
{
	x->location = nginx_location(x, x->server);
	x->place = x->location ? x->location : x->server;
	if (x->location)
		x->out->location = route_place(x->a, x->location);
	if (!x->location)
		return false;
	const char *before = x->uri;
	enum rewritten r = nginx_rewrite(x, x->location);
	x->ended = r == REWRITE_END;
	/* a changed URI looks for its location anew, unless a break said otherwise */
	return !x->ended && r != REWRITE_BREAK &&
	       (r == REWRITE_LAST || strcmp(before, x->uri) != 0);
}

static void serve(struct nginx *x)
{
	int rounds = 0;
	const struct conf_node *root = conf_inherited(x->server, "root");
	if (root && *conf_arg(root, 0) == '/' && !strchr(conf_arg(root, 0), '$'))
		x->out->root = trimmed(x->a, conf_arg(root, 0));
	tls(x);
	if (x->ended)
		return;
	x->ended = nginx_rewrite(x, x->server) == REWRITE_END;
	while (!x->ended && round_of(x))
		if (++rounds > ROUNDS_MAX) {
			decide(x, x->location, CONFIG_STATUS, 500);
			return;
		}
	if (!x->ended)
		access_phase(x);
	if (!x->ended)
		content_phase(x);
}

/* A stream block that listens here passes the bytes on unread. */
static const struct conf_node *stream_on(const struct conf_tree *tree, int64_t port)
{
	const struct conf_node *stream = conf_kid(tree->root, "stream");
	for (size_t i = 0; stream && i < stream->kids.n; i++) {
		const struct conf_node *n = conf_kid(stream->kids.v[i], "listen");
		const char *at = n ? strrchr(conf_arg(n, 0), ':') : NULL;
		const char *text = n ? at ? at + 1 : conf_arg(n, 0) : "";
		if (n && strtol(text, NULL, 10) == port)
			return n;
	}
	return NULL;
}

void route_nginx(struct arena *a, const struct conf_tree *tree,
	const struct web_request *q, struct config_route *out)
{
	struct nginx x = {.a = a, .q = q, .out = out, .uri = q->path};
	const struct conf_node *stream = stream_on(tree, q->port);
	x.http = conf_kid(tree->root, "http");
	if (stream) {
		route_unsure(a, out, stream);
		return;
	}
	x.server = x.place = x.http ? nginx_server(&x) : NULL;
	if (!x.server) {
		out->end = x.http && !out->unsure.n ? CONFIG_NO_SERVER : CONFIG_UNKNOWN;
		return;
	}
	out->block = route_place(a, x.server);
	serve(&x);
}
