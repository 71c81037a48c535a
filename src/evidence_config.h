/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the web servers' configuration says of the CA's request: which block answers, and
 * which directive decides, by file and line. Computed, not observed: the hops tell what
 * really happens.
 */
#ifndef PKIREADY_EVIDENCE_CONFIG_H
#define PKIREADY_EVIDENCE_CONFIG_H

#include "arena.h"
#include "evidence_obs.h"
#include "ip.h"
#include "shape.h"
#include "url.h"

#include <stdbool.h>
#include <stdint.h>

struct config_place { /* file NULL: none */
	const char *file;
	int64_t line;        /* from 1 */
	int64_t begin, end;  /* bytes of the file */
	const char *text;    /* the directive on one line, a block by its head */
};
struct config_access { /* one rule of an access list; the first that fits decides */
	bool allow;
	const char *who;     /* "all", an address, a prefix, or other words */
	struct config_place place;
};
enum config_end {
	CONFIG_UNKNOWN,   /* unsure says what can't be told */
	CONFIG_FILE,      /* a file on disk is served: path */
	CONFIG_REDIRECT,  /* target, status */
	CONFIG_STATUS,    /* a fixed answer: status */
	CONFIG_DENIED,    /* 401, 403 for everybody: status */
	CONFIG_HANDLER,   /* a proxy, FastCGI or script answers */
	CONFIG_CLOSED,    /* the connection is closed, or TLS refused */
	CONFIG_NO_SERVER, /* no block listens on that address and port */
	CONFIG__MAX
};
struct config_route { /* of one request */
	struct obs obs;
	const char *server;       /* "nginx", "Apache" */
	const char *name;         /* the host asked for (ascii) */
	enum scheme scheme;
	struct ip ip;
	struct config_place block; /* the server block or virtual host that answers */
	bool by_name;              /* it names this host; else it is the default */
	struct config_place named; /* another block that names this host, and does not
	                            * answer here */
	struct config_place location; /* the location or section that decides */
	struct config_place by;       /* the directive that decides */
	enum config_end end;
	int64_t status;            /* 0 unknown */
	const char *target;        /* of a redirect; NULL: not known in full */
	const char *root;          /* web root */
	const char *path;          /* the file on disk */
	struct config_place fallback; /* what answers when the file is not there */
	/* access list in force; empty: none */
	VEC(struct config_access) access;
	/* directives whose effect on this request can't be told */
	VEC(struct config_place) unsure;
};
struct config_server { /* one running web server */
	struct obs obs;            /* YES: its configuration was read whole */
	const char *kind;          /* "nginx", "Apache" */
	const char *main;          /* path of its main file */
	int64_t pid;
	int64_t files;             /* read */
	strs unread;               /* files that could not be, and why */
	strs errors;               /* "FILE:LINE: a block has no end" */
	/* files changed after the server loaded its configuration */
	strs changed;
};
struct config_look {
	struct obs obs;
	VEC(struct config_server) servers;
	VEC(struct config_route) routes;
};

extern const struct shape shape_config_place, shape_config_access, shape_config_route,
	shape_config_server, shape_config_look;
extern const char *const config_end_words[CONFIG__MAX];

#endif
