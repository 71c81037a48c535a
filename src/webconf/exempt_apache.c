/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Apache: a RewriteRule gets one condition more, a Redirect an expression that leaves the
 * path out, a ProxyPass an exception before it; what refuses is got past by a <Location>,
 * which is merged last.
 */
#include "webconf/exempt.h"

#include "text.h"

#include <string.h>

struct scene {
	struct exempt_place *p;
	struct arena *a;
	const struct conf_node *host; /* the virtual host, or the main server */
};

static bool begins(const char *s, const char *with)
{
	return strncmp(s, with, strlen(with)) == 0;
}

static const struct conf_node *find(const struct scene *s, const struct config_place *at)
{
	const struct conf_tree *tree = s->p->tree;
	const struct conf_node *n =
		at->file ? splice_find(tree->root, at->file, at->begin) : NULL;
	for (size_t i = 0; at->file && !n && i < tree->per_directory.n; i++)
		n = splice_find(tree->per_directory.v[i], at->file, at->begin);
	return n;
}

/* -- mod_rewrite --------------------------------------------------------------- */
/* The first of the rule's conditions, or the rule itself. */
static const struct conf_node *first_line(const struct conf_node *rule)
{
	const struct conf_node *block = rule->parent, *first = rule;
	size_t i = 0;
	while (i < block->kids.n && block->kids.v[i] != rule)
		i++;
	while (i-- > 0 && strcmp(block->kids.v[i]->name, "rewriterule") != 0)
		if (strcmp(block->kids.v[i]->name, "rewritecond") == 0 &&
			block->kids.v[i]->file == rule->file)
			first = block->kids.v[i];
	return first;
}

static void leave_out(const struct scene *s, const struct conf_node *rule)
{
	const struct conf_node *at = first_line(rule);
	splice_before(s->a, exempt_candidate(s->p), at->file, at->begin,
		arena_printf(
			s->a, "RewriteCond %%{REQUEST_URI} !%s", exempt_regex(s->p)));
}

/* -- sections ------------------------------------------------------------------ */
/* The first byte of "</VirtualHost>". */
static bool closing(const struct conf_node *n, size_t *at)
{
	const unsigned char *p = n->file->bytes.p;
	for (size_t i = n->end; i-- > n->body;)
		if (p[i] == '<' && i + 1 < n->end && p[i + 1] == '/') {
			*at = i;
			return true;
		}
	return false;
}

static void put_last(const struct scene *s, const char *text)
{
	size_t at;
	if (s->host == s->p->tree->root)
		splice_end(s->a, exempt_candidate(s->p), s->host->file, text);
	else if (closing(s->host, &at))
		splice_inside(s->a, exempt_candidate(s->p), s->host->file, at, text);
}

static void open_section(const struct scene *s, const char *inside)
{
	const char *text =
		s->p->whole
			? arena_printf(s->a, "<LocationMatch \"%s\">\n%s</LocationMatch>",
				  exempt_regex(s->p), inside)
			: arena_printf(s->a, "<Location \"%s\">\n%s</Location>",
				  s->p->path, inside);
	put_last(s, text);
}

static bool is_compat(const char *name)
{
	return strcmp(name, "order") == 0 || strcmp(name, "deny") == 0 ||
	       strcmp(name, "allow") == 0;
}

static void grant(const struct scene *s, bool compat)
{
	open_section(s, compat ? "\tRequire all granted\n\tOrder allow,deny\n"
				 "\tAllow from all\n"
			       : "\tRequire all granted\n");
}

/* -- by what decides ----------------------------------------------------------- */
static void pass_by(const struct scene *s, const struct conf_node *proxy)
{
	if (proxy->parent && begins(proxy->parent->name, "location"))
		open_section(s, "\tProxyPass !\n");
	else
		splice_before(s->a, exempt_candidate(s->p), proxy->file, proxy->begin,
			arena_printf(s->a, "ProxyPass \"%s\" \"!\"", s->p->path));
}

static void propose(const struct scene *s, const struct conf_node *by)
{
	struct splices redirect = {0};
	if (strcmp(by->name, "rewriterule") == 0)
		leave_out(s, by);
	else if (begins(by->name, "redirect") && exempt_redirect(s->p, by, &redirect))
		*exempt_candidate(s->p) = redirect;
	else if (begins(by->name, "proxypass"))
		pass_by(s, by);
	else if (strcmp(by->name, "sethandler") == 0)
		open_section(s, "\tSetHandler none\n");
	else if (begins(by->name, "require") || is_compat(by->name))
		grant(s, is_compat(by->name));
}

void exempt_apache(struct exempt_place *p)
{
	const struct config_route *r = p->route;
	struct scene s = {.p = p, .a = p->e->a, .host = p->tree->root};
	if (r->block.file)
		s.host = find(&s, &r->block);
	if (!s.host || !s.host->file)
		return;
	const struct conf_node *by = r->end == CONFIG_FILE ? NULL : find(&s, &r->by);
	if (by)
		propose(&s, by);
	else if (r->access.n && !exempt_open(r))
		grant(&s, false);
	for (size_t i = 0; !by && p->e->doubt && i < r->unsure.n; i++) {
		const struct conf_node *n = find(&s, r->unsure.v[i]);
		if (n && (strcmp(n->name, "rewriterule") == 0 || is_compat(n->name)))
			propose(&s, n);
	}
}
