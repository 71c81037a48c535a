/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the parts of the Apache evaluator share (route_apache in apache.c). */
#ifndef PKIREADY_WEBCONF_APACHE_H
#define PKIREADY_WEBCONF_APACHE_H

#include "pattern.h"
#include "webconf/route.h"

struct apache {
	struct arena *a;
	const struct conf_tree *tree;
	const struct web_request *q;
	struct config_route *out;
	const struct conf_node *main, *host; /* the virtual host, or the main server */
	const char *uri;                     /* as rewritten so far */
	const char *root;                    /* DocumentRoot */
	const char *path;                    /* on disk; NULL unknown */
	/* sections that hold for the request, in the order in which they are merged */
	VEC(const struct conf_node) sections;
	bool ended;
};

/* -- apache_host.c: Listen, VirtualHost, ServerName, ServerAlias -- */
/* The virtual host, or the main server; NULL: nothing listens there. */
const struct conf_node *apache_host(struct apache *x);

/* -- apache_rewrite.c: mod_rewrite -- */
/* The rules of a server (dir NULL) or of a directory. True: out is filled in, or the URI
 * changed. */
enum apache_rewritten { APACHE_SAME, APACHE_CHANGED, APACHE_ENDED };
enum apache_rewritten apache_rewrite(
	struct apache *x, const struct conf_node *block, const char *dir);

/* -- apache_alias.c: Redirect, Alias, ProxyPass -- */
/* True: it decides. */
bool apache_redirect(struct apache *x, const struct conf_node *block);
/* A Redirect without a path in a <Location>: it comes before those of the server. */
bool apache_redirect_whole(struct apache *x);
bool apache_proxy(struct apache *x);
/* Fills in root. */
void apache_root(struct apache *x);
/* The file on disk by Alias or DocumentRoot. */
void apache_map(struct apache *x);

/* -- apache_access.c: sections, Require, Order -- */
void apache_sections(struct apache *x);
bool apache_location_fits(struct apache *x, const struct conf_node *n);
void apache_access(struct apache *x);

void apache_decide(struct apache *x, const struct conf_node *n, enum config_end end,
	int64_t status, const char *target);
/* A shell pattern: * and ?; with slash, they match no '/'. */
bool apache_glob(const char *pattern, const char *s, bool slash);

#endif
