/* SPDX-License-Identifier: GPL-2.0-or-later */
/* mod_alias and ProxyPass: in each list the first that fits decides. */
#include "webconf/apache.h"

#include "text.h"

#include <stdlib.h>
#include <string.h>

/* A path prefix that ends at a slash: what is behind it, NULL: it is none. */
static const char *behind(const char *prefix, const char *uri)
{
	size_t n = strlen(prefix);
	if (strncmp(prefix, uri, n) != 0)
		return NULL;
	if (n && prefix[n - 1] == '/')
		return uri + n;
	return uri[n] == '\0' || uri[n] == '/' ? uri + n : NULL;
}

/* $1 and \1 in the replacement. */
static const char *fill(
	struct apache *x, const char *text, const struct pattern_groups *g)
{
	struct text out;
	text_init(&out, x->a, CONF_WORD_MAX);
	for (const char *p = text; *p; p++) {
		if (*p == '$' && p[1] >= '0' && p[1] <= '9') {
			const char *group = g->group[*++p - '0'];
			text_add(&out, group ? group : "");
		} else {
			text_add_n(&out, p, 1);
		}
	}
	return text_str(&out);
}

static int64_t status_of(const char *word)
{
	if (strcmp(word, "permanent") == 0)
		return 301;
	if (strcmp(word, "temp") == 0)
		return 302;
	if (strcmp(word, "seeother") == 0)
		return 303;
	if (strcmp(word, "gone") == 0)
		return 410;
	return *word >= '0' && *word <= '9' ? strtol(word, NULL, 10) : 0;
}

/* Redirect [STATUS] PATH [URL], RedirectMatch [STATUS] REGEX [URL]; in a <Location> the
 * path may be missing. */
static bool try_redirect(struct apache *x, const struct conf_node *n, bool regex)
{
	bool permanent = strcmp(n->name, "redirectpermanent") == 0;
	int64_t status = permanent ? 301 : 302;
	size_t at = 0;
	if (!permanent && strcmp(n->name, "redirecttemp") != 0 &&
		status_of(conf_arg(n, 0))) {
		status = status_of(conf_arg(n, 0));
		at = 1;
	}
	const char *from = conf_arg(n, at), *to = conf_arg(n, at + 1), *target = NULL;
	bool redirects = status >= 300 && status < 400;
	if (regex) {
		struct pattern_groups g;
		enum pattern_result r = pattern_match(x->a, from, false, x->uri, &g);
		if (r == PATTERN_UNKNOWN)
			route_unsure(x->a, x->out, n);
		if (r != PATTERN_YES)
			return false;
		target = fill(x, to, &g);
	} else {
		const char *rest = *from == '/' ? behind(from, x->uri) : "";
		if (!rest)
			return false;
		target = arena_printf(x->a, "%s%s", *from == '/' ? to : from, rest);
	}
	if (redirects && *target == '/')
		target = arena_printf(
			x->a, "%s://%s%s", scheme_str(x->q->scheme), x->q->host, target);
	apache_decide(x, n, redirects ? CONFIG_REDIRECT : CONFIG_STATUS, status,
		redirects ? target : NULL);
	return true;
}

bool apache_redirect(struct apache *x, const struct conf_node *block)
{
	for (size_t i = 0; i < block->kids.n; i++) {
		const struct conf_node *n = block->kids.v[i];
		bool regex = strcmp(n->name, "redirectmatch") == 0;
		if (!regex && strcmp(n->name, "redirect") != 0 &&
			strcmp(n->name, "redirectpermanent") != 0 &&
			strcmp(n->name, "redirecttemp") != 0)
			continue;
		if (try_redirect(x, n, regex))
			return true;
	}
	return false;
}

static bool is_whole(const struct conf_node *n)
{
	const char *first = conf_arg(n, 0);
	size_t at = strcmp(n->name, "redirect") == 0 && status_of(first) ? 1 : 0;
	return strncmp(n->name, "redirect", 8) == 0 &&
	       strcmp(n->name, "redirectmatch") != 0 && n->args.n == at + 1 &&
	       *conf_arg(n, at) != '/';
}

bool apache_redirect_whole(struct apache *x)
{
	const struct conf_node *of[] = {x->main, x->host}, *found = NULL;
	for (size_t k = x->host == x->main ? 1 : 0; k < 2; k++)
		for (size_t i = 0; i < of[k]->kids.n; i++) {
			const struct conf_node *s = of[k]->kids.v[i];
			if (!s->block || !apache_location_fits(x, s))
				continue;
			for (size_t m = 0; m < s->kids.n; m++)
				if (is_whole(s->kids.v[m]))
					found = s->kids.v[m];
		}
	if (!found || !try_redirect(x, found, false))
		return false;
	x->out->location = route_place(x->a, found->parent);
	return true;
}

/* The last ProxyPass in a <Location> that fits comes before those of the servers. */
static const struct conf_node *located_proxy(struct apache *x)
{
	const struct conf_node *of[] = {x->main, x->host}, *found = NULL;
	for (size_t k = x->host == x->main ? 1 : 0; k < 2; k++)
		for (size_t i = 0; i < of[k]->kids.n; i++) {
			const struct conf_node *s = of[k]->kids.v[i];
			if (!s->block || !apache_location_fits(x, s))
				continue;
			const struct conf_node *n = conf_kid(s, "proxypass");
			const struct conf_node *m = conf_kid(s, "proxypassmatch");
			found = n ? n : m ? m : found;
		}
	return found;
}

static bool proxy_fits(struct apache *x, const struct conf_node *n)
{
	const char *from = conf_arg(n, 0);
	if (strcmp(n->name, "proxypass") == 0)
		return strncmp(from, x->uri, strlen(from)) == 0;
	if (strcmp(n->name, "proxypassmatch") != 0)
		return false;
	enum pattern_result r = pattern_match(x->a, from, false, x->uri, NULL);
	if (r == PATTERN_UNKNOWN)
		route_unsure(x->a, x->out, n);
	return r == PATTERN_YES;
}

static const struct conf_node *proxy_of(struct apache *x, const struct conf_node *block)
{
	for (size_t i = 0; i < block->kids.n; i++)
		if (proxy_fits(x, block->kids.v[i]))
			return block->kids.v[i];
	return NULL;
}

bool apache_proxy(struct apache *x)
{
	const struct conf_node *n = located_proxy(x);
	const char *to = n ? conf_arg(n, 0) : "";
	if (!n) {
		n = proxy_of(x, x->host);
		if (!n && x->host != x->main)
			n = proxy_of(x, x->main);
		to = n ? conf_arg(n, 1) : "";
	}
	if (!n || strcmp(to, "!") == 0)
		return false;
	apache_decide(x, n, CONFIG_HANDLER, 0, NULL);
	if (n->parent != x->host && n->parent != x->main)
		x->out->location = route_place(x->a, n->parent);
	return true;
}

static bool try_alias(struct apache *x, const struct conf_node *block)
{
	for (size_t i = 0; i < block->kids.n; i++) {
		const struct conf_node *n = block->kids.v[i];
		const char *from = conf_arg(n, 0), *to = conf_arg(n, 1);
		bool script = strncmp(n->name, "scriptalias", 11) == 0;
		bool regex = strcmp(n->name, "aliasmatch") == 0 ||
			     strcmp(n->name, "scriptaliasmatch") == 0;
		if (!regex && strcmp(n->name, "alias") != 0 &&
			strcmp(n->name, "scriptalias") != 0)
			continue;
		struct pattern_groups g;
		if (regex && pattern_match(x->a, from, false, x->uri, &g) != PATTERN_YES)
			continue;
		const char *rest = regex ? "" : behind(from, x->uri);
		if (!rest)
			continue;
		if (script) {
			apache_decide(x, n, CONFIG_HANDLER, 0, NULL);
			return true;
		}
		x->path = regex ? fill(x, to, &g) : arena_printf(x->a, "%s%s", to, rest);
		x->out->by = route_place(x->a, n);
		return true;
	}
	return false;
}

void apache_root(struct apache *x)
{
	const struct conf_node *root = conf_kid(x->host, "documentroot");
	if (!root)
		root = conf_kid(x->main, "documentroot");
	if (!root || *conf_arg(root, 0) != '/')
		return;
	const char *dir = conf_arg(root, 0);
	size_t n = strlen(dir);
	while (n > 1 && dir[n - 1] == '/')
		n--;
	x->root = x->out->root = arena_dup(x->a, dir, n);
}

void apache_map(struct apache *x)
{
	if (try_alias(x, x->host) || (x->host != x->main && try_alias(x, x->main)))
		return;
	if (x->root)
		x->path = arena_printf(x->a, "%s%s", x->root, x->uri);
}
