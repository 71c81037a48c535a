/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the web servers' own configuration says of the CA's request, for each examined
 * name, scheme and address of this host. Files come from the broker; the evaluation is
 * done here, without privilege.
 */
#include "probe.h"

#include "broker.h"
#include "host.h"
#include "profile.h"
#include "webconf/route.h"

#include <string.h>

enum { ROUTES_MAX = 4096 };

struct config_tree {
	const struct webconf_server *server;
	struct conf_tree tree;
};
struct configs {
	VEC(struct config_tree) all;
};

static const struct ask_ports web_ports = {.first = 80, .second = 443};

static void tell_server(
	struct look *l, const struct webconf_server *s, const struct conf_tree *tree)
{
	struct config_server *out =
		VEC_ADD(l->arena, &l->evidence->config.servers, struct config_server);
	out->obs = s->obs;
	out->obs.at = look_at(l);
	out->kind = s->kind;
	out->main = s->set.main;
	out->pid = s->pid;
	out->files = (int64_t)s->set.files.n;
	out->unread = s->unread;
	out->errors = tree->errors;
	out->changed = s->changed;
	if (out->obs.seen == SEEN_YES && (s->unread.n || tree->errors.n)) {
		out->obs.seen = SEEN_FAILED;
		out->obs.excerpt = s->unread.n ? s->unread.v[0] : tree->errors.v[0];
	}
}

static void on_webconf(void *arg, void *answer)
{
	struct look *l = arg;
	const struct webconf_look *w = answer;
	l->evidence->config.obs = w->obs;
	l->evidence->config.obs.at = look_at(l);
	struct configs *c = ARENA_NEW(l->arena, struct configs);
	for (size_t i = 0; i < w->servers.n; i++) {
		const struct webconf_server *s = w->servers.v[i];
		struct config_tree *t = VEC_ADD(l->arena, &c->all, struct config_tree);
		t->server = s;
		bool nginx = strcmp(s->kind, "nginx") == 0;
		(nginx ? conf_nginx_read : conf_apache_read)(l->arena, &s->set, &t->tree);
		tell_server(l, s, &t->tree);
	}
	l->configs = c;
	look_end(l);
}

static void webconf_start(struct look *l)
{
	if (!l->target->names.n || l->target->trace_url)
		return;
	l->evidence->config.obs = (struct obs){.seen = SEEN_FAILED,
		.source = "web server configuration",
		.excerpt = "no answer before the look ended"};
	look_begin(l);
	broker_ask(l->broker, l->loop, l->arena, HOST_webconf, &web_ports, on_webconf, l);
}

/* -- once all is known --------------------------------------------------------- */
/* What a packet to this name arrives at: behind NAT the private address of this host. */
static bool local_address(
	const struct look *l, const struct name_address *a, struct ip *out)
{
	*out = a->ip;
	if (a->where == WHERE_HERE)
		return true;
	for (size_t i = 0; a->where == WHERE_NAT && i < l->evidence->addresses.all.n;
		i++) {
		const struct local_address *x = l->evidence->addresses.all.v[i];
		*out = x->ip;
		if (x->up && !x->loopback && x->ip.family == a->ip.family)
			return true;
	}
	return false;
}

static void say_source(struct look *l, struct config_route *r)
{
	const struct config_place *p = r->by.file         ? &r->by
				       : r->location.file ? &r->location
							  : &r->block;
	r->obs.at = look_at(l);
	r->obs.source =
		p->file ? arena_printf(l->arena, "%s:%lld", p->file, (long long)p->line)
			: "web server configuration";
	r->obs.excerpt = p->text;
}

static void add_route(struct look *l, const struct name_look *n,
	const struct name_address *a, enum scheme scheme)
{
	const struct target *t = l->target;
	for (size_t i = 0; i < l->configs->all.n; i++) {
		const struct config_tree *c = l->configs->all.v[i];
		struct web_request q = {.scheme = scheme,
			.port = scheme_port(scheme),
			.host = n->ascii,
			.path = t->path,
			.user_agent = profile_user_agent(t->profile)};
		if (c->server->obs.seen != SEEN_YES || !local_address(l, a, &q.ip) ||
			l->evidence->config.routes.n >= ROUTES_MAX)
			continue;
		struct config_route r = {.server = c->server->kind,
			.name = n->ascii,
			.scheme = scheme,
			.ip = a->ip};
		bool nginx = strcmp(c->server->kind, "nginx") == 0;
		(nginx ? route_nginx : route_apache)(l->arena, &c->tree, &q, &r);
		if (r.end == CONFIG_NO_SERVER)
			continue;
		r.obs.seen = r.end == CONFIG_UNKNOWN ? SEEN_FAILED : SEEN_YES;
		say_source(l, &r);
		*VEC_ADD(l->arena, &l->evidence->config.routes, struct config_route) = r;
	}
}

static void webconf_finish(struct look *l)
{
	struct obs *o = &l->evidence->config.obs;
	if (l->evidence->interrupted && o->seen == SEEN_FAILED && o->at == 0)
		o->seen = SEEN_SKIPPED;
	if (!l->configs || !l->target->path)
		return;
	for (size_t i = 0; i < l->evidence->names.n; i++) {
		const struct name_look *n = l->evidence->names.v[i];
		if (n->role == ROLE_HOP)
			continue;
		for (size_t k = 0; k < n->addresses.n; k++) {
			add_route(l, n, n->addresses.v[k], SCHEME_HTTP);
			add_route(l, n, n->addresses.v[k], SCHEME_HTTPS);
		}
	}
}

const struct probe probe_webconf = {
	.id = "webconf",
	.title = "web server configuration",
	.privileged = true,
	.names = true,
	.start = webconf_start,
	.finish = webconf_finish,
};
