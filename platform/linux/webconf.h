/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the webconf verb is made of: which web servers run, and their files. */
#ifndef PKIREADY_LINUX_WEBCONF_H
#define PKIREADY_LINUX_WEBCONF_H

#include "arena.h"
#include "err.h"
#include "host.h"

#include <stdbool.h>
#include <stdint.h>

enum {
	WEBCONF_SERVERS_MAX = 8,
	WEBCONF_FILE_MAX = 1024 * 1024,
	WEBCONF_ALL_MAX = 4 * 1024 * 1024, /* bytes of all files of one server */
	WEBCONF_LIMIT_MS = 2000,
};

struct web_process { /* the main process of a web server */
	const char *kind;      /* "nginx", "Apache" */
	int64_t pid;
	int64_t loaded;        /* UNIX s: when its youngest worker began */
	const char *exe;       /* where its program stands */
	strs args;             /* its command line; nginx's title taken apart */
	strs environment;      /* "NAME=VALUE", Apache's only */
};
struct web_processes {
	VEC(struct web_process) all;
	bool unknown;          /* owners of sockets need root */
	strs others;           /* programs that listen and are not known */
};

/* -- webconf_find.c ------------------------------------------------------------ */
void webconf_find(struct arena *a, const struct ask_ports *q, struct web_processes *out);
/* A start option's value ("-c"), joined or as the next word; NULL none. */
const char *webconf_option(const struct web_process *p, const char *option);
/* Where the program was built to look: a text like --conf-path=/etc/nginx/nginx.conf in
 * its file, up to the end of word or quote; NULL none. Nothing is run. */
const char *webconf_built_in(struct arena *a, const struct web_process *p,
	const char *before);

/* -- webconf_files.c ----------------------------------------------------------- */
struct webconf_reader {
	struct arena *a;
	struct webconf_server *server;
	const struct web_process *process;
	int root;              /* the process's own root directory */
	size_t bytes;
};
/* Reads one file, or all that a pattern fits, into the set. */
void webconf_read(struct webconf_reader *r, const char *need);
/* A file of the web content (.htaccess), which need not be there; through no link. */
void webconf_read_beside(struct webconf_reader *r, const char *path);

#endif
