/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The web server's configuration, so that it leaves the validation path out of what
 * redirects, refuses or takes it: the smallest edit (webconf/exempt.h), tried by the
 * server's own program, loaded gracefully.
 */
#include "fixes/web.h"

#include <string.h>

/* The old workers take no connection any more then: nginx lets the new ones start for
 * 100 ms, Apache's look for the signal once a second. */
enum { SETTLE_MS = 1500 };

struct editing {
	struct fixing *f;
	const struct web_site *site;
	const char *finding;
};

static void refuse(const struct editing *x, const char *why, const char *guide)
{
	plan_refuse(x->f->plan, x->finding, "exempt-path", why, guide);
}

/* -- what an admin does by hand -------------------------------------------- */
static const char *exempted_path(struct arena *a, const char *path)
{
	const char *dir = exempt_directory(a, path);
	return dir ? dir : path;
}

static const char *place_of(struct arena *a, const struct config_place *p)
{
	return arena_printf(a, "%s:%lld", p->file, (long long)p->line);
}

static const char *guide(const struct editing *x, const struct exempt_request *r)
{
	struct arena *a = x->f->arena;
	const char *path = exempted_path(a, r->q.path);
	const struct config_place *block = &r->route.block;
	const char *root = r->route.root ? r->route.root
			   : r->spare    ? r->spare
					 : "/var/www/html";
	struct command test, reload;
	web_test_command(x->f, x->site->server, &test);
	web_reload_command(x->f, x->site->server, &reload);
	const char *then = arena_printf(a, "Then: %s && %s", plan_command_text(a, &test),
		plan_command_text(a, &reload));
	const char *at = r->at.file ? place_of(a, &r->at) : x->site->server->set.main;
	const char *inside = block->file ? place_of(a, block) : x->site->server->set.main;
	if (x->site->e.apache)
		return arena_printf(a,
			"Leave %s out of what %s says (before a RewriteRule: RewriteCond "
			"%%{REQUEST_URI} !^%s), and in %s add: <Location %s> Require all "
			"granted </Location>\n%s",
			path, at, path, inside, path, then);
	return arena_printf(a,
		"Leave %s out of what %s says, and in the server block of %s add: "
		"location ^~ %s { root %s; allow all; auth_basic off; }\n%s",
		path, at, inside, path, root, then);
}

/* -- steps ----------------------------------------------------------------- */
static const char *directory_of(struct arena *a, const char *path)
{
	const char *slash = strrchr(path, '/');
	return slash && slash > path ? arena_dup(a, path, (size_t)(slash - path)) : "/";
}

static bool is_htaccess(const char *path)
{
	const char *slash = strrchr(path, '/');
	return slash && strcmp(slash, "/.htaccess") == 0;
}

/* One file under two names: one would be edited behind the other's back. */
static const char *twin_of(
	const struct editing *x, const struct conf_file *f, const char *real)
{
	const struct conf_set *set = x->site->e.before;
	for (size_t i = 0; i < set->files.n; i++) {
		const struct conf_file *o = set->files.v[i];
		const struct host_file *h =
			strcmp(o->path, f->path) ? fixing_file(x->f, o->path) : NULL;
		if (h && h->real && strcmp(h->real, real) == 0)
			return o->path;
	}
	return NULL;
}

/* NULL: it may be edited; else why not. */
static const char *blocked(
	const struct editing *x, const struct conf_file *was, const struct host_file *h)
{
	struct arena *a = x->f->arena;
	if (h->seen != SEEN_YES || h->directory || !h->real)
		return arena_printf(a, "%s can't be read again", was->path);
	if (h->why)
		return arena_printf(a, "%s can't be written: %s", was->path, h->why);
	if (h->bytes.n != was->bytes.n ||
		memcmp(h->bytes.p, was->bytes.p, was->bytes.n) != 0)
		return arena_printf(a, "%s changes while it is looked at", was->path);
	if (is_htaccess(was->path) && strcmp(h->real, was->path) != 0)
		return arena_printf(a, "%s is a link, or lies behind one", was->path);
	const char *twin = twin_of(x, was, h->real);
	return twin ? arena_printf(a, "%s and %s are one file", was->path, twin) : NULL;
}

static const char *deciders(const struct editing *x)
{
	struct arena *a = x->f->arena;
	const char *all = NULL;
	for (size_t i = 0; i < x->site->e.requests.n; i++) {
		const struct exempt_request *r = x->site->e.requests.v[i];
		if (!r->edited || !r->at.text)
			continue;
		const char *one = arena_printf(
			a, "%s says \"%s\"", place_of(a, &r->at), r->at.text);
		if (!all)
			all = one;
		else if (!strstr(all, one))
			all = arena_printf(a, "%s; %s", all, one);
	}
	return all;
}

static void put(
	const struct editing *x, const struct conf_file *was, const struct conf_file *is)
{
	const struct host_file *h = fixing_file(x->f, was->path);
	struct step *s = plan_add(x->f->plan, STEP_PUT,
		arena_printf(
			x->f->arena, "leave the validation path out in %s", h->real));
	s->why = deciders(x);
	s->put.path = h->real;
	s->put.bytes = is->bytes;
	s->put.before = h->bytes;
	s->put.mode = h->mode;
	s->put.uid = h->uid;
	s->put.gid = h->gid;
	s->put.label = h->label;
	if (is_htaccess(was->path))
		s->put.below = directory_of(x->f->arena, h->real);
}

static void reload(const struct editing *x)
{
	struct arena *a = x->f->arena;
	const struct webconf_server *server = x->site->server;
	struct step *s = plan_add(x->f->plan, STEP_RUN,
		arena_printf(a, "let %s load its configuration", server->kind));
	s->why = "what runs was loaded before the edit";
	s->runtime = true;
	s->undo_last = true;
	s->settles_ms = SETTLE_MS;
	web_test_command(x->f, server, &s->trial);
	web_reload_command(x->f, server, &s->redo);
	web_reload_command(x->f, server, &s->undo);
	if (server->changed.n == 0)
		return;
	const char *list = server->changed.v[0];
	for (size_t i = 1; i < server->changed.n; i++)
		list = arena_printf(a, "%s, %s", list, server->changed.v[i]);
	s->risk = arena_printf(a, "it loads what was changed before, too: %s", list);
	VEC_PUSH(a, &x->f->plan->consents,
		arena_printf(a,
			"reload: %s has not loaded what was changed in %s; a reload puts "
			"that in "
			"force, too.",
			server->kind, list));
}

/* -- one server ------------------------------------------------------------ */
static bool is_edited(const struct editing *x, size_t i)
{
	return x->site->e.set.files.v[i] != x->site->e.before->files.v[i];
}

static const char *any_blocked(const struct editing *x)
{
	const struct conf_set *before = x->site->e.before;
	for (size_t i = 0; i < before->files.n; i++) {
		const struct conf_file *was = before->files.v[i];
		const char *why = is_edited(x, i)
					  ? blocked(x, was, fixing_file(x->f, was->path))
					  : NULL;
		if (why)
			return why;
	}
	return NULL;
}

static void edit_site(const struct editing *x)
{
	const struct exempting *e = &x->site->e;
	const char *why = any_blocked(x);
	bool load = false;
	for (size_t i = 0; i < e->requests.n; i++) {
		const struct exempt_request *r = e->requests.v[i];
		if (r->refused || (why && r->edited))
			refuse(x,
				arena_printf(x->f->arena, "%s: %s",
					web_url(x->f->arena, x->site->files.v[i]),
					r->refused ? r->refused : why),
				guide(x, r));
	}
	if (why)
		return;
	file_place(x->f, x->site, x->finding);
	for (size_t i = 0; i < e->before->files.n; i++) {
		if (!is_edited(x, i))
			continue;
		put(x, e->before->files.v[i], e->set.files.v[i]);
		load = load || !is_htaccess(e->before->files.v[i]->path);
	}
	if (load)
		reload(x);
}

/* -- what is the admin's alone --------------------------------------------- */
static void guide_name(const struct editing *x)
{
	struct arena *a = x->f->arena;
	for (size_t i = 0; i < x->site->e.requests.n; i++) {
		const struct exempt_request *r = x->site->e.requests.v[i];
		const struct config_route *t = &r->route;
		if (t->by_name || !t->block.file)
			continue;
		refuse(x,
			arena_printf(
				a, "no block that answers there names %s", r->q.host),
			t->named.file
				? arena_printf(a,
					  "The block of %s names it: let it listen on "
					  "the "
					  "address and port of %s, or add the name "
					  "there.",
					  place_of(a, &t->named), place_of(a, &t->block))
				: arena_printf(a,
					  "The block of %s answers: add the name to the "
					  "block of its site.",
					  place_of(a, &t->block)));
	}
}

static const enum finding_id mends[] = {FINDING_CONFIG_REDIRECT, FINDING_CONFIG_DENY,
	FINDING_REDIRECTED, FINDING_REDIRECT_LOOP, FINDING_REDIRECT_TOO_MANY,
	FINDING_REDIRECT_CODE, FINDING_REDIRECT_PORT, FINDING_REDIRECT_SCHEME,
	FINDING_REDIRECT_OFF_DOMAIN, FINDING_REDIRECT_RESERVED,
	FINDING_REDIRECT_TARGET_FAILS, FINDING_HTTP_STATUS, FINDING_HTML_INSTEAD,
	FINDING_FILE_NOT_SERVED, FINDING_WRONG_VHOST, FINDING_CONFIG_SHADOWED,
	FINDING__MAX};
static const enum finding_id names[] = {
	FINDING_WRONG_VHOST, FINDING_CONFIG_SHADOWED, FINDING__MAX};

/* Of these a redirect or refusal must be found here, or it comes from elsewhere. */
static void say_elsewhere(const struct editing *x, size_t before)
{
	static const enum finding_id ids[] = {FINDING_REDIRECTED, FINDING_REDIRECT_LOOP,
		FINDING_REDIRECT_TOO_MANY, FINDING_REDIRECT_CODE, FINDING_REDIRECT_PORT,
		FINDING_REDIRECT_SCHEME, FINDING_REDIRECT_OFF_DOMAIN,
		FINDING_REDIRECT_RESERVED, FINDING__MAX};
	const char *finding = web_wanted(x->f, ids);
	if (finding && before == x->f->plan->steps.n + x->f->plan->refused.n)
		plan_refuse(x->f->plan, finding, "exempt-path",
			"no directive of a web server of this host does it: an "
			"application, or something in front, answers",
			NULL);
}

static void plan(struct fixing *f)
{
	struct editing x = {.f = f, .finding = web_wanted(f, mends)};
	struct editing by_name = {.f = f, .finding = web_wanted(f, names)};
	const size_t steps = f->plan->steps.n, before = steps + f->plan->refused.n;
	struct web w;
	if (!x.finding)
		return;
	web_look(f, true, &w);
	for (size_t i = 0; i < w.sites.n; i++) {
		x.site = by_name.site = w.sites.v[i];
		if (by_name.finding)
			guide_name(&by_name);
		else
			edit_site(&x);
	}
	for (size_t i = 0; i < w.lost.n; i++)
		if (!w.lost.v[i]->nobody || !w.sites.n)
			refuse(&x,
				arena_printf(f->arena, "%s: %s",
					web_url(f->arena, w.lost.v[i]->file),
					w.lost.v[i]->why),
				NULL);
	say_elsewhere(&x, before);
	if (f->plan->steps.n > steps)
		web_mends(f, mends);
}

const struct fix fix_webserver = {
	.id = "exempt-path",
	.title = "Leave the validation path out in the web server's configuration",
	.risk = "Only the validation path is answered otherwise; the server is reloaded.",
	.mends = mends,
	.plan = plan,
};
