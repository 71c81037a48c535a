/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "http.h"

#include "profile.h"

#include <string.h>

bool http_validation_url(
	struct look *l, const char *ascii, enum scheme scheme, struct url *out)
{
	const char *path = l->target->path;
	if (!path)
		return false;
	return url_parse(l->arena,
		       arena_printf(
			       l->arena, "%s://%s%s", scheme_str(scheme), ascii, path),
		       out) == ERR_OK;
}

static struct fetching *state(struct look *l)
{
	if (!l->fetching) {
		l->fetching = ARENA_NEW(l->arena, struct fetching);
		l->fetching->look = l;
		l->fetching->roots = http_roots_new();
	}
	return l->fetching;
}

static const char *ca_agent(const struct look *l)
{
	return l->target->profile ? profile_user_agent(l->target->profile)
				  : http_tool_agent;
}

static void http_start(struct look *l)
{
	struct url url;
	state(l);
	if (!l->target->trace_url ||
		url_parse(l->arena, l->target->trace_url, &url) != ERR_OK)
		return;
	if (url.ip.family && url.scheme != SCHEME_OTHER)
		http_fetch(
			l->fetching, FETCH_TRACE, NULL, http_tool_agent, &url, &url.ip);
}

static void trace(struct look *l, const struct name_look *name, const struct ip *ip)
{
	struct url url;
	if (url_parse(l->arena, l->target->trace_url, &url) == ERR_OK &&
		url.scheme != SCHEME_OTHER && http_same_host(url.host, name->ascii))
		http_fetch(l->fetching, FETCH_TRACE, name, ca_agent(l), &url, ip);
}

/* The same request as a browser makes it: once a name, on the first address that
 * answers. */
static void browse(struct look *l, const struct name_look *name, const struct ip *ip)
{
	struct url url;
	for (size_t i = 0; i < l->evidence->fetches.n; i++) {
		const struct fetch *f = l->evidence->fetches.v[i];
		if (f->purpose == FETCH_BROWSER && strcmp(f->name, name->ascii) == 0)
			return;
	}
	if (http_validation_url(l, name->ascii, SCHEME_HTTP, &url))
		http_fetch(
			l->fetching, FETCH_BROWSER, name, http_browser_agent, &url, ip);
}

static void http_address(
	struct look *l, struct name_look *name, struct name_address *addr)
{
	static const enum scheme schemes[] = {SCHEME_HTTP, SCHEME_HTTPS};
	struct url url;
	state(l);
	if (l->target->rehearse)
		return;
	if (l->target->trace_url) {
		trace(l, name, &addr->ip);
		return;
	}
	for (size_t i = 0; i < 2; i++)
		if (http_validation_url(l, name->ascii, schemes[i], &url))
			http_fetch(l->fetching, FETCH_VALIDATION, name, ca_agent(l), &url,
				&addr->ip);
	if (name->role == ROLE_EXAMINED)
		browse(l, name, &addr->ip);
}

static void fill_paths(struct look *l)
{
	for (size_t i = 0; i < l->evidence->fetches.n; i++) {
		struct fetch *f = l->evidence->fetches.v[i];
		for (size_t k = 0; k < f->hops.n; k++) {
			const char *interface;
			struct hop *h = f->hops.v[k];
			if (h->connect != CONNECT_NONE)
				h->path = reach_path(l, &h->ip, &interface);
		}
	}
}

static void http_finish(struct look *l)
{
	struct fetching *f = l->fetching;
	if (!f)
		return;
	for (size_t i = 0; i < f->chains.n; i++)
		http_chain_abort(f->chains.v[i]);
	fill_paths(l);
	http_curl_free(f);
	http_roots_free(f->roots);
	l->fetching = NULL;
}

const struct probe probe_http = {
	.id = "http",
	.title = "HTTP requests",
	.web = true,
	.rehearses = true,
	.start = http_start,
	.address = http_address,
	.finish = http_finish,
};
