/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the parts of the nginx evaluator share (route_nginx in nginx.c). */
#ifndef PKIREADY_WEBCONF_NGINX_H
#define PKIREADY_WEBCONF_NGINX_H

#include "pattern.h"
#include "webconf/route.h"

enum tristate { IS_UNKNOWN, IS_YES, IS_NO };

struct nginx_variable {
	const char *name, *value; /* value NULL: unknown */
};
struct nginx {
	struct arena *a;
	const struct web_request *q;
	struct config_route *out;
	const struct conf_node *http, *server;
	/* the location, an `if` inside it, or the server while there is none yet */
	const struct conf_node *place;
	const struct conf_node *location; /* NULL before one was found */
	const char *uri;                  /* as rewritten so far */
	struct pattern_groups groups;     /* $1, $2, … */
	VEC(struct nginx_variable) set;   /* by set, and by named groups */
	int depth;                        /* of variables in variables */
	bool ended;
};

/* -- nginx_server.c: listen and server_name ------------------------------------ */
/* Which block answers; NULL: none listens there. Fills in block, by_name and named. */
const struct conf_node *nginx_server(struct nginx *x);

/* -- nginx_value.c: variables, map and geo ------------------------------------- */
/* The text with its variables replaced; NULL: one is not known. */
const char *nginx_value(struct nginx *x, const char *text);
void nginx_set(struct nginx *x, const char *name, const char *value);
void nginx_take_names(struct nginx *x, const struct pattern_groups *g);

/* -- nginx_rewrite.c: set, if, return, rewrite, break -------------------------- */
enum rewritten { REWRITE_ON, REWRITE_BREAK, REWRITE_LAST, REWRITE_END };
/* The rewrite directives of this block in order (ngx_http_rewrite_module). END: out is
 * filled in. */
enum rewritten nginx_rewrite(struct nginx *x, const struct conf_node *block);

/* -- nginx_location.c ---------------------------------------------------------- */
/* The location for x->uri (ngx_http_core_find_location); NULL none. */
const struct conf_node *nginx_location(struct nginx *x, const struct conf_node *within);

#endif
