/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the webroot verb is made of. */
#ifndef PKIREADY_LINUX_WEBROOT_H
#define PKIREADY_LINUX_WEBROOT_H

#include "arena.h"
#include "err.h"
#include "host.h"

#include <stdbool.h>
#include <stdint.h>

enum {
	WEBROOT_LIMIT_MS = 2000,
	WEBROOT_PATH_MAX = 4096,
	WEBROOT_BESIDE_MAX = 32,
};

struct webroot_user { /* whose eyes to look with */
	bool known;
	int64_t uid;
	const char *name; /* NULL: the user database has none */
};
struct webroot_job {
	const char *root, *below, *full; /* full = root "/" below */
	struct webroot_user user;
};

/*
 * -- webroot_path.c. A URL path as a relative file name: percent-decoded, without empty
 * and "." segments. ERR_RANGE: it climbs ("..") or holds a NUL; ERR_SYNTAX: no leading
 * slash, a broken escape, or nothing left; ERR_LIMIT: longer than WEBROOT_PATH_MAX.
 */
enum err webroot_path(struct arena *a, const char *url_path, const char **out) MUST_USE;

/* -- webroot_user.c. The one that is asked for (uid -1: of the listener on 80 or
 * 443, else the distribution's usual one). Only a web server's uid is taken: false
 * for any other. */
bool webroot_find_user(struct arena *a, int64_t asked, struct webroot_user *out);

/* -- webroot_look.c. In a process of its own (apart.h): q is a struct webroot_job,
 * answer a struct webroot_look. */
void webroot_look(struct arena *a, const void *q, void *answer);

#endif
