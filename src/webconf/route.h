/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Which directive answers a request, by the configuration alone: pure evaluation of the
 * tree (conf.h) as the server itself would do it. What depends on things that are not
 * known here (scripts, variables of other modules, files on disk) is put into "unsure",
 * never guessed.
 */
#ifndef PKIREADY_WEBCONF_ROUTE_H
#define PKIREADY_WEBCONF_ROUTE_H

#include "evidence_config.h"
#include "webconf/conf.h"

struct web_request { /* a GET as a CA sends it: no cookies, no Referer, no query */
	enum scheme scheme;
	struct ip ip;         /* the address that it came to */
	int64_t port;
	const char *host;     /* lower-case ASCII */
	const char *path;     /* with its leading slash */
	const char *user_agent; /* NULL: not known */
	struct ip source;     /* family 0: anyone */
};

/* Fills in all but obs, server, name, scheme, ip. */
void route_nginx(struct arena *a, const struct conf_tree *tree,
	const struct web_request *q, struct config_route *out);

void route_apache(struct arena *a, const struct conf_tree *tree,
	const struct web_request *q, struct config_route *out);

/* Where a directive stands. */
struct config_place route_place(struct arena *a, const struct conf_node *n);
/* Adds what can't be told, once. */
void route_unsure(struct arena *a, struct config_route *r, const struct conf_node *n);

#endif
