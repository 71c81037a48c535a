/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Of the servers that listen on the most specific address for a connection, the one that
 * names the host: exactly, by the longest wildcard in front, by the longest behind, by
 * the first regular expression; else the default (ngx_http_find_virtual_server).
 */
#include "webconf/nginx.h"

#include <stdlib.h>
#include <string.h>

enum { FIT_NO, FIT_ANY, FIT_EXACT };
enum { SERVERS_MAX = 20000, NAMES_SEEN_MAX = 64 };

struct listen {
	int fit;
	bool is_default;
};

static bool parse_port(const char *s, int64_t *port)
{
	char *end;
	long n = strtol(s, &end, 10);
	if (*s < '0' || *s > '9' || *end || n <= 0 || n > 65535)
		return false;
	*port = n;
	return true;
}

static bool has_word(const struct conf_node *n, const char *word)
{
	for (size_t i = 1; i < n->args.n; i++)
		if (strcmp(n->args.v[i], word) == 0)
			return true;
	return false;
}

/* "[::]:80", "[2001:db8::1]" */
static int fit_v6(const struct nginx *x, const struct conf_node *n, char *text)
{
	char *end = strchr(text, ']');
	int64_t port = 80;
	struct ip ip;
	if (!end || (end[1] && end[1] != ':'))
		return FIT_NO;
	if (end[1] && !parse_port(end + 2, &port))
		return FIT_NO;
	*end = '\0';
	if (port != x->q->port || ip_parse(text + 1, &ip) != ERR_OK)
		return FIT_NO;
	if (ip_equal(&ip, &x->q->ip))
		return FIT_EXACT;
	if (!ip_is_any(&ip))
		return FIT_NO;
	return x->q->ip.family == 6 || has_word(n, "ipv6only=off") ? FIT_ANY : FIT_NO;
}

static int fit_listen(struct nginx *x, const struct conf_node *n)
{
	char *text = arena_str(x->a, conf_arg(n, 0));
	int64_t port = 80;
	struct ip ip;
	if (strncmp(text, "unix:", 5) == 0)
		return FIT_NO;
	if (*text == '[')
		return fit_v6(x, n, text);
	if (parse_port(text, &port))
		return x->q->ip.family == 4 && port == x->q->port ? FIT_ANY : FIT_NO;
	char *colon = strchr(text, ':');
	if (colon && !parse_port(colon + 1, &port))
		return FIT_NO;
	if (colon)
		*colon = '\0';
	if (port != x->q->port)
		return FIT_NO;
	if (strcmp(text, "*") == 0)
		return x->q->ip.family == 4 ? FIT_ANY : FIT_NO;
	if (ip_parse(text, &ip) != ERR_OK) {
		route_unsure(x->a, x->out, n); /* a host name */
		return FIT_NO;
	}
	if (ip_equal(&ip, &x->q->ip))
		return FIT_EXACT;
	return ip_is_any(&ip) && x->q->ip.family == 4 ? FIT_ANY : FIT_NO;
}

static struct listen listens(struct nginx *x, const struct conf_node *server)
{
	struct listen best = {0};
	bool any = false;
	for (size_t i = 0; i < server->kids.n; i++) {
		const struct conf_node *n = server->kids.v[i];
		if (strcmp(n->name, "listen") != 0)
			continue;
		any = true;
		int fit = fit_listen(x, n);
		if (fit > best.fit || (fit && fit == best.fit && !best.is_default))
			best = (struct listen){fit,
				has_word(n, "default_server") || has_word(n, "default")};
	}
	if (!any && x->q->ip.family == 4 && x->q->port == 80)
		best.fit = FIT_ANY;
	return best;
}

static bool ends_with(const char *s, const char *end)
{
	size_t n = strlen(s), k = strlen(end);
	return n >= k && strcmp(s + n - k, end) == 0;
}

/* How well a server_name (lower case) fits: 0 not, more is better. */
static int name_rank(struct nginx *x, const struct conf_node *n, const char *given)
{
	enum { REGEX = 1, BEHIND = 10000, FRONT = 20000, WHOLE = 30000 };
	const char *host = x->q->host;
	if (*given == '~') {
		enum pattern_result r = pattern_match(x->a, given + 1, true, host, NULL);
		if (r == PATTERN_UNKNOWN)
			route_unsure(x->a, x->out, n);
		return r == PATTERN_YES ? REGEX : 0;
	}
	const char *name = given;
	int n_name = (int)strlen(name);
	if (strcmp(name, "$hostname") == 0)
		route_unsure(x->a, x->out, n);
	if (strcmp(name, host) == 0 || (*name == '.' && strcmp(name + 1, host) == 0))
		return WHOLE;
	if (*name == '.')
		return ends_with(host, name) ? FRONT + n_name : 0;
	if (strncmp(name, "*.", 2) == 0)
		return ends_with(host, name + 1) ? FRONT + n_name : 0;
	if (ends_with(name, ".*") && strncmp(name, host, (size_t)n_name - 1) == 0 &&
		host[n_name - 1])
		return BEHIND + n_name;
	return 0;
}

/* A name as it stands in the hashes: ".x" is "x" and "*.x" in one. */
enum { FORM_WHOLE = 1, FORM_FRONT = 2 };
static int form_of(const char **name)
{
	if (strncmp(*name, "*.", 2) == 0) {
		*name += 2;
		return FORM_FRONT;
	}
	if (**name != '.')
		return FORM_WHOLE;
	*name += 1;
	return FORM_WHOLE | FORM_FRONT;
}

/* A name that an earlier one covers is ignored ("conflicting server name"). */
static bool is_taken(struct nginx *x, strs *seen, const char *given)
{
	const char *name = given;
	int form = form_of(&name);
	for (size_t i = 0; i < seen->n; i++) {
		const char *other = seen->v[i];
		int its = form_of(&other);
		if (form & its && strcmp(name, other) == 0)
			return true;
	}
	if (seen->n < NAMES_SEEN_MAX && ends_with(x->q->host, name))
		VEC_PUSH(x->a, seen, given);
	return false;
}

/* seen: the names before, of servers on the same address; NULL: none count. */
static int server_rank(struct nginx *x, const struct conf_node *server, strs *seen)
{
	int best = 0;
	for (size_t i = 0; i < server->kids.n; i++) {
		const struct conf_node *n = server->kids.v[i];
		if (strcmp(n->name, "server_name") != 0)
			continue;
		for (size_t k = 0; k < n->args.n; k++) {
			const char *name = n->args.v[k];
			bool regex = *name == '~';
			name = regex ? name : conf_lower(x->a, name, strlen(name));
			if (!regex && seen && is_taken(x, seen, name))
				continue;
			int rank = name_rank(x, n, name);
			best = rank > best ? rank : best;
		}
	}
	return best;
}

/* The best level of address that any server listens on for this connection. */
static int best_fit(struct nginx *x)
{
	int best = FIT_NO;
	for (size_t i = 0; i < x->http->kids.n && i < SERVERS_MAX; i++) {
		const struct conf_node *n = x->http->kids.v[i];
		if (!n->block || strcmp(n->name, "server") != 0)
			continue;
		int fit = listens(x, n).fit;
		best = fit > best ? fit : best;
	}
	return best;
}

const struct conf_node *nginx_server(struct nginx *x)
{
	const struct conf_node *chosen = NULL, *fallback = NULL, *elsewhere = NULL;
	int fit = best_fit(x), best = 0;
	bool marked = false;
	strs seen = {0};
	for (size_t i = 0; i < x->http->kids.n && i < SERVERS_MAX; i++) {
		const struct conf_node *n = x->http->kids.v[i];
		if (!n->block || strcmp(n->name, "server") != 0)
			continue;
		struct listen l = listens(x, n);
		bool here = fit != FIT_NO && l.fit == fit;
		int rank = server_rank(x, n, here ? &seen : NULL);
		if (!here) {
			elsewhere = rank && !elsewhere ? n : elsewhere;
			continue;
		}
		if (!fallback || (l.is_default && !marked))
			fallback = n;
		marked = marked || l.is_default;
		if (rank > best) {
			best = rank;
			chosen = n;
		}
	}
	x->out->by_name = chosen != NULL;
	if (!chosen && elsewhere)
		x->out->named = route_place(x->a, elsewhere);
	return chosen ? chosen : fallback;
}
