/* SPDX-License-Identifier: GPL-2.0-or-later */
/* ngx_http_rewrite_module: the directives run in the order in which they stand. */
#include "webconf/nginx.h"

#include <stdlib.h>
#include <string.h>

static void decide(struct nginx *x, const struct conf_node *n, enum config_end end,
	int64_t status, const char *target)
{
	x->out->by = route_place(x->a, n);
	x->out->end = end;
	x->out->status = status;
	x->out->target = target;
}

static bool is_url(const char *s)
{
	return strncmp(s, "http://", 7) == 0 || strncmp(s, "https://", 8) == 0 ||
	       strncmp(s, "$scheme", 7) == 0;
}

static bool redirects(int64_t status)
{
	return status == 301 || status == 302 || status == 303 || status == 307 ||
	       status == 308;
}

/* return CODE [TEXT] | CODE URL | URL */
static enum rewritten do_return(struct nginx *x, const struct conf_node *n)
{
	char *end;
	long code = strtol(conf_arg(n, 0), &end, 10);
	bool number = *conf_arg(n, 0) && !*end;
	if (!number)
		decide(x, n, CONFIG_REDIRECT, 302, nginx_value(x, conf_arg(n, 0)));
	else if (redirects(code) && n->args.n > 1)
		decide(x, n, CONFIG_REDIRECT, code, nginx_value(x, conf_arg(n, 1)));
	else if (code == 444)
		decide(x, n, CONFIG_CLOSED, code, NULL);
	else if (code == 401 || code == 403)
		decide(x, n, CONFIG_DENIED, code, NULL);
	else
		decide(x, n, CONFIG_STATUS, code, NULL);
	return REWRITE_END;
}

static enum rewritten do_rewrite(struct nginx *x, const struct conf_node *n)
{
	struct pattern_groups g;
	const char *to = conf_arg(n, 1), *flag = conf_arg(n, 2);
	enum pattern_result r = pattern_match(x->a, conf_arg(n, 0), false, x->uri, &g);
	if (r == PATTERN_UNKNOWN)
		route_unsure(x->a, x->out, n);
	x->groups = (struct pattern_groups){0}; /* one that fails forgets them, too */
	if (r != PATTERN_YES)
		return REWRITE_ON;
	x->groups = g;
	nginx_take_names(x, &g);
	const char *value = nginx_value(x, to);
	bool permanent = strcmp(flag, "permanent") == 0;
	if (permanent || strcmp(flag, "redirect") == 0 || is_url(to)) {
		decide(x, n, CONFIG_REDIRECT, permanent ? 301 : 302, value);
		return REWRITE_END;
	}
	if (!value) {
		route_unsure(x->a, x->out, n);
		return REWRITE_ON;
	}
	const char *query = strchr(value, '?');
	x->uri = query ? arena_dup(x->a, value, (size_t)(query - value)) : value;
	if (strcmp(flag, "last") == 0)
		return REWRITE_LAST;
	return strcmp(flag, "break") == 0 ? REWRITE_BREAK : REWRITE_ON;
}

/* The words of a condition without its parentheses. */
static void condition_words(struct nginx *x, const struct conf_node *n, strs *out)
{
	for (size_t i = 0; i < n->args.n; i++) {
		const char *w = n->args.v[i];
		size_t k = strlen(w);
		if (i == 0 && *w == '(') {
			w++;
			k--;
		}
		if (i == n->args.n - 1 && k && w[k - 1] == ')')
			k--;
		if (k || (i > 0 && i < n->args.n - 1))
			VEC_PUSH(x->a, out, arena_dup(x->a, w, k));
	}
}

static enum tristate truth(bool yes)
{
	return yes ? IS_YES : IS_NO;
}

static enum tristate compare(
	struct nginx *x, const char *op, const char *left, const char *right)
{
	struct pattern_groups g;
	bool negated = *op == '!';
	op += negated;
	if (!left)
		return IS_UNKNOWN;
	if (strcmp(op, "=") == 0) {
		const char *value = nginx_value(x, right);
		return value ? truth((strcmp(left, value) == 0) != negated) : IS_UNKNOWN;
	}
	if (*op != '~')
		return IS_UNKNOWN;
	enum pattern_result r = pattern_match(x->a, right, op[1] == '*', left, &g);
	x->groups = (struct pattern_groups){0};
	if (r == PATTERN_UNKNOWN)
		return IS_UNKNOWN;
	if (r == PATTERN_YES) {
		x->groups = g;
		nginx_take_names(x, &g);
	}
	return truth((r == PATTERN_YES) != negated);
}

/* Tests of files are not known here. */
static enum tristate condition(struct nginx *x, const struct conf_node *n)
{
	strs w = {0};
	condition_words(x, n, &w);
	if (w.n == 1 && *w.v[0] == '$') {
		const char *value = nginx_value(x, w.v[0]);
		return value ? truth(*value && strcmp(value, "0") != 0) : IS_UNKNOWN;
	}
	if (w.n == 3)
		return compare(x, w.v[1], nginx_value(x, w.v[0]), w.v[2]);
	if (w.n == 2 && *w.v[0] == '$') /* compared with "" */
		return compare(x, w.v[1], nginx_value(x, w.v[0]), "");
	return IS_UNKNOWN;
}

/* What an `if` of which it is not known whether it holds would do. */
static void unsure_of(struct nginx *x, const struct conf_node *block)
{
	for (size_t i = 0; i < block->kids.n; i++) {
		const struct conf_node *n = block->kids.v[i];
		if (strcmp(n->name, "return") == 0 || strcmp(n->name, "rewrite") == 0)
			route_unsure(x->a, x->out, n);
		else if (strcmp(n->name, "set") == 0)
			nginx_set(x, conf_arg(n, 0) + (*conf_arg(n, 0) == '$'), NULL);
	}
}

static enum rewritten do_if(struct nginx *x, const struct conf_node *n)
{
	switch (condition(x, n)) {
	case IS_YES:
		if (x->location)
			x->place = n;
		return nginx_rewrite(x, n);
	case IS_UNKNOWN:
		unsure_of(x, n);
		return REWRITE_ON;
	default:
		return REWRITE_ON;
	}
}

static bool scripted(const char *name)
{
	return strcmp(name, "rewrite_by_lua_block") == 0 ||
	       strcmp(name, "rewrite_by_lua_file") == 0 ||
	       strcmp(name, "access_by_lua_block") == 0 ||
	       strcmp(name, "access_by_lua_file") == 0;
}

enum rewritten nginx_rewrite(struct nginx *x, const struct conf_node *block)
{
	for (size_t i = 0; i < block->kids.n; i++) {
		const struct conf_node *n = block->kids.v[i];
		enum rewritten r = REWRITE_ON;
		if (strcmp(n->name, "return") == 0)
			r = do_return(x, n);
		else if (strcmp(n->name, "rewrite") == 0)
			r = do_rewrite(x, n);
		else if (strcmp(n->name, "if") == 0)
			r = do_if(x, n);
		else if (strcmp(n->name, "break") == 0)
			r = REWRITE_BREAK;
		else if (strcmp(n->name, "set") == 0)
			nginx_set(x, conf_arg(n, 0) + (*conf_arg(n, 0) == '$'),
				nginx_value(x, conf_arg(n, 1)));
		else if (scripted(n->name))
			route_unsure(x->a, x->out, n);
		if (r != REWRITE_ON)
			return r;
	}
	return REWRITE_ON;
}
