/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Virtual hosts on the most specific address; among them the first whose ServerName or
 * ServerAlias fits, else the first (server/vhost.c of 2.4).
 */
#include "webconf/apache.h"

#include <stdlib.h>
#include <string.h>

enum { FIT_NO, FIT_ANY_PORT, FIT_ANY_IP, FIT_IP, FIT_BOTH };

static bool is_wild(const char *s)
{
	return strcmp(s, "*") == 0 || strcmp(s, "_default_") == 0;
}

/* "1.2.3.4:80", "[::1]:80", "*:443", "80" (of Listen) into its parts. */
static void split(struct arena *a, const char *text, const char **ip, const char **port)
{
	char *s = arena_str(a, text), *colon = strrchr(s, ':');
	*port = "*";
	*ip = s;
	if (*s == '[') {
		char *end = strchr(s, ']');
		*ip = s + 1;
		if (!end)
			return;
		*end = '\0';
		if (end[1] == ':')
			*port = end + 2;
	} else if (colon && strchr(s, ':') == colon) {
		*colon = '\0';
		*port = colon + 1;
	}
}

static int fit(struct apache *x, const struct conf_node *n, const char *text)
{
	const char *ip, *port;
	struct ip parsed;
	split(x->a, text, &ip, &port);
	bool any_port = strcmp(port, "*") == 0 || strcmp(port, "0") == 0;
	if (!any_port && strtol(port, NULL, 10) != x->q->port)
		return FIT_NO;
	if (is_wild(ip))
		return any_port ? FIT_ANY_PORT : FIT_ANY_IP;
	if (ip_parse(ip, &parsed) != ERR_OK) {
		route_unsure(x->a, x->out, n); /* a host name */
		return FIT_NO;
	}
	if (ip_is_any(&parsed))
		return any_port ? FIT_ANY_PORT : FIT_ANY_IP;
	if (!ip_equal(&parsed, &x->q->ip))
		return FIT_NO;
	return any_port ? FIT_IP : FIT_BOTH;
}

static bool is_host(const struct conf_node *n)
{
	return n->block && strcmp(n->name, "virtualhost") == 0;
}

static int best_fit(struct apache *x, const struct conf_node *n)
{
	int best = FIT_NO;
	for (size_t i = 0; i < n->args.n; i++) {
		int f = fit(x, n, n->args.v[i]);
		best = f > best ? f : best;
	}
	return best;
}

static const char *without_port(struct arena *a, const char *name)
{
	const char *from = strstr(name, "://");
	from = from ? from + 3 : name;
	return arena_dup(a, from, strcspn(from, ":/"));
}

static bool names(struct apache *x, const struct conf_node *host)
{
	for (size_t i = 0; i < host->kids.n; i++) {
		const struct conf_node *n = host->kids.v[i];
		if (strcmp(n->name, "servername") == 0 &&
			conf_same(without_port(x->a, conf_arg(n, 0)), x->q->host))
			return true;
		for (size_t k = 0; strcmp(n->name, "serveralias") == 0 && k < n->args.n;
			k++)
			if (apache_glob(n->args.v[k], x->q->host, false))
				return true;
	}
	return false;
}

/* "Listen 80", "Listen [::]:80", "Listen 1.2.3.4:80 https". */
static bool listens(struct apache *x)
{
	for (size_t i = 0; i < x->main->kids.n; i++) {
		const struct conf_node *n = x->main->kids.v[i];
		const char *text = conf_arg(n, 0), *ip, *port;
		struct ip parsed;
		if (strcmp(n->name, "listen") != 0)
			continue;
		if (!strpbrk(text, ".:")) {
			if (strtol(text, NULL, 10) == x->q->port)
				return true;
			continue;
		}
		split(x->a, text, &ip, &port);
		if (strtol(port, NULL, 10) != x->q->port)
			continue;
		if (is_wild(ip) || ip_parse(ip, &parsed) != ERR_OK ||
			ip_equal(&parsed, &x->q->ip) ||
			(ip_is_any(&parsed) && parsed.family == x->q->ip.family))
			return true;
	}
	return false;
}

const struct conf_node *apache_host(struct apache *x)
{
	const struct conf_node *first = NULL, *named = NULL, *elsewhere = NULL;
	int best = FIT_NO;
	if (!listens(x))
		return NULL;
	for (size_t i = 0; i < x->main->kids.n; i++) {
		const struct conf_node *n = x->main->kids.v[i];
		int f = is_host(n) ? best_fit(x, n) : FIT_NO;
		best = f > best ? f : best;
	}
	for (size_t i = 0; i < x->main->kids.n; i++) {
		const struct conf_node *n = x->main->kids.v[i];
		if (!is_host(n))
			continue;
		bool here = best != FIT_NO && best_fit(x, n) == best, fits = names(x, n);
		if (here && !first)
			first = n;
		if (here && fits && !named)
			named = n;
		if (!here && fits && !elsewhere)
			elsewhere = n;
	}
	x->out->by_name = named || (!first && names(x, x->main));
	if (!x->out->by_name && elsewhere)
		x->out->named = route_place(x->a, elsewhere);
	return named ? named : first ? first : x->main;
}
