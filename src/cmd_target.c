/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the options mean: names, addresses and limits. The path is cmd_path.c's. */
#include "cmd_target.h"

#include "cmd.h"
#include "csr.h"
#include "issued.h"
#include "log.h"
#include "probe.h"
#include "profile.h"
#include "text.h"
#include "url.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

static const char *shown(const struct targeting *g, const char *s)
{
	return text_escaped(g->arena, s);
}

/* -- names ---------------------------------------------------------------------- */

static enum err parse_name(
	struct targeting *g, const char *what, const char *given, struct target_name *out)
{
	const char *why = "";
	enum err err = target_name_parse(g->arena, given, out, &why);
	if (err)
		log_error("%s \"%s\": %s", what, shown(g, given), shown(g, why));
	return err;
}

/* "*.a.example" and "a.example" are two names of a request, and both stay. */
static bool has_name(const struct target *t, const struct target_name *name)
{
	for (size_t i = 0; i < t->names.n; i++) {
		const struct target_name *x = t->names.v[i];
		if (x->wildcard == name->wildcard && strcmp(x->ascii, name->ascii) == 0)
			return true;
	}
	return false;
}

static bool in_csr(struct targeting *g, const struct target_name *name)
{
	const struct csr *csr = g->target->csr;
	for (size_t i = 0; csr && i < csr->names.n; i++) {
		struct target_name x;
		const char *why;
		if (target_name_parse(g->arena, csr->names.v[i], &x, &why) == ERR_OK &&
			x.wildcard == name->wildcard && strcmp(x.ascii, name->ascii) == 0)
			return true;
	}
	return false;
}

enum err cmd_target_names(struct targeting *g, const char *what, const strs *given)
{
	for (size_t i = 0; i < given->n; i++) {
		struct target_name name;
		enum err err = parse_name(g, what, given->v[i], &name);
		if (err)
			return err;
		if (has_name(g->target, &name))
			continue;
		name.role = ROLE_EXAMINED;
		name.in_csr = in_csr(g, &name);
		*VEC_ADD(g->arena, &g->target->names, struct target_name) = name;
	}
	return ERR_OK;
}

static enum err read_csr(struct targeting *g)
{
	const struct input *in = &g->options->csr;
	const char *why = "";
	if (!in->path)
		return ERR_OK;
	struct csr *csr = ARENA_NEW(g->arena, struct csr);
	enum err err = csr_parse(g->arena, in->bytes.p, in->bytes.n, csr, &why);
	if (err) {
		log_error("--csr \"%s\": %s", shown(g, in->path), why);
		return err;
	}
	g->target->csr = csr;
	if (g->options->args.n > 0)
		return ERR_OK;
	if (csr->names.n == 0) {
		log_error(
			"--csr \"%s\": it holds no host name: give the NAMEs to examine",
			shown(g, in->path));
		return ERR_NOT_FOUND;
	}
	return cmd_target_names(g, "name in --csr", &csr->names);
}

/* Every run judges by all profiles, so that the siblings are of use to one at least. */
static void add_siblings(struct targeting *g)
{
	size_t n;
	const struct profile *rows = profile_rows(&n);
	bool wanted = g->target->profile->names == NAMES_APEX_AND_WWW;
	for (size_t i = 0; i < n && !wanted; i++)
		wanted = rows[i].names == NAMES_APEX_AND_WWW;
	if (wanted)
		target_add_siblings(g->arena, g->target);
}

/* -- addresses ------------------------------------------------------------------ */

/* "192.0.2.1", "2001:db8::1" or "[2001:db8::1]"; with_port: ":53" may follow the first
 * and the last form. */
static enum err parse_address(
	struct arena *a, const char *s, bool with_port, struct ip *ip, int *port)
{
	char *copy = arena_str(a, s), *rest = NULL;
	if (*copy == '[') {
		copy++;
		rest = strchr(copy, ']');
		if (!rest)
			return ERR_SYNTAX;
		*rest++ = '\0';
		if (*rest && *rest != ':')
			return ERR_SYNTAX;
	} else if (strchr(copy, ':') == strrchr(copy, ':')) {
		rest = strchr(copy, ':');
	}
	if (rest && *rest == ':') {
		char *end;
		*rest++ = '\0';
		long number = strtol(rest, &end, 10);
		if (!with_port || *rest < '0' || *rest > '9' || *end || number < 1 ||
			number > 65535)
			return ERR_SYNTAX;
		*port = (int)number;
	}
	return ip_parse(copy, ip);
}

static enum err set_resolver(struct targeting *g)
{
	const struct options *o = g->options;
	struct target *t = g->target;
	if (!o->resolver)
		return ERR_OK;
	if (o->root_hints.path) {
		log_error("--resolver and --root-hints: give one, a resolver is asked "
			  "instead of recursing from the root");
		return ERR_SYNTAX;
	}
	t->resolver_port = 53;
	if (parse_address(g->arena, o->resolver, true, &t->resolver, &t->resolver_port)) {
		log_error("--resolver \"%s\": expected an IP address, maybe with a port: "
			  "192.0.2.53 or [2001:db8::53]:5353",
			shown(g, o->resolver));
		return ERR_SYNTAX;
	}
	t->have_resolver = true;
	return ERR_OK;
}

static enum err set_host(struct targeting *g, const char *given)
{
	const char *equals = strchr(given, '=');
	struct target_name name;
	struct ip ip;
	int port;
	if (!equals || equals == given ||
		parse_address(g->arena, equals + 1, false, &ip, &port)) {
		log_error("--hosts \"%s\": expected NAME=ADDR, such as "
			  "www.example.com=192.0.2.1",
			shown(g, given));
		return ERR_SYNTAX;
	}
	enum err err = parse_name(g, "--hosts",
		arena_dup(g->arena, given, (size_t)(equals - given)), &name);
	if (err)
		return err;
	if (name.wildcard) {
		log_error("--hosts \"%s\": expected one name, not a wildcard",
			shown(g, given));
		return ERR_SYNTAX;
	}
	struct host_override *h =
		VEC_ADD(g->arena, &g->target->hosts, struct host_override);
	h->name = name.ascii;
	h->ip = ip;
	return ERR_OK;
}

/* The files of the recursion: said here, where the bad value is known. */
static enum err set_roots(struct targeting *g)
{
	const struct options *o = g->options;
	const char *why = NULL;
	g->target->root_hints = o->root_hints.bytes;
	g->target->trust_anchor = o->trust_anchor.bytes;
	if (o->root_hints.path &&
		dns_check_hints(g->arena, o->root_hints.bytes, &why) != ERR_OK) {
		log_error("--root-hints \"%s\": %s; expected the root servers as in "
			  "IANA's named.root",
			shown(g, o->root_hints.path), why);
		return ERR_SYNTAX;
	}
	if (o->trust_anchor.path &&
		dns_check_anchors(g->arena, o->trust_anchor.bytes, &why) != ERR_OK) {
		log_error("--trust-anchor \"%s\": %s; expected DS or DNSKEY records, one "
			  "a line",
			shown(g, o->trust_anchor.path), why);
		return ERR_SYNTAX;
	}
	return ERR_OK;
}

enum err cmd_target_common(struct targeting *g)
{
	const struct options *o = g->options;
	struct target *t = g->target;
	t->v4 = o->v4 || !o->v6;
	t->v6 = o->v6 || !o->v4;
	t->timeout_ms = o->timeout_ms;
	t->require_outside = o->require_outside;
	t->after_reboot = o->after_reboot;
	t->prove = o->prove;
	t->wait_ms = o->command == CMD_DIAGNOSE ? o->wait_ms : 0;
	t->inject_anyway = o->inject_anyway;
	t->yes = o->yes;
	t->webroot = o->webroot;
	t->now = (int64_t)time(NULL);
	enum err err = cmd_read_profiles(g->arena, o);
	if (!err)
		err = set_resolver(g);
	if (!err)
		err = set_roots(g);
	for (size_t i = 0; !err && i < o->hosts.n; i++)
		err = set_host(g, o->hosts.v[i]);
	return err;
}

/* -- diagnose ------------------------------------------------------------------- */

enum err cmd_target_issued(struct targeting *g)
{
	const struct options *o = g->options;
	struct target *t = g->target;
	t->issued = o->file.path ? o->file.mtime : 0;
	if (!o->issued)
		return ERR_OK;
	enum err err = issued_parse(o->issued, t->now, &t->issued);
	if (err == ERR_RANGE)
		log_error("--issued \"%s\": there is no such time, or it is to come: "
			  "expected "
			  "a time from 2000 to now",
			shown(g, o->issued));
	else if (err)
		log_error("--issued \"%s\": expected a time such as 2026-11-20, "
			  "\"2026-11-20 10:00\" or \"3d ago\"",
			shown(g, o->issued));
	t->issued_given = true;
	return err;
}

/* The options that say what is to be fetched, which needs a name to fetch it from. */
static enum err check_fetched(const struct targeting *g)
{
	const struct options *o = g->options;
	const char *option = o->file.path ? "file"
			     : o->expect  ? "expect"
			     : o->token   ? "token"
			     : o->path    ? "path"
			     : o->issued  ? "issued"
			     : o->webroot ? "webroot"
					  : NULL;
	if (g->target->names.n > 0 || !option)
		return ERR_OK;
	log_error("--%s needs a name to examine: pkiready diagnose NAME --%s …", option,
		option);
	return ERR_SYNTAX;
}

static enum err set_diagnose(struct targeting *g)
{
	enum err err = cmd_target_common(g);
	if (!err)
		err = read_csr(g);
	if (!err)
		err = cmd_target_names(g, "name", &g->options->args);
	if (!err)
		err = check_fetched(g);
	if (!err)
		err = cmd_target_profile(g);
	if (!err)
		err = cmd_target_issued(g);
	if (!err)
		err = cmd_target_path(g);
	if (!err && g->target->method == METHOD_DNS)
		return cmd_target_record(g);
	if (!err)
		err = cmd_target_no_record(g);
	if (!err)
		add_siblings(g);
	return err;
}

const struct target *cmd_target(struct arena *a, const struct options *o)
{
	struct targeting g = {
		.arena = a, .options = o, .target = ARENA_NEW(a, struct target)};
	return set_diagnose(&g) == ERR_OK ? g.target : NULL;
}

/* -- trace ---------------------------------------------------------------------- */

/* Why no CA fetches this URL; NULL when one may. */
static const char *why_not_traced(const struct url *url)
{
	if (url->scheme == SCHEME_OTHER)
		return "expected http:// or https://";
	if (url->userinfo)
		return "it holds a user name: give the URL without it";
	if (url->port != 80 && url->port != 443)
		return "a CA connects to the ports 80 and 443 alone";
	if (url->ip.family)
		return "its host is an IP address: give the name that the CA validates";
	return NULL;
}

static enum err parse_traced(struct targeting *g, const char *given, struct url *url)
{
	enum err err = url_parse(g->arena, given, url);
	if (err && !strstr(given, "://")) {
		log_error("URL \"%s\": expected http:// or https:// in front of it",
			shown(g, given));
		return err;
	}
	const char *why =
		err ? "it is no URL: expected one such as http://example.com/file"
		    : why_not_traced(url);
	if (!why)
		return ERR_OK;
	log_error("URL \"%s\": %s", shown(g, given), why);
	return ERR_SYNTAX;
}

static enum err set_trace(struct targeting *g)
{
	struct target *t = g->target;
	struct url url;
	enum err err = cmd_target_common(g);
	if (!err)
		err = parse_traced(g, g->options->args.v[0], &url);
	if (err)
		return err;
	strs host = {0};
	VEC_PUSH(g->arena, &host, url.host);
	err = cmd_target_names(g, "host", &host);
	if (err)
		return err;
	t->trace_url = url.text;
	t->path = url.query ? arena_printf(g->arena, "%s?%s", url.path, url.query)
			    : url.path;
	t->file_name = strrchr(url.path, '/') + 1;
	err = cmd_target_profile(g);
	if (!err)
		t->method = t->profile->method;
	return err;
}

const struct target *cmd_target_trace(struct arena *a, const struct options *o)
{
	struct targeting g = {
		.arena = a, .options = o, .target = ARENA_NEW(a, struct target)};
	return set_trace(&g) == ERR_OK ? g.target : NULL;
}
