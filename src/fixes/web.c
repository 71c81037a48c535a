/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "fixes/web.h"

#include <string.h>

const char *web_wanted(const struct fixing *f, const enum finding_id *ids)
{
	for (; *ids != FINDING__MAX; ids++)
		if (fixing_wants(f, *ids))
			return finding_table[*ids].id;
	return NULL;
}

void web_mends(struct fixing *f, const enum finding_id *ids)
{
	for (; *ids != FINDING__MAX; ids++)
		if (fixing_wants(f, *ids))
			plan_mends(f->plan, finding_table[*ids].id);
}

const char *web_url(struct arena *a, const struct change_file *file)
{
	return arena_printf(
		a, "%s://%s%s", scheme_str(file->scheme), file->name, file->path);
}

static void request_of(const struct change_file *file, struct web_request *out)
{
	*out = (struct web_request){.scheme = file->scheme,
		.ip = file->ip,
		.port = scheme_port(file->scheme),
		.host = file->name,
		.path = file->path};
}

/* What redirects or refuses was seen: a directive that may do so counts. */
static bool doubts(const struct fixing *f)
{
	static const enum finding_id ids[] = {FINDING_CONFIG_REDIRECT,
		FINDING_CONFIG_DENY, FINDING_REDIRECTED, FINDING_REDIRECT_LOOP,
		FINDING_REDIRECT_TOO_MANY, FINDING_REDIRECT_CODE, FINDING_REDIRECT_PORT,
		FINDING_REDIRECT_SCHEME, FINDING_REDIRECT_OFF_DOMAIN,
		FINDING_REDIRECT_RESERVED, FINDING_REDIRECT_TARGET_FAILS, FINDING__MAX};
	return web_wanted(f, ids) != NULL;
}

static struct web_site *site_of(
	struct fixing *f, struct web *w, const struct webconf_server *s)
{
	for (size_t i = 0; i < w->sites.n; i++)
		if (w->sites.v[i]->server == s)
			return w->sites.v[i];
	struct web_site *site = VEC_ADD(f->arena, &w->sites, struct web_site);
	site->server = s;
	site->e = (struct exempting){.a = f->arena,
		.apache = strcmp(s->kind, "Apache") == 0,
		.before = &s->set,
		.doubt = doubts(f),
		.everyone = fixing_wants(f, FINDING_CONFIG_DENY),
		.root = f->ask->webroot};
	return site;
}

/* -- where a site's files are, when its configuration does not say --------------- */
static const char *usual_root(struct fixing *f)
{
	static const char *const roots[] = {
		"/var/www/html", "/usr/share/nginx/html", "/srv/http", NULL};
	for (size_t i = 0; roots[i]; i++) {
		const struct host_file *h = fixing_file(f, roots[i]);
		if (h->seen == SEEN_YES && h->directory)
			return roots[i];
	}
	return NULL;
}

/* The root of the same name by the other scheme. */
static const char *sibling_root(
	struct fixing *f, const struct web_site *site, const struct web_request *q)
{
	struct web_request other = *q;
	struct config_route r;
	other.scheme = q->scheme == SCHEME_HTTPS ? SCHEME_HTTP : SCHEME_HTTPS;
	other.port = scheme_port(other.scheme);
	exempt_route(f->arena, site->e.apache,
		exempt_read(f->arena, site->e.apache, site->e.before), &other, &r);
	return r.root;
}

/* -- who answers ------------------------------------------------------------------ */
static const char *unusable(struct fixing *f, const struct webconf_server *s)
{
	if (s->obs.seen != SEEN_YES)
		return arena_printf(f->arena, "the configuration of %s was not read: %s",
			s->kind, s->obs.excerpt ? s->obs.excerpt : "it could not be");
	if (s->apart)
		return arena_printf(f->arena,
			"%s runs in a container, or below another root directory: its "
			"files are not this host's",
			s->kind);
	if (s->unread.n)
		return arena_printf(f->arena,
			"the configuration of %s was not read whole: %s", s->kind,
			s->unread.v[0]);
	const struct conf_tree *tree =
		exempt_read(f->arena, strcmp(s->kind, "Apache") == 0, &s->set);
	if (tree->errors.n)
		return arena_printf(f->arena,
			"the configuration of %s can't be read whole: %s", s->kind,
			tree->errors.v[0]);
	return NULL;
}

/* why NULL: nobody listens. */
static void lose(
	struct fixing *f, struct web *w, const struct change_file *file, const char *why)
{
	struct web_lost *l = VEC_ADD(f->arena, &w->lost, struct web_lost);
	l->file = file;
	l->nobody = !why;
	l->why = why ? why : "no web server that is known listens there";
}

static void add_request(struct fixing *f, struct web *w, const struct webconf_server *s,
	const struct change_file *file)
{
	struct web_site *site = site_of(f, w, s);
	struct exempt_request *r =
		VEC_ADD(f->arena, &site->e.requests, struct exempt_request);
	request_of(file, &r->q);
	r->spare = sibling_root(f, site, &r->q);
	if (!r->spare)
		r->spare = usual_root(f);
	VEC_PUSH(f->arena, &site->files, file);
}

static void find_site(struct fixing *f, struct web *w, const struct change_file *file)
{
	const struct webconf_look *look = f->host->webconf;
	const struct webconf_server *found = NULL;
	const bool unseen =
		look && look->obs.seen != SEEN_YES && look->obs.seen != SEEN_NO;
	const char *why = unseen ? look->obs.excerpt : NULL;
	for (size_t i = 0; look && i < look->servers.n; i++) {
		const struct webconf_server *s = look->servers.v[i];
		const bool apache = strcmp(s->kind, "Apache") == 0;
		struct web_request q;
		struct config_route r;
		const char *bad = unusable(f, s);
		if (bad) {
			why = bad;
			continue;
		}
		request_of(file, &q);
		exempt_route(
			f->arena, apache, exempt_read(f->arena, apache, &s->set), &q, &r);
		if (r.end == CONFIG_NO_SERVER)
			continue;
		if (found) {
			lose(f, w, file, "two web servers have a block for it");
			return;
		}
		found = s;
	}
	if (found)
		add_request(f, w, found, file);
	else
		lose(f, w, file, why);
}

void web_look(struct fixing *f, bool edit, struct web *out)
{
	*out = (struct web){0};
	for (size_t i = 0; i < f->ask->files.n && i < EXEMPT_REQUESTS_MAX; i++)
		find_site(f, out, f->ask->files.v[i]);
	for (size_t i = 0; i < out->sites.n; i++) {
		struct exempting *e = &out->sites.v[i]->e;
		if (edit) {
			exempt(e);
			continue;
		}
		e->set = *e->before;
		e->tree = exempt_read(f->arena, e->apache, e->before);
		for (size_t k = 0; k < e->requests.n; k++)
			exempt_route(f->arena, e->apache, e->tree, &e->requests.v[k]->q,
				&e->requests.v[k]->route);
	}
}
