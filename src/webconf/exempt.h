/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The smallest edit of a web server's configuration after which a CA's requests end in
 * their files: pure. A candidate is made by what decides the request, the edited files
 * are read and evaluated anew, until the request ends in its file. An edit that changes
 * the answer to any other request that is tried (of other names, of other paths) is not
 * made.
 */
#ifndef PKIREADY_WEBCONF_EXEMPT_H
#define PKIREADY_WEBCONF_EXEMPT_H

#include "webconf/splice.h"
#include "webconf/route.h"

enum {
	EXEMPT_ROUNDS_MAX = 16,    /* edits for one request */
	EXEMPT_EVALUATIONS_MAX = 96,
	EXEMPT_REQUESTS_MAX = 256,
	EXEMPT_TRIED_MAX = 8000,   /* other requests that are evaluated */
};

struct exempt_request {
	struct web_request q;
	const char *spare;         /* web root, where the configuration has none; NULL */
	/* NULL: it ends in a file; else why it could not be made to, one sentence */
	const char *refused;
	struct config_place at;    /* and where that is; file NULL: nowhere */
	struct config_route route; /* after all edits */
	bool edited;               /* something was edited for it */
};
struct exempting {
	struct arena *a;
	bool apache;               /* else nginx */
	const struct conf_set *before;
	/* what may redirect or refuse, but can't be told, counts as if it did */
	bool doubt;
	/* an access list that lets in only some counts as a refusal */
	bool everyone;
	const char *root;          /* web root that the user gave; NULL */
	VEC(struct exempt_request) requests;
	/* made by exempt() */
	struct conf_set set;       /* edited */
	const struct conf_tree *tree; /* of the edited set */
};

/* Fills in the rest of e, and of its requests. */
void exempt(struct exempting *e);
/* The request as this configuration routes it. */
void exempt_route(struct arena *a, bool apache, const struct conf_tree *tree,
	const struct web_request *q, struct config_route *out);
const struct conf_tree *exempt_read(
	struct arena *a, bool apache, const struct conf_set *set);

/* -- for the parts --------------------------------------------------------------- */
/* What is edited for one request in one round. */
struct exempt_place {
	struct exempting *e;
	const struct conf_tree *tree;
	const struct web_request *q;
	const char *spare;
	const struct config_route *route;
	/* what is exempted: "/.well-known/pki-validation/", or the one file's path */
	const char *path;
	bool whole;                /* path is that of one file */
	VEC(struct splices) candidates; /* the best first */
};
/* exempt_nginx.c, exempt_apache.c */
void exempt_nginx(struct exempt_place *p);
void exempt_apache(struct exempt_place *p);
/* exempt_redirect.c: this mod_alias redirect, made to leave the path out. */
bool exempt_redirect(
	struct exempt_place *p, const struct conf_node *n, struct splices *out);
/* exempt_others.c: what all other requests are answered, as it can be compared. */
struct exempt_other {
	struct web_request q;
	const char *answer;
	bool may_serve;            /* the CA's own path: it may become a file */
};
struct exempt_others {
	VEC(struct exempt_other) all;
};
void exempt_others_look(struct exempting *e, const struct conf_tree *tree,
	struct exempt_others *out);
/* NULL: all are answered as before; else which is not, in words. */
const char *exempt_others_differ(struct exempting *e, const struct conf_tree *tree,
	const struct exempt_others *before);
/* The answer as it can be compared: without the places' lines. */
const char *exempt_answer(struct arena *a, const struct config_route *r);
/* A file is served, to everyone. */
bool exempt_served(const struct exempting *e, const struct config_route *r);
/* An access list lets in everyone. */
bool exempt_open(const struct config_route *r);
struct splices *exempt_candidate(struct exempt_place *p);
/* "^/[.]well-known/…", of a path without other characters than exempt_plain allows */
const char *exempt_regex(struct exempt_place *p);
bool exempt_plain(const char *path);
/* The directory of the path, where it is one for validation files alone; else NULL. */
const char *exempt_directory(struct arena *a, const char *path);

#endif
