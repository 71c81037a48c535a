/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Variables as a CA's request has them: no cookie, no Referer, no query, nothing in front
 * of the server. map (ngx_http_map_module) and geo are looked up; what other modules
 * compute is not known.
 */
#include "webconf/nginx.h"

#include "text.h"

#include <stdlib.h>
#include <string.h>

enum { VALUE_MAX = 65536, NAME_MAX_ = 128, DEPTH_MAX = 16, SET_MAX = 256 };

void nginx_set(struct nginx *x, const char *name, const char *value)
{
	for (size_t i = 0; i < x->set.n; i++)
		if (strcmp(x->set.v[i]->name, name) == 0) {
			x->set.v[i]->value = value;
			return;
		}
	if (x->set.n >= SET_MAX)
		return;
	struct nginx_variable *v = VEC_ADD(x->a, &x->set, struct nginx_variable);
	v->name = name;
	v->value = value;
}

void nginx_take_names(struct nginx *x, const struct pattern_groups *g)
{
	for (size_t i = 0; i < g->names.n; i++) {
		const char *pair = g->names.v[i], *equals = strchr(pair, '=');
		nginx_set(x, arena_dup(x->a, pair, (size_t)(equals - pair)), equals + 1);
	}
}

static bool begins(const char *s, const char *with)
{
	return strncmp(s, with, strlen(with)) == 0;
}

static bool is_one_of(const char *s, const char *const *words)
{
	for (; *words; words++)
		if (strcmp(s, *words) == 0)
			return true;
	return false;
}

/* As ngx_http_referer_module: without a Referer it is "" where "none" is valid. */
static const char *invalid_referer(const struct nginx *x)
{
	const struct conf_node *n = conf_inherited(x->place, "valid_referers");
	for (size_t i = 0; n && i < n->args.n; i++)
		if (strcmp(n->args.v[i], "none") == 0)
			return "";
	return n ? "1" : "";
}

static const char *server_name(const struct nginx *x)
{
	const struct conf_node *n = conf_kid(x->server, "server_name");
	const char *name = n ? conf_arg(n, 0) : "";
	return name + (*name == '.');
}

static const char *address(struct nginx *x, const struct ip *ip)
{
	char buf[IP_TEXT_MAX];
	return ip->family ? arena_str(x->a, ip_format(ip, buf)) : NULL;
}

static const char *builtin(struct nginx *x, const char *name, bool *known)
{
	static const char *const empty[] = {"args", "query_string", "is_args",
		"http_cookie", "http_referer", "http_origin", "http_authorization",
		"http_x_forwarded_for", "http_x_forwarded_proto", "http_x_real_ip",
		"http_x_forwarded_host", "http_upgrade", "http_via", "remote_user",
		"http_cf_connecting_ip", "http_cf_visitor", "content_length",
		"content_type", "http_content_type", "ssl_client_verify", NULL};
	bool https = x->q->scheme == SCHEME_HTTPS;
	*known = true;
	if (strcmp(name, "scheme") == 0)
		return https ? "https" : "http";
	if (strcmp(name, "https") == 0)
		return https ? "on" : "";
	if (strcmp(name, "host") == 0 || strcmp(name, "http_host") == 0)
		return x->q->host;
	if (strcmp(name, "server_name") == 0)
		return server_name(x);
	if (strcmp(name, "request_uri") == 0)
		return x->q->path;
	if (strcmp(name, "uri") == 0 || strcmp(name, "document_uri") == 0)
		return x->uri;
	if (strcmp(name, "request_method") == 0)
		return "GET";
	if (strcmp(name, "request") == 0)
		return arena_printf(x->a, "GET %s HTTP/1.1", x->q->path);
	if (strcmp(name, "server_port") == 0)
		return arena_printf(x->a, "%lld", (long long)x->q->port);
	if (strcmp(name, "server_addr") == 0)
		return address(x, &x->q->ip);
	if (strcmp(name, "remote_addr") == 0 || strcmp(name, "realip_remote_addr") == 0)
		return address(x, &x->q->source);
	if (strcmp(name, "http_user_agent") == 0)
		return x->q->user_agent;
	if (strcmp(name, "server_protocol") == 0)
		return "HTTP/1.1";
	if (strcmp(name, "invalid_referer") == 0)
		return invalid_referer(x);
	if (is_one_of(name, empty) || begins(name, "arg_") || begins(name, "cookie_"))
		return "";
	*known = false;
	return NULL;
}

/* Of "*.example.com", ".example.com" and "www.example.*" in a map with hostnames. */
static int host_rank(const char *pattern, const char *host)
{
	size_t n = strlen(pattern), k = strlen(host);
	if (begins(pattern, "*."))
		return k > n - 1 && strcmp(host + k - (n - 1), pattern + 1) == 0
			       ? (int)n + 10000
			       : 0;
	if (*pattern == '.')
		return strcmp(host, pattern + 1) == 0 ||
				       (k > n && strcmp(host + k - n, pattern) == 0)
			       ? (int)n + 10000
			       : 0;
	if (n > 2 && strcmp(pattern + n - 2, ".*") == 0)
		return strncmp(host, pattern, n - 1) == 0 && host[n - 1] ? (int)n : 0;
	return 0;
}

struct map_result {
	const char *text; /* NULL none */
	bool unknown;
};

static struct map_result map_regex(
	struct nginx *x, const struct conf_node *map, const char *subject)
{
	for (size_t i = 0; i < map->kids.n; i++) {
		const struct conf_node *n = map->kids.v[i];
		if (*n->name != '~')
			continue;
		bool any_case = n->name[1] == '*';
		struct pattern_groups g;
		enum pattern_result r = pattern_match(
			x->a, n->name + 1 + any_case, any_case, subject, &g);
		if (r == PATTERN_UNKNOWN)
			return (struct map_result){.unknown = true};
		if (r == PATTERN_YES) {
			x->groups = g;
			nginx_take_names(x, &g);
			return (struct map_result){.text = conf_arg(n, 0)};
		}
	}
	return (struct map_result){0};
}

static const char *map_value(struct nginx *x, const struct conf_node *map)
{
	const char *subject = nginx_value(x, conf_arg(map, 0));
	const char *fallback = "", *exact = NULL, *host = NULL;
	bool hostnames = conf_kid(map, "hostnames") != NULL;
	int best = 0;
	if (!subject)
		return NULL;
	for (size_t i = 0; i < map->kids.n; i++) {
		const struct conf_node *n = map->kids.v[i];
		const char *key = *n->name == '\\' ? n->name + 1 : n->name;
		if (strcmp(n->name, "default") == 0)
			fallback = conf_arg(n, 0);
		else if (conf_same(key, subject))
			exact = conf_arg(n, 0);
		int rank = hostnames ? host_rank(key, subject) : 0;
		if (rank > best) {
			best = rank;
			host = conf_arg(n, 0);
		}
	}
	if (exact || host)
		return nginx_value(x, exact ? exact : host);
	struct map_result r = map_regex(x, map, subject);
	if (r.unknown)
		return NULL;
	return nginx_value(x, r.text ? r.text : fallback);
}

/* The longest prefix that holds the source; ranges and proxies are not evaluated. */
static const char *geo_value(struct nginx *x, const struct conf_node *geo)
{
	const char *subject = geo->args.n > 1 ? conf_arg(geo, 0) : "$remote_addr";
	const char *text = nginx_value(x, subject), *value = "";
	struct ip ip;
	int best = -1;
	if (!text || ip_parse(text, &ip) != ERR_OK || conf_kid(geo, "ranges"))
		return NULL;
	for (size_t i = 0; i < geo->kids.n; i++) {
		const struct conf_node *n = geo->kids.v[i];
		struct cidr c;
		if (strcmp(n->name, "default") == 0 && best < 0)
			value = conf_arg(n, 0);
		else if (cidr_parse(n->name, &c) == ERR_OK && ip_in_cidr(&ip, &c) &&
			 c.bits > best) {
			best = c.bits;
			value = conf_arg(n, 0);
		}
	}
	return value;
}

static const char *from_http(struct nginx *x, const char *name, bool *found)
{
	*found = false;
	for (size_t i = 0; i < x->http->kids.n; i++) {
		const struct conf_node *n = x->http->kids.v[i];
		if (!n->block || !n->args.n)
			continue;
		const char *last = conf_arg(n, n->args.n - 1);
		if (*last != '$' || strcmp(last + 1, name) != 0)
			continue;
		*found = true;
		if (strcmp(n->name, "map") == 0)
			return map_value(x, n);
		return strcmp(n->name, "geo") == 0 ? geo_value(x, n) : NULL;
	}
	return NULL;
}

static const char *variable(struct nginx *x, const char *name)
{
	bool found;
	if (name[0] >= '0' && name[0] <= '9' && !name[1]) {
		const char *g = x->groups.group[name[0] - '0'];
		return g ? g : "";
	}
	for (size_t i = 0; i < x->set.n; i++)
		if (strcmp(x->set.v[i]->name, name) == 0)
			return x->set.v[i]->value;
	if (x->depth >= DEPTH_MAX)
		return NULL;
	x->depth++;
	const char *value = from_http(x, name, &found);
	x->depth--;
	return found ? value : builtin(x, name, &found);
}

static bool is_name(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       (c >= '0' && c <= '9') || c == '_';
}

/* The variable's name behind a '$'; *p is moved behind it. "" none. */
static void take_name(const char **p, char *name)
{
	bool brace = **p == '{';
	size_t n = 0;
	*p += brace;
	if (!brace && **p >= '0' && **p <= '9') {
		name[n++] = *(*p)++;
	} else {
		while (is_name(**p) && n < NAME_MAX_ - 1)
			name[n++] = *(*p)++;
	}
	name[n] = '\0';
	*p += brace && **p == '}';
}

const char *nginx_value(struct nginx *x, const char *text)
{
	struct text out;
	char name[NAME_MAX_];
	if (!text || !strchr(text, '$'))
		return text;
	text_init(&out, x->a, VALUE_MAX);
	for (const char *p = text; *p;) {
		if (*p != '$') {
			text_add_n(&out, p++, 1);
			continue;
		}
		p++;
		take_name(&p, name);
		if (!*name) {
			text_add(&out, "$");
			continue;
		}
		const char *value = variable(x, arena_str(x->a, name));
		if (!value)
			return NULL;
		text_add(&out, value);
	}
	return out.over ? NULL : text_str(&out);
}
