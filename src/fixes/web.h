/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the fixes of the web server's files share: which server answers which request. */
#ifndef PKIREADY_FIXES_WEB_H
#define PKIREADY_FIXES_WEB_H

#include "fix.h"
#include "webconf/exempt.h"

struct web_site { /* one web server, and the requests that it answers */
	const struct webconf_server *server;
	struct exempting e;            /* evaluated, with all edits */
	VEC(const struct change_file) files; /* one a request */
};
struct web_lost { /* a file of which it is not known who serves it */
	const struct change_file *file;
	bool nobody;           /* no web server that is known listens there */
	const char *why;
};
struct web {
	VEC(struct web_site) sites;
	VEC(struct web_lost) lost;
};

/* Evaluates each file's request; with edit, as the configuration would be after it was
 * exempted. */
void web_look(struct fixing *f, bool edit, struct web *out);
/* The first of these findings that the question names; NULL none. */
const char *web_wanted(const struct fixing *f, const enum finding_id *ids);
/* Notes in the plan which of these findings it is for: those that the question names. */
void web_mends(struct fixing *f, const enum finding_id *ids);
/* "https://www.example.com/.well-known/…" */
const char *web_url(struct arena *a, const struct change_file *file);

/* -- web_command.c: the server's own program, with the options that it runs with -- */
void web_test_command(
	struct fixing *f, const struct webconf_server *s, struct command *out);
void web_reload_command(
	struct fixing *f, const struct webconf_server *s, struct command *out);

/* -- web_user.c: with whose rights the server reads, by the user database in files -- */
struct web_user {
	bool known;
	int64_t uid;
	const char *name;      /* NULL: none is known */
	VEC(int64_t) groups;
};
/* The one that its listeners serve as, else the one that its configuration names. */
void web_user_find(
	struct fixing *f, const struct web_site *site, struct web_user *out);
/* bit: 4 to read a file, 1 to pass a directory. Of an unknown one only what everybody may
 * counts. */
bool web_user_may(const struct web_user *u, const struct host_file *h, int bit);

/* -- file.c -- */
/* Appends what puts the files of this site in their places, where they are not there. */
void file_place(struct fixing *f, const struct web_site *site, const char *finding);

#endif
