/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What other requests are answered, before and after an edit: those of every name that
 * the configuration has, on each address and port that the CA's requests come to.
 */
#include "webconf/exempt.h"

#include <string.h>

enum { NAMES_MAX = 1000, PATHS_MAX = 48, PLACES_MAX = 16, OWN_PATHS_MAX = 8 };

struct places { /* one address and scheme each */
	VEC(const struct web_request) all;
};

static void add_word(struct arena *a, strs *list, size_t max, const char *word)
{
	for (size_t i = 0; i < list->n; i++)
		if (strcmp(list->v[i], word) == 0)
			return;
	if (list->n < max)
		VEC_PUSH(a, list, word);
}

/* A host that such a name stands for; NULL: an expression. */
static const char *host_of(struct arena *a, const char *name)
{
	const char *text = conf_lower(a, name, strcspn(name, ":"));
	size_t n = strlen(text);
	if (*text == '~' || n == 0 || strpbrk(text, "?${"))
		return NULL;
	if (strncmp(text, "*.", 2) == 0)
		return arena_printf(a, "pkiready%s", text + 1);
	if (*text == '.')
		return text + 1;
	if (n > 2 && strcmp(text + n - 2, ".*") == 0)
		return arena_printf(a, "%.*sinvalid", (int)n - 1, text);
	return strchr(text, '*') ? NULL : text;
}

static void add_names(struct arena *a, const struct conf_node *n, strs *out)
{
	bool alias = strcmp(n->name, "serveralias") == 0;
	if (alias || strcmp(n->name, "server_name") == 0 ||
		strcmp(n->name, "servername") == 0)
		for (size_t i = 0; i < n->args.n; i++) {
			const char *host = host_of(a, n->args.v[i]);
			if (host)
				add_word(a, out, NAMES_MAX, host);
		}
	for (size_t i = 0; i < n->kids.n; i++)
		add_names(a, n->kids.v[i], out);
}

/* Paths that directives name. */
static void add_paths(struct arena *a, const struct conf_node *n, strs *out)
{
	static const char *const names[] = {"location", "alias", "redirect",
		"redirectpermanent", "redirecttemp", "proxypass", NULL};
	for (size_t i = 0; names[i]; i++)
		for (size_t k = 0; strcmp(n->name, names[i]) == 0 && k < n->args.n; k++)
			if (*n->args.v[k] == '/')
				add_word(a, out, PATHS_MAX, n->args.v[k]);
	for (size_t i = 0; i < n->kids.n; i++)
		add_paths(a, n->kids.v[i], out);
}

static void add_place(struct arena *a, struct places *out, const struct web_request *q,
	enum scheme scheme)
{
	for (size_t i = 0; i < out->all.n; i++)
		if (out->all.v[i]->scheme == scheme &&
			ip_equal(&out->all.v[i]->ip, &q->ip))
			return;
	if (out->all.n >= PLACES_MAX)
		return;
	struct web_request *x = ARENA_NEW(a, struct web_request);
	*x = *q;
	x->scheme = scheme;
	x->port = scheme_port(scheme);
	VEC_PUSH(a, &out->all, x);
}

static bool is_asked(const struct exempting *e, const struct web_request *q)
{
	for (size_t i = 0; i < e->requests.n; i++) {
		const struct web_request *r = &e->requests.v[i]->q;
		if (r->scheme == q->scheme && ip_equal(&r->ip, &q->ip) &&
			strcmp(r->host, q->host) == 0 && strcmp(r->path, q->path) == 0)
			return true;
	}
	return false;
}

/* One of the CA's paths, or in a directory that is exempted for one. */
static bool is_own_path(const struct exempting *e, const char *path)
{
	for (size_t i = 0; i < e->requests.n; i++) {
		const char *own = e->requests.v[i]->q.path;
		const char *dir = exempt_directory(e->a, own);
		if (strcmp(own, path) == 0 ||
			(dir && strncmp(dir, path, strlen(dir)) == 0))
			return true;
	}
	return false;
}

/* Of a name that is asked for, or in a block that answers one that is. */
static bool is_own(
	struct exempting *e, const struct config_route *r, const struct web_request *q)
{
	for (size_t i = 0; i < e->requests.n; i++) {
		const struct config_place *b = &e->requests.v[i]->route.block;
		if (strcmp(e->requests.v[i]->q.host, q->host) == 0)
			return true;
		if (!b->file && !r->block.file)
			return true;
		if (b->file && r->block.file && b->begin == r->block.begin &&
			strcmp(b->file, r->block.file) == 0)
			return true;
	}
	return false;
}

const char *exempt_answer(struct arena *a, const struct config_route *r)
{
	const char *access = "", *by = r->by.text ? r->by.text : "";
	bool whole = (r->end == CONFIG_REDIRECT && r->target) ||
		     r->end == CONFIG_STATUS || r->end == CONFIG_DENIED;
	for (size_t i = 0; i < r->access.n; i++)
		access = arena_printf(
			a, "%s %d%s", access, r->access.v[i]->allow, r->access.v[i]->who);
	return arena_printf(a, "%d %d %s|%s|%s|%s|%d|%s|%s", (int)r->end, (int)r->status,
		r->target ? r->target : "", r->path ? r->path : "", whole ? "" : by,
		r->root ? r->root : "", (int)r->unsure.n, access,
		r->fallback.text ? r->fallback.text : "");
}

static void add(struct exempting *e, const struct conf_tree *tree,
	struct exempt_others *out, const struct web_request *q)
{
	struct config_route r;
	if (is_asked(e, q) || out->all.n >= EXEMPT_TRIED_MAX)
		return;
	exempt_route(e->a, e->apache, tree, q, &r);
	struct exempt_other *x = VEC_ADD(e->a, &out->all, struct exempt_other);
	x->q = *q;
	x->answer = exempt_answer(e->a, &r);
	x->may_serve = is_own_path(e, q->path) && is_own(e, &r, q);
}

static void add_all(struct exempting *e, const struct conf_tree *tree,
	struct exempt_others *out, const struct places *places, size_t n,
	const char *host, const strs *paths)
{
	for (size_t p = 0; p < n; p++)
		for (size_t i = 0; i < paths->n; i++) {
			struct web_request q = *places->all.v[p];
			q.host = host;
			q.path = paths->v[i];
			add(e, tree, out, &q);
		}
}

void exempt_others_look(
	struct exempting *e, const struct conf_tree *tree, struct exempt_others *out)
{
	struct places places = {0};
	strs names = {0}, few = {0}, many = {0};
	for (size_t i = 0; i < e->requests.n; i++) {
		const struct web_request *q = &e->requests.v[i]->q;
		add_place(e->a, &places, q, q->scheme);
		add_word(e->a, &few, OWN_PATHS_MAX, q->path);
		add_word(e->a, &names, NAMES_MAX, q->host);
	}
	const size_t asked = names.n, own = places.all.n;
	for (size_t i = 0; i < e->requests.n; i++) {
		const struct web_request *q = &e->requests.v[i]->q;
		add_place(e->a, &places, q,
			q->scheme == SCHEME_HTTP ? SCHEME_HTTPS : SCHEME_HTTP);
	}
	add_word(e->a, &few, PATHS_MAX, "/");
	for (size_t i = 0; i < few.n; i++)
		VEC_PUSH(e->a, &many, few.v[i]);
	static const char *const usual[] = {"/index.html", "/index.php", "/.well-known/x",
		"/.well-known/pki-validation", "/.git/config", "/a/b.txt"};
	for (size_t i = 0; i < sizeof(usual) / sizeof(usual[0]); i++)
		add_word(e->a, &many, PATHS_MAX, usual[i]);
	add_paths(e->a, tree->root, &many);
	add_names(e->a, tree->root, &names);
	add_word(e->a, &names, NAMES_MAX + 1, "pkiready.invalid");
	for (size_t i = 0; i < names.n; i++)
		add_all(e, tree, out, &places, i < asked ? places.all.n : own, names.v[i],
			i < asked ? &many : &few);
}

const char *exempt_others_differ(struct exempting *e, const struct conf_tree *tree,
	const struct exempt_others *before)
{
	struct arena *scratch = arena_new();
	const char *differs = NULL;
	for (size_t i = 0; i < before->all.n && !differs; i++) {
		const struct exempt_other *x = before->all.v[i];
		struct config_route r;
		exempt_route(scratch, e->apache, tree, &x->q, &r);
		if (strcmp(exempt_answer(scratch, &r), x->answer) != 0 &&
			!(x->may_serve && exempt_served(e, &r)))
			differs = arena_printf(e->a, "%s://%s%s", scheme_str(x->q.scheme),
				x->q.host, x->q.path);
		if (arena_used(scratch) > 16 * 1024 * 1024)
			arena_reset(scratch);
	}
	arena_free(scratch);
	return differs;
}
