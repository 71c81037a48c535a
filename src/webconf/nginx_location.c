/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The location of a URI: an exact one; else the longest prefix, unless a regular
 * expression fits and the prefix is not "^~"; the same again inside of it
 * (ngx_http_core_find_location).
 */
#include "webconf/nginx.h"

#include <string.h>

struct named_location {
	char kind; /* '=', '^' of "^~", '~', '*' of "~*", '@', 'p' a prefix */
	const char *text;
};

/* "location ~ x", "location ~x", "location /x" */
static struct named_location parse(const struct conf_node *n)
{
	static const struct {
		const char *mark;
		char kind;
	} marks[] = {{"~*", '*'}, {"^~", '^'}, {"=", '='}, {"~", '~'}, {"@", '@'}};
	const char *first = conf_arg(n, 0);
	for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++) {
		size_t k = strlen(marks[i].mark);
		if (strncmp(first, marks[i].mark, k) != 0)
			continue;
		return (struct named_location){
			marks[i].kind, first[k] ? first + k : conf_arg(n, 1)};
	}
	return (struct named_location){'p', first};
}

static bool is_location(const struct conf_node *n)
{
	return n->block && strcmp(n->name, "location") == 0;
}

/* The exact one, or the longest prefix. */
static const struct conf_node *by_prefix(
	const struct nginx *x, const struct conf_node *within, struct named_location *at)
{
	const struct conf_node *best = NULL;
	size_t longest = 0;
	for (size_t i = 0; i < within->kids.n; i++) {
		const struct conf_node *n = within->kids.v[i];
		if (!is_location(n))
			continue;
		struct named_location l = parse(n);
		size_t k = strlen(l.text);
		if (l.kind == '=' && strcmp(l.text, x->uri) == 0) {
			*at = l;
			return n;
		}
		bool prefix = l.kind == 'p' || l.kind == '^';
		if (prefix && strncmp(l.text, x->uri, k) == 0 && (!best || k > longest)) {
			best = n;
			longest = k;
			*at = l;
		}
	}
	return best;
}

static const struct conf_node *by_regex(struct nginx *x, const struct conf_node *within)
{
	for (size_t i = 0; i < within->kids.n; i++) {
		const struct conf_node *n = within->kids.v[i];
		struct pattern_groups g;
		if (!is_location(n))
			continue;
		struct named_location l = parse(n);
		if (l.kind != '~' && l.kind != '*')
			continue;
		enum pattern_result r =
			pattern_match(x->a, l.text, l.kind == '*', x->uri, &g);
		if (r == PATTERN_UNKNOWN)
			route_unsure(x->a, x->out, n);
		if (r != PATTERN_YES)
			continue;
		x->groups = g;
		nginx_take_names(x, &g);
		return n;
	}
	return NULL;
}

/* True: no expression of an outer level is asked any more. */
static bool find(struct nginx *x, const struct conf_node *within,
	const struct conf_node **found, int depth)
{
	struct named_location at = {0};
	const struct conf_node *prefix = by_prefix(x, within, &at);
	if (prefix) {
		*found = prefix;
		if (at.kind == '=')
			return true;
		if (depth < CONF_DEPTH_MAX && find(x, prefix, found, depth + 1))
			return true;
	}
	if (prefix && at.kind == '^')
		return false;
	const struct conf_node *regex = by_regex(x, within);
	if (!regex)
		return false;
	*found = regex;
	if (depth < CONF_DEPTH_MAX)
		find(x, regex, found, depth + 1);
	return true;
}

const struct conf_node *nginx_location(struct nginx *x, const struct conf_node *within)
{
	const struct conf_node *found = NULL;
	find(x, within, &found, 0);
	return found;
}
