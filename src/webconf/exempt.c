/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "webconf/exempt.h"

#include "text.h"

#include <string.h>

void exempt_route(struct arena *a, bool apache, const struct conf_tree *tree,
	const struct web_request *q, struct config_route *out)
{
	*out = (struct config_route){.server = apache ? "Apache" : "nginx",
		.name = q->host,
		.scheme = q->scheme,
		.ip = q->ip};
	(apache ? route_apache : route_nginx)(a, tree, q, out);
}

const struct conf_tree *exempt_read(
	struct arena *a, bool apache, const struct conf_set *set)
{
	struct conf_tree *tree = ARENA_NEW(a, struct conf_tree);
	(apache ? conf_apache_read : conf_nginx_read)(a, set, tree);
	return tree;
}

bool exempt_open(const struct config_route *r)
{
	if (r->access.n == 0)
		return true;
	return r->access.v[0]->allow && strcmp(r->access.v[0]->who, "all") == 0;
}

bool exempt_served(const struct exempting *e, const struct config_route *r)
{
	return r->end == CONFIG_FILE && r->path && (!e->doubt || r->unsure.n == 0) &&
	       (!e->everyone || exempt_open(r));
}

bool exempt_plain(const char *path)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
				    "0123456789/._~-";
	return *path == '/' && path[strspn(path, plain)] == '\0' &&
	       !strstr(path, "/../") && !strstr(path, "//");
}

const char *exempt_regex(struct exempt_place *p)
{
	struct text out;
	text_init(&out, p->e->a, CONF_WORD_MAX);
	text_add(&out, "^");
	for (const char *c = p->path; *c; c++) {
		if (*c == '.')
			text_add(&out, "[.]");
		else
			text_add_n(&out, c, 1);
	}
	if (p->whole)
		text_add(&out, "$");
	return text_str(&out);
}

struct splices *exempt_candidate(struct exempt_place *p)
{
	return VEC_ADD(p->e->a, &p->candidates, struct splices);
}

const char *exempt_directory(struct arena *a, const char *path)
{
	const char *slash = strrchr(path, '/');
	size_t n = (size_t)(slash - path) + 1;
	size_t k = strlen("/.well-known/");
	return strncmp(path, "/.well-known/", k) == 0 && n > k ? arena_dup(a, path, n)
							       : NULL;
}

/* -- the search ---------------------------------------------------------------- */
struct search {
	struct exempting *e;
	const struct exempt_others *others;
	struct exempt_request *r;
	int left;            /* evaluations */
	const char *changes; /* another request that an edit would change */
};

static void propose(struct exempt_place *p)
{
	const char *dir = exempt_directory(p->e->a, p->q->path);
	for (int whole = dir == NULL; whole < 2; whole++) {
		p->whole = whole;
		p->path = whole ? p->q->path : dir;
		(p->e->apache ? exempt_apache : exempt_nginx)(p);
	}
}

/* The same directive decides still: what was put before or behind it aside. */
static bool same_decider(const struct conf_set *set, const struct config_route *before,
	const struct conf_set *edited, const struct config_route *after)
{
	const struct config_place *b = &before->by, *n = &after->by;
	if (!b->file || !n->file)
		return b->file == n->file;
	if (strcmp(b->file, n->file) != 0)
		return false;
	const struct conf_file *was = conf_find(set, b->file),
			       *is = conf_find(edited, n->file);
	return b->begin == n->begin ||
	       (int64_t)was->bytes.n - b->begin == (int64_t)is->bytes.n - n->begin;
}

static bool search(struct search *s, const struct conf_set *set, int depth)
{
	struct exempting *e = s->e;
	struct config_route route;
	const struct conf_tree *tree = exempt_read(e->a, e->apache, set);
	exempt_route(e->a, e->apache, tree, &s->r->q, &route);
	if (exempt_served(e, &route)) {
		const char *changes = exempt_others_differ(e, tree, s->others);
		if (changes) {
			s->changes = changes;
			return false;
		}
		e->set = *set;
		s->r->route = route;
		return true;
	}
	struct exempt_place p = {.e = e,
		.tree = tree,
		.q = &s->r->q,
		.spare = s->r->spare,
		.route = &route};
	propose(&p);
	const char *before = exempt_answer(e->a, &route);
	for (size_t i = 0; i < p.candidates.n && depth < EXEMPT_ROUNDS_MAX; i++) {
		struct conf_set edited;
		struct config_route after;
		if (s->left-- <= 0)
			return false;
		if (!splice_apply(e->a, set, p.candidates.v[i], &edited))
			continue;
		const struct conf_tree *t = exempt_read(e->a, e->apache, &edited);
		if (t->errors.n > tree->errors.n || t->needs.n > tree->needs.n)
			continue;
		exempt_route(e->a, e->apache, t, &s->r->q, &after);
		bool same = strcmp(before, exempt_answer(e->a, &after)) == 0 &&
			    same_decider(set, &route, &edited, &after);
		if (!same && search(s, &edited, depth + 1))
			return true;
	}
	return false;
}

static const char *where(struct arena *a, const struct config_place *at)
{
	return at->file ? arena_printf(a, "%s:%lld", at->file, (long long)at->line)
			: "the configuration";
}

static const char *why_not(struct exempting *e, const struct search *s)
{
	const struct exempt_request *r = s->r;
	if (s->changes)
		return arena_printf(e->a,
			"an edit at %s would change the answer to %s, too",
			where(e->a, &r->at), s->changes);
	if (r->route.end == CONFIG_NO_SERVER)
		return "no server block listens on the address that was asked";
	if (r->at.text)
		return arena_printf(e->a,
			"no edit is known that leaves the validation path out of \"%s\" "
			"(%s)",
			r->at.text, where(e->a, &r->at));
	return "what answers the request is not to be seen in the configuration";
}

static struct config_place decider(const struct config_route *r)
{
	if (r->by.file && r->end != CONFIG_FILE)
		return r->by;
	if (r->access.n)
		return r->access.v[0]->place;
	if (r->unsure.n)
		return *r->unsure.v[0];
	return r->location.file ? r->location : r->block;
}

static void mend(struct exempting *e, const struct exempt_others *others, size_t i)
{
	struct exempt_request *r = e->requests.v[i];
	struct search s = {
		.e = e, .others = others, .r = r, .left = EXEMPT_EVALUATIONS_MAX};
	bool everyone = e->everyone;
	if (exempt_served(e, &r->route))
		return;
	r->at = decider(&r->route);
	if (!exempt_plain(r->q.path)) {
		r->refused = "its path has characters that are not edited";
		return;
	}
	e->everyone = true; /* what is edited is opened to all */
	r->edited = search(&s, &e->set, 0);
	e->everyone = everyone;
	if (!r->edited)
		r->refused = why_not(e, &s);
}

void exempt(struct exempting *e)
{
	struct exempt_others others = {0};
	const struct conf_tree *tree = exempt_read(e->a, e->apache, e->before);
	bool blocked = false;
	e->set = *e->before;
	for (size_t i = 0; i < e->requests.n; i++) {
		struct exempt_request *r = e->requests.v[i];
		exempt_route(e->a, e->apache, tree, &r->q, &r->route);
		blocked = blocked || !exempt_served(e, &r->route);
	}
	if (blocked)
		exempt_others_look(e, tree, &others);
	for (size_t i = 0; i < e->requests.n && i < EXEMPT_REQUESTS_MAX; i++)
		mend(e, &others, i);
	e->tree = exempt_read(e->a, e->apache, &e->set);
	for (size_t i = 0; i < e->requests.n; i++)
		exempt_route(e->a, e->apache, e->tree, &e->requests.v[i]->q,
			&e->requests.v[i]->route);
}
