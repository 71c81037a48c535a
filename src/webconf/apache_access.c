/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Which sections hold for a request, in the order in which they are merged (directories
 * from short to long with their .htaccess, files, locations), and whether the last word
 * on access lets it in: Require (mod_authz_core) or Order, Allow, Deny
 * (mod_access_compat).
 */
#include "webconf/apache.h"

#include <string.h>

enum { SECTIONS_MAX = 512 };

static bool is_under(const char *dir, const char *path)
{
	size_t n = strlen(dir);
	while (n > 1 && dir[n - 1] == '/')
		n--;
	if (n == 1 && *dir == '/')
		return true;
	return strncmp(dir, path, n) == 0 && (path[n] == '\0' || path[n] == '/');
}

static size_t parts_of(const char *s)
{
	size_t n = 0;
	for (; *s; s++)
		n += *s == '/' && s[1] && s[1] != '/';
	return n;
}

/* A <Directory> with wildcards: as many parts of the path as it has. */
static bool is_under_glob(struct arena *a, const char *pattern, const char *path)
{
	size_t parts = parts_of(pattern), n = 0, i = 0;
	for (; path[i]; i++)
		if (path[i] == '/' && i && n++ == parts - 1)
			break;
	return parts && apache_glob(pattern, arena_dup(a, path, i), true);
}

static bool fits_regex(struct apache *x, const struct conf_node *n, const char *pattern,
	const char *subject)
{
	enum pattern_result r = pattern_match(x->a, pattern, false, subject, NULL);
	if (r == PATTERN_UNKNOWN)
		route_unsure(x->a, x->out, n);
	return r == PATTERN_YES;
}

static bool directory_fits(struct apache *x, const struct conf_node *n)
{
	const char *arg = conf_arg(n, 0);
	if (strcmp(n->name, "directorymatch") == 0)
		return fits_regex(x, n, arg, x->path);
	if (strcmp(n->name, "directory") != 0)
		return false;
	if (strcmp(arg, "~") == 0)
		return fits_regex(x, n, conf_arg(n, 1), x->path);
	return strpbrk(arg, "*?[") ? is_under_glob(x->a, arg, x->path)
				   : is_under(arg, x->path);
}

static const char *last_part(const char *path)
{
	const char *slash = strrchr(path, '/');
	return slash ? slash + 1 : path;
}

static bool files_fit(struct apache *x, const struct conf_node *n)
{
	const char *arg = conf_arg(n, 0), *name = last_part(x->path);
	if (strcmp(n->name, "filesmatch") == 0)
		return fits_regex(x, n, arg, name);
	if (strcmp(n->name, "files") != 0)
		return false;
	return strcmp(arg, "~") == 0 ? fits_regex(x, n, conf_arg(n, 1), name)
				     : apache_glob(arg, name, false);
}

bool apache_location_fits(struct apache *x, const struct conf_node *n)
{
	const char *arg = conf_arg(n, 0);
	size_t k = strlen(arg);
	if (strcmp(n->name, "locationmatch") == 0)
		return fits_regex(x, n, arg, x->uri);
	if (strcmp(n->name, "location") != 0)
		return false;
	if (strcmp(arg, "~") == 0)
		return fits_regex(x, n, conf_arg(n, 1), x->uri);
	if (strpbrk(arg, "*?["))
		return apache_glob(arg, x->uri, true);
	return strncmp(arg, x->uri, k) == 0 &&
	       (k == 0 || arg[k - 1] == '/' || x->uri[k] == '\0' || x->uri[k] == '/');
}

static void add(struct apache *x, const struct conf_node *n)
{
	if (x->sections.n < SECTIONS_MAX)
		VEC_PUSH(x->a, &x->sections, n);
}

static void add_all(struct apache *x, const struct conf_node *within,
	bool (*fits)(struct apache *x, const struct conf_node *n))
{
	for (size_t i = 0; i < within->kids.n; i++)
		if (within->kids.v[i]->block && fits(x, within->kids.v[i]))
			add(x, within->kids.v[i]);
}

static bool overrides(const struct apache *x)
{
	for (size_t i = x->sections.n; i-- > 0;) {
		const struct conf_node *n = conf_kid(x->sections.v[i], "allowoverride");
		if (n)
			return !conf_same(conf_arg(n, 0), "none");
	}
	return false;
}

/* The <Directory> sections of one depth, in file order. */
static void add_depth(struct apache *x, const struct conf_node *within, size_t depth)
{
	for (size_t i = 0; i < within->kids.n; i++) {
		const struct conf_node *n = within->kids.v[i];
		bool plain = strcmp(n->name, "directory") == 0 &&
			     strcmp(conf_arg(n, 0), "~") != 0;
		if (n->block && plain && parts_of(conf_arg(n, 0)) == depth &&
			directory_fits(x, n))
			add(x, n);
	}
}

static void add_htaccess(struct apache *x, size_t depth)
{
	for (size_t i = 0; i < x->tree->per_directory.n; i++) {
		const struct conf_node *n = x->tree->per_directory.v[i];
		if (parts_of(conf_arg(n, 0)) == depth &&
			is_under(conf_arg(n, 0), x->path) && overrides(x))
			add(x, n);
	}
}

static void add_inner_files(struct apache *x, size_t until)
{
	for (size_t i = 0; i < until; i++)
		add_all(x, x->sections.v[i], files_fit);
}

static bool is_match(struct apache *x, const struct conf_node *n)
{
	bool regex =
		strcmp(n->name, "directorymatch") == 0 ||
		(strcmp(n->name, "directory") == 0 && strcmp(conf_arg(n, 0), "~") == 0);
	return regex && directory_fits(x, n);
}

void apache_sections(struct apache *x)
{
	const struct conf_node *of[] = {x->main, x->host};
	size_t servers = x->host == x->main ? 1 : 2;
	size_t depths = x->path ? parts_of(x->path) + 1 : 0;
	for (size_t d = 0; d <= depths && x->path; d++) {
		for (size_t i = 0; i < servers; i++)
			add_depth(x, of[i], d);
		add_htaccess(x, d);
	}
	for (size_t i = 0; i < servers && x->path; i++)
		add_all(x, of[i], is_match);
	size_t directories = x->sections.n;
	for (size_t i = 0; i < servers && x->path; i++)
		add_all(x, of[i], files_fit);
	add_inner_files(x, directories);
	for (size_t i = 0; i < servers; i++)
		add_all(x, of[i], apache_location_fits);
}

/* -- access -- */
static void rule(struct apache *x, const struct conf_node *n, bool allow, const char *who)
{
	struct config_access *r = VEC_ADD(x->a, &x->out->access, struct config_access);
	r->allow = allow;
	r->who = who;
	r->place = route_place(x->a, n);
}

/* A list of Require lines, any of which lets in. */
static bool require_any(struct apache *x, const struct conf_node *s)
{
	const struct conf_node *last = NULL;
	bool by_address = true, granted = false, login = false;
	for (size_t i = 0; i < s->kids.n; i++) {
		const struct conf_node *n = s->kids.v[i];
		if (strncmp(n->name, "requirea", 8) == 0 ||
			strcmp(n->name, "requirenone") == 0)
			by_address = false;
		if (strcmp(n->name, "require") != 0)
			continue;
		last = n;
		const char *kind = conf_arg(n, 0);
		bool all = strcmp(kind, "all") == 0;
		if (all && conf_same(conf_arg(n, 1), "granted"))
			granted = true;
		else if (strcmp(kind, "ip") == 0)
			for (size_t k = 1; k < n->args.n; k++)
				rule(x, n, true, n->args.v[k]);
		else if (strcmp(kind, "valid-user") == 0 || strcmp(kind, "user") == 0 ||
			 strcmp(kind, "group") == 0)
			login = true;
		else if (!all)
			by_address = false;
	}
	if (!last)
		return false;
	if (granted || !by_address) {
		x->out->access.n = 0;
		if (!granted)
			route_unsure(x->a, x->out, last);
	} else if (x->out->access.n) {
		rule(x, last, false, "all");
	} else {
		apache_decide(x, last, CONFIG_DENIED, login ? 401 : 403, NULL);
	}
	return true;
}

/* The older way: what stands second in Order has the last word. */
static bool order(struct apache *x, const struct conf_node *s)
{
	const struct conf_node *o = conf_kid(s, "order"), *deny = conf_kid(s, "deny"),
			       *allow = conf_kid(s, "allow");
	if (!o && !deny && !allow)
		return false;
	const char *words = o ? conf_arg(o, 0) : "deny,allow";
	bool allow_last = !conf_same(words, "allow,deny");
	bool all_allowed = allow && conf_same(conf_arg(allow, 1), "all");
	bool all_denied = deny && conf_same(conf_arg(deny, 1), "all");
	if (allow_last ? all_allowed || !deny : all_allowed && !deny)
		return true;
	if (allow_last ? all_denied && !allow : all_denied || !allow)
		apache_decide(x, all_denied ? deny : o, CONFIG_DENIED, 403, NULL);
	else
		route_unsure(x->a, x->out, deny ? deny : allow);
	return true;
}

/* Each module goes by the last section that speaks its language; both must let in. */
void apache_access(struct apache *x)
{
	bool required = false, ordered = false;
	x->out->location = (struct config_place){0};
	for (size_t i = x->sections.n; i-- > 0 && !x->ended;) {
		const struct conf_node *s = x->sections.v[i];
		bool spoken = false;
		if (!required)
			spoken = required = require_any(x, s);
		if (!ordered && !x->ended) {
			ordered = order(x, s);
			spoken = spoken || ordered;
		}
		if (spoken && (x->ended || !x->out->location.file))
			x->out->location = route_place(x->a, s);
	}
}
