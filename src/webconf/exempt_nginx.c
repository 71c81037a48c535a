/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * nginx: what a server block's own rewrite directives do comes before any location, so
 * that they are left by a break, or moved under "location /"; all else is got past by a
 * location that comes before the others.
 */
#include "webconf/exempt.h"

#include "text.h"

#include <string.h>

struct scene {
	struct exempt_place *p;
	struct arena *a;
	const struct conf_node *server;
	const struct conf_node *by; /* what decides, inside of server; NULL */
};

static bool is_rewrite(const struct conf_node *n)
{
	return strcmp(n->name, "return") == 0 || strcmp(n->name, "rewrite") == 0 ||
	       (n->block && strcmp(n->name, "if") == 0);
}

static bool is_location(const struct conf_node *n)
{
	return n->block && strcmp(n->name, "location") == 0;
}

/* The directive of the server block that n is, or stands in. */
static const struct conf_node *top_of(const struct scene *s, const struct conf_node *n)
{
	while (n && n->parent != s->server)
		n = n->parent;
	return n;
}

static size_t index_of(const struct scene *s, const struct conf_node *n)
{
	size_t i = 0;
	while (i < s->server->kids.n && s->server->kids.v[i] != n)
		i++;
	return i;
}

/* The first of the server's own rewrite directives that decides, or may. */
static const struct conf_node *first_rewrite(const struct scene *s)
{
	const struct config_route *r = s->p->route;
	const struct conf_node *first = top_of(s, s->by);
	if (first && !is_rewrite(first))
		first = NULL;
	for (size_t i = 0; i < r->unsure.n; i++) {
		const struct config_place *u = r->unsure.v[i];
		const struct conf_node *n =
			top_of(s, splice_find(s->server, u->file, u->begin));
		if (n && is_rewrite(n) && (!first || index_of(s, n) < index_of(s, first)))
			first = n;
	}
	return first;
}

/* What stands in the server block's own file: n, or the include that brings it. */
static const struct conf_node *own_place(const struct scene *s, const struct conf_node *n)
{
	for (size_t i = n ? index_of(s, n) + 1 : 0; i-- > 0;) {
		const struct conf_node *k = s->server->kids.v[i];
		if (k->file == s->server->file && k->begin > s->server->begin &&
			k->end < s->server->end)
			return k;
	}
	return NULL;
}

/* -- the location -------------------------------------------------------------- */
static const char *quoted(struct arena *a, const char *word)
{
	return strpbrk(word, " \t;{}\"'\\$#") ? arena_printf(a, "\"%s\"", word) : word;
}

/* What a location takes by its text's front; NULL: an expression, or a name. */
static const char *prefix_of(const struct conf_node *n, bool *exact)
{
	const char *mark = conf_arg(n, 0);
	*exact = *mark == '=';
	if (*mark == '~' || *mark == '@')
		return NULL;
	if (*exact)
		return mark[1] ? mark + 1 : conf_arg(n, 1);
	if (strncmp(mark, "^~", 2) == 0)
		return mark[2] ? mark + 2 : conf_arg(n, 1);
	return mark;
}

/* The root of the location that would have the path, were it not for what decides. */
static const struct conf_node *located_root(const struct scene *s)
{
	const struct conf_node *found = NULL;
	size_t longest = 0;
	for (size_t i = 0; i < s->server->kids.n; i++) {
		const struct conf_node *n = s->server->kids.v[i];
		const struct conf_node *root =
			is_location(n) ? conf_kid(n, "root") : NULL;
		bool exact;
		const char *prefix = root ? prefix_of(n, &exact) : NULL;
		size_t k = prefix ? strlen(prefix) : 0;
		if (k <= longest || exact || strncmp(prefix, s->p->q->path, k) != 0 ||
			strchr(conf_arg(root, 0), '$'))
			continue;
		longest = k;
		found = root;
	}
	return found;
}

/* NULL: the one that is inherited. */
static const char *root_of(const struct scene *s)
{
	const struct exempting *e = s->p->e;
	const struct conf_node *inherited = conf_inherited(s->server, "root");
	const struct conf_node *located = located_root(s);
	const char *root = e->root             ? e->root
			   : located           ? conf_arg(located, 0)
			   : inherited         ? NULL
			   : s->p->route->root ? s->p->route->root
					       : s->p->spare;
	return root && inherited && strcmp(conf_arg(inherited, 0), root) == 0 ? NULL
									      : root;
}

static bool is_on(const struct conf_node *at, const char *name)
{
	const struct conf_node *n = conf_inherited(at, name);
	return n && strcmp(conf_arg(n, 0), "off") != 0;
}

static bool has_access(const struct conf_node *at)
{
	return conf_inherited(at, "allow") || conf_inherited(at, "deny");
}

/* What opens the path in a block that inherits from here, a line each. */
static const char *opening(const struct scene *s, const struct conf_node *from)
{
	const struct conf_node *satisfy = conf_inherited(from, "satisfy");
	bool auth = is_on(from, "auth_basic");
	bool any = auth && satisfy && strcmp(conf_arg(satisfy, 0), "any") == 0;
	return arena_printf(s->a, "%s%s%s%s", any ? "\tsatisfy all;\n" : "",
		has_access(from) ? "\tallow all;\n" : "",
		auth ? "\tauth_basic off;\n" : "",
		is_on(from, "auth_request") ? "\tauth_request off;\n" : "");
}

static const char *location(const struct scene *s)
{
	const char *root = root_of(s);
	const char *inside = arena_printf(s->a, "%s%s",
		root ? arena_printf(s->a, "\troot %s;\n", quoted(s->a, root)) : "",
		opening(s, s->server));
	return arena_printf(s->a, "location %s %s {%s%s}", s->p->whole ? "=" : "^~",
		s->p->path, *inside ? "\n" : " ", inside);
}

/* A location of the server block by that very text, which allows no second one. */
static const struct conf_node *same_location(const struct scene *s)
{
	for (size_t i = 0; i < s->server->kids.n; i++) {
		const struct conf_node *n = s->server->kids.v[i];
		if (!is_location(n))
			continue;
		bool exact;
		const char *text = prefix_of(n, &exact);
		if (text && exact == s->p->whole && strcmp(text, s->p->path) == 0)
			return n;
	}
	return NULL;
}

static void put_location(const struct scene *s, struct splices *e, const char *text)
{
	const struct conf_node *top = own_place(s, top_of(s, s->by));
	const struct conf_file *f = s->server->file;
	if (top && top_of(s, s->by) == top)
		splice_before(s->a, e, f, top->begin, text);
	else
		splice_inside(s->a, e, f, s->server->end - 1, text);
}

static bool has_kid(const struct conf_node *n, const char *name)
{
	return conf_kid(n, name) != NULL;
}

/* One is there already: it is opened from within. */
static void open_location(const struct scene *s, const struct conf_node *n)
{
	bool access = has_access(n), auth = is_on(n, "auth_basic"),
	     ask = is_on(n, "auth_request");
	if (has_kid(n, "auth_basic") || has_kid(n, "auth_request"))
		auth = ask = false;
	if (!access && !auth && !ask)
		return;
	splice_behind(s->a, exempt_candidate(s->p), n->file, n->begin, n->body,
		arena_printf(s->a, "%s%s%s", access ? "\tallow all;" : "",
			auth ? (access ? "\n\tauth_basic off;" : "\tauth_basic off;")
			     : "",
			ask ? (access || auth ? "\n\tauth_request off;"
					      : "\tauth_request off;")
			    : ""));
}

static void propose_location(const struct scene *s)
{
	const struct conf_node *same = same_location(s);
	if (same)
		open_location(s, same);
	else
		put_location(s, exempt_candidate(s->p), location(s));
}

/* -- the server block's own directives ----------------------------------------- */
/* A block that does nothing but return, as redirecting ones do. */
static bool is_lone_return(const struct scene *s, const struct conf_node *n)
{
	if (strcmp(n->name, "return") != 0 || n->file != s->server->file ||
		n->begin < s->server->begin || n->end > s->server->end)
		return false;
	for (size_t i = 0; i < s->server->kids.n; i++) {
		const struct conf_node *k = s->server->kids.v[i];
		if (k != n && (is_rewrite(k) || is_location(k) ||
				      strcmp(k->name, "break") == 0 ||
				      strcmp(k->name, "try_files") == 0))
			return false;
	}
	return true;
}

static void move_return(const struct scene *s, const struct conf_node *n)
{
	struct splices *e = exempt_candidate(s->p);
	splice_put(s->a, e, n->file, n->begin,
		arena_printf(s->a, "%s\nlocation / {\n\t", location(s)));
	splice_behind(s->a, e, n->file, n->begin, n->end, "}");
}

static void leave_before(const struct scene *s, const struct conf_node *n)
{
	const struct conf_node *at = own_place(s, n);
	const char *test = s->p->whole ? arena_printf(s->a, "= %s", s->p->path)
				       : arena_printf(s->a, "~ %s", exempt_regex(s->p));
	if (at)
		splice_before(s->a, exempt_candidate(s->p), at->file, at->begin,
			arena_printf(s->a, "if ($uri %s) {\n\tbreak;\n}", test));
}

void exempt_nginx(struct exempt_place *p)
{
	const struct config_route *r = p->route;
	struct scene s = {.p = p, .a = p->e->a};
	s.server = splice_find(p->tree->root, r->block.file, r->block.begin);
	if (!s.server || !s.server->block || s.server->end <= s.server->body ||
		s.server->file->bytes.p[s.server->end - 1] != '}')
		return;
	if (r->by.file && r->end != CONFIG_FILE)
		s.by = splice_find(s.server, r->by.file, r->by.begin);
	const struct conf_node *first = first_rewrite(&s);
	if (first && is_lone_return(&s, first))
		move_return(&s, first);
	if (first)
		leave_before(&s, first);
	else
		propose_location(&s);
}
