/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The validation file, where the web server looks for it: whole or not at all, below the
 * web root through no link, readable as its neighbours are. A file by a wrong name beside
 * it is somebody's and stays.
 */
#include "fixes/web.h"

#include <string.h>

enum { NEIGHBOURS_MAX = 32 };

struct placing { /* of one file */
	struct fixing *f;
	const struct web_site *site; /* NULL: a web root that was given, and no server */
	const struct change_file *file;
	const char *finding;
	const char *below;            /* the web root, links resolved */
	const char *path;             /* below it */
	const struct host_file *near; /* the nearest directory that is there */
	struct web_user user;
	/* what the user may not read is what was seen: it is known, or the finding says
	 * so */
	bool sure;
};

static const char *directory_of(struct arena *a, const char *path)
{
	const char *slash = strrchr(path, '/');
	return slash && slash > path ? arena_dup(a, path, (size_t)(slash - path)) : "/";
}

static void refuse(struct placing *p, const char *why, const char *guide)
{
	plan_refuse(p->f->plan, p->finding, "place-file",
		arena_printf(p->f->arena, "%s: %s", web_url(p->f->arena, p->file), why),
		guide);
}

/* The directory that the URL's path, or its end, is looked for in. */
static const char *below_of(struct arena *a, const char *path, const char *url_path)
{
	size_t n = strlen(path), k = strlen(url_path), same = 0, whole = 0;
	while (same < n && same < k && path[n - 1 - same] == url_path[k - 1 - same]) {
		same++;
		if (path[n - same] == '/')
			whole = same;
	}
	if (!whole)
		return NULL;
	return n == whole ? "/" : arena_dup(a, path, n - whole);
}

/* -- the way to it ----------------------------------------------------------------- */
/* Each directory on the way that is there, the outermost first. */
static bool walk(struct placing *p, strs *dirs)
{
	struct arena *a = p->f->arena;
	const char *dir = directory_of(a, p->path);
	size_t n = strlen(p->below);
	for (const char *c = p->path + n; c && *c;) {
		const char *end = strchr(c + 1, '/');
		const char *at = arena_dup(a, p->path, (size_t)(c - p->path));
		at = *at ? at : "/";
		const struct host_file *h = fixing_file(p->f, at);
		if (h->seen == SEEN_NO)
			return true;
		if (h->seen != SEEN_YES || !h->directory ||
			(h->real && strcmp(h->real, at) != 0)) {
			refuse(p,
				arena_printf(a, "%s is %s", at,
					h->seen != SEEN_YES ? "not to be seen"
					: h->directory      ? "a link"
							    : "no directory"),
				NULL);
			return false;
		}
		p->near = h;
		VEC_PUSH(a, dirs, at);
		c = strcmp(at, dir) == 0 ? NULL : end;
	}
	return true;
}

/* -- directories that the server can't pass ---------------------------------------- */
static bool root_only(const struct host_file *h)
{
	return h->uid == 0 && (h->mode & 022) == 0;
}

/* Nobody but root may put something else in its place meanwhile. */
static bool is_safe(struct placing *p, const char *dir)
{
	for (const char *at = dir; strcmp(at, "/") != 0;) {
		at = directory_of(p->f->arena, at);
		if (!root_only(fixing_file(p->f, at)))
			return false;
	}
	return true;
}

static void open_directory(struct placing *p, const char *dir, const struct host_file *h)
{
	struct arena *a = p->f->arena;
	struct step *s = plan_add(
		p->f->plan, STEP_RUN, arena_printf(a, "let the web server pass %s", dir));
	s->why = arena_printf(a, "its mode is %04o", (unsigned)h->mode & 07777);
	s->risk = "other users of this host may pass it, too";
	plan_argv(a, &s->redo, "chmod", "o+x", dir, NULL);
	plan_argv(a, &s->undo, "chmod",
		arena_printf(a, "%04o", (unsigned)h->mode & 07777), dir, NULL);
	if (p->user.known)
		plan_argv(a, &s->test, "setpriv", "--reuid", p->user.name, "--regid",
			arena_printf(a, "%d", (int)*p->user.groups.v[0]), "--init-groups",
			"test", "-x", dir, NULL);
}

/* False: it was refused. */
static bool open_way(struct placing *p, const strs *dirs)
{
	struct arena *a = p->f->arena;
	for (size_t i = 0; i < dirs->n; i++) {
		const struct host_file *h = fixing_file(p->f, dirs->v[i]);
		if (web_user_may(&p->user, h, 1) || !p->sure)
			continue;
		if (!is_safe(p, dirs->v[i])) {
			refuse(p,
				arena_printf(a,
					"%s can't be passed by the web server, and "
					"others "
					"than root may change what is there",
					dirs->v[i]),
				arena_printf(a, "chmod o+x %s", dirs->v[i]));
			return false;
		}
		open_directory(p, dirs->v[i], h);
	}
	return true;
}

/* -- the file ---------------------------------------------------------------------- */
static bool is_planned(const struct plan *plan, const char *path)
{
	for (size_t i = 0; i < plan->steps.n; i++) {
		const struct step *s = plan->steps.v[i];
		if (s->kind == STEP_PUT && strcmp(s->put.path, path) == 0)
			return true;
	}
	return false;
}

/* As a file beside it has them; else as its directory. */
static void owner_and_mode(struct placing *p, struct put *put)
{
	const struct host_file *near = p->near;
	const char *dir = directory_of(p->f->arena, p->path);
	put->mode = 0644;
	put->uid = near->uid;
	put->gid = near->gid;
	if (!near->real || strcmp(near->real, dir) != 0)
		return;
	for (size_t i = 0; i < near->names.n && i < NEIGHBOURS_MAX; i++) {
		const char *beside =
			arena_printf(p->f->arena, "%s/%s", dir, near->names.v[i]);
		const struct host_file *h = fixing_file(p->f, beside);
		if (h->seen != SEEN_YES || h->directory || h->why ||
			(h->real && strcmp(h->real, beside) != 0))
			continue;
		put->mode = (h->mode & 0666) | 0444;
		put->uid = h->uid;
		put->gid = h->gid;
		return;
	}
}

static void put_file(struct placing *p, const struct host_file *h)
{
	struct arena *a = p->f->arena;
	const bool there = h->seen == SEEN_YES;
	const bool same = there && h->bytes.n == p->file->bytes.n &&
			  memcmp(h->bytes.p, p->file->bytes.p, h->bytes.n) == 0;
	if (same && (web_user_may(&p->user, h, 4) || !p->sure))
		return;
	struct step *s = plan_add(p->f->plan, STEP_PUT,
		arena_printf(a, "%s %s",
			same    ? "let the web server read"
			: there ? "replace"
				: "place",
			p->path));
	s->why = arena_printf(a, "%s is answered from there", web_url(a, p->file));
	s->put.path = p->path;
	s->put.below = p->below;
	s->put.bytes = p->file->bytes;
	s->put.absent = !there;
	s->put.make_dirs = !there;
	if (there) {
		s->put.before = h->bytes;
		s->put.mode = h->mode | 0444;
		s->put.uid = h->uid;
		s->put.gid = h->gid;
		s->put.label = h->label;
	} else {
		owner_and_mode(p, &s->put);
	}
}

static void place(struct placing *p)
{
	struct arena *a = p->f->arena;
	strs dirs = {0};
	web_user_find(p->f, p->site, &p->user);
	p->sure = p->user.known || fixing_wants(p->f, FINDING_FILE_UNREADABLE);
	const struct host_file *root = fixing_file(p->f, p->below);
	if (root->seen != SEEN_YES || !root->directory || !root->real) {
		refuse(p, arena_printf(a, "its directory %s is not there", p->below),
			NULL);
		return;
	}
	const char *rest = p->path + strlen(p->below);
	p->below = root->real;
	p->path = arena_printf(a, "%s%s", strcmp(p->below, "/") ? p->below : "", rest);
	if (is_planned(p->f->plan, p->path) || !walk(p, &dirs))
		return;
	const struct host_file *h = fixing_file(p->f, p->path);
	const bool there = h->seen == SEEN_YES;
	if ((!there && h->seen != SEEN_NO) || h->why || (there && h->directory) ||
		(there && h->real && strcmp(h->real, p->path) != 0)) {
		refuse(p,
			arena_printf(a, "%s can't be written: %s", p->path,
				h->why                  ? h->why
				: there && h->directory ? "it is a directory"
				: there                 ? "it is a link"
							: "it can't be seen"),
			NULL);
		return;
	}
	if (open_way(p, &dirs))
		put_file(p, h);
}

/* -- which files ------------------------------------------------------------------- */
static bool is_in(const char *root, const char *below)
{
	size_t n = strlen(root);
	while (n > 1 && root[n - 1] == '/')
		n--;
	return strlen(below) == n && strncmp(root, below, n) == 0;
}

/* Another site answers: its files are not this name's. */
static bool is_another_site(const struct fixing *f, const struct config_route *r)
{
	return !r->by_name && (fixing_wants(f, FINDING_WRONG_VHOST) ||
				      fixing_wants(f, FINDING_CONFIG_SHADOWED));
}

void file_place(struct fixing *f, const struct web_site *site, const char *finding)
{
	for (size_t i = 0; i < site->files.n; i++) {
		const struct exempt_request *r = site->e.requests.v[i];
		struct placing p = {.f = f,
			.site = site,
			.file = site->files.v[i],
			.finding = finding};
		if (!p.file->bytes.n || r->route.end != CONFIG_FILE || !r->route.path ||
			r->refused || !exempt_plain(r->q.path) ||
			is_another_site(f, &r->route))
			continue;
		p.path = r->route.path;
		p.below = below_of(f->arena, p.path, p.file->path);
		if (!p.below) {
			refuse(&p,
				arena_printf(f->arena,
					"the server takes it from %s, which has another "
					"name",
					p.path),
				NULL);
			continue;
		}
		if (f->ask->webroot && !is_in(f->ask->webroot, p.below))
			VEC_PUSH(f->arena, &f->plan->notes,
				arena_printf(f->arena,
					"%s is served from %s, not from %s",
					web_url(f->arena, p.file), p.below,
					f->ask->webroot));
		place(&p);
	}
}

static void place_unserved(
	struct fixing *f, const struct web_lost *l, const char *finding)
{
	struct placing p = {.f = f, .file = l->file, .finding = finding};
	if (!l->file->bytes.n)
		return;
	if (!f->ask->webroot || !exempt_plain(l->file->path)) {
		refuse(&p, l->why, "--webroot DIR says where the site's files are.");
		return;
	}
	size_t n = strlen(f->ask->webroot);
	while (n > 1 && f->ask->webroot[n - 1] == '/')
		n--;
	p.below = arena_dup(f->arena, f->ask->webroot, n);
	p.path = arena_printf(f->arena, "%s%s", p.below, l->file->path);
	place(&p);
}

static const enum finding_id mends[] = {FINDING_FILE_NOT_ON_DISK, FINDING_FILE_NOT_SERVED,
	FINDING_FILE_DIFFERS, FINDING_FILE_EDITED, FINDING_FILE_RENAMED,
	FINDING_FILE_UNREADABLE, FINDING_FILE_SIBLING_DIFFERS,
	FINDING_FILE_SCHEME_DIFFERS, FINDING_FILE_ADDRESS_DIFFERS, FINDING_HTML_INSTEAD,
	FINDING_HTTP_STATUS, FINDING__MAX};

static bool has_file(const struct fixing *f)
{
	for (size_t i = 0; i < f->ask->files.n; i++)
		if (f->ask->files.v[i]->bytes.n)
			return true;
	return false;
}

static bool is_mended(const struct fixing *f, const char *finding)
{
	for (size_t i = 0; i < f->plan->mends.n; i++)
		if (strcmp(f->plan->mends.v[i], finding) == 0)
			return true;
	return false;
}

/* Another fix of this plan places it. */
static bool is_placed(const struct fixing *f)
{
	for (size_t i = 0; i < f->plan->steps.n; i++)
		if (f->plan->steps.v[i]->put.below)
			return true;
	return false;
}

static void plan(struct fixing *f)
{
	struct web w;
	const char *finding = web_wanted(f, mends);
	const size_t steps = f->plan->steps.n, before = steps + f->plan->refused.n;
	if (!finding)
		return;
	if (!has_file(f) && is_mended(f, finding))
		return; /* by what was in its way, and that may be all */
	if (!has_file(f)) {
		plan_refuse(f->plan, finding, "place-file",
			"what the file must hold is not known",
			"Give the file with --file, or its contents with --expect.");
		return;
	}
	web_look(f, false, &w);
	for (size_t i = 0; i < w.sites.n; i++)
		file_place(f, w.sites.v[i], finding);
	for (size_t i = 0; i < w.lost.n; i++)
		if (!w.lost.v[i]->nobody || !w.sites.n)
			place_unserved(f, w.lost.v[i], finding);
	if (f->plan->steps.n > steps)
		web_mends(f, mends);
	if (!is_placed(f) && before == f->plan->steps.n + f->plan->refused.n)
		plan_refuse(f->plan, finding, "place-file",
			"what stands on disk is right already, or the server does not "
			"take it from there: a cache, a proxy or an application answers",
			NULL);
}

const struct fix fix_file = {
	.id = "place-file",
	.title = "Place the validation file",
	.risk = "A file of that name is replaced; the old one is kept.",
	.mends = mends,
	.plan = plan,
};
