/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "webroot.h"

#include "verbs.h"

#include <pwd.h>
#include <stdio.h>
#include <string.h>

/* Debian, Red Hat and Fedora, Arch, SUSE, Caddy's and lighttpd's own packages. */
static const char *const usual[] = {
	"www-data", "nginx", "apache", "http", "wwwrun", "caddy", "lighttpd", "www"};
enum { USUAL = sizeof(usual) / sizeof(usual[0]) };

struct usual_users {
	int64_t uid[USUAL]; /* -1: no such user */
};

static void read_users(
	struct arena *a, struct usual_users *u, int64_t uid, const char **name)
{
	for (size_t i = 0; i < USUAL; i++)
		u->uid[i] = -1;
	*name = NULL;
	FILE *f = fopen("/etc/passwd", "re");
	for (const struct passwd *pw; f && (pw = fgetpwent(f));) {
		if (!*name && uid >= 0 && pw->pw_uid == (uid_t)uid)
			*name = arena_str(a, pw->pw_name);
		for (size_t i = 0; i < USUAL; i++)
			if (u->uid[i] < 0 && strcmp(pw->pw_name, usual[i]) == 0)
				u->uid[i] = pw->pw_uid;
	}
	if (f)
		fclose(f);
}

/* The uid that serves port 80, else 443; -1 when none is known. */
static int64_t serving_uid(const struct listeners *l, int64_t asked, bool *asked_serves)
{
	int64_t uid = -1, port = 0;
	*asked_serves = false;
	for (size_t i = 0; i < l->all.n; i++) {
		const struct listener *x = l->all.v[i];
		if (x->uid < 0)
			continue;
		*asked_serves = *asked_serves || x->uid == asked;
		if (uid < 0 || (port == 443 && x->port == 80)) {
			uid = x->uid;
			port = x->port;
		}
	}
	return uid;
}

bool webroot_find_user(struct arena *a, int64_t asked, struct webroot_user *out)
{
	const struct ask_ports ports = {.first = 80, .second = 443};
	struct listeners l = {0};
	struct usual_users users;
	bool allowed;
	listeners_ask(a, &ports, &l);
	int64_t uid = serving_uid(&l, asked, &allowed);
	if (asked >= 0)
		uid = asked;
	read_users(a, &users, uid, &out->name);
	for (size_t i = 0; i < USUAL; i++) {
		allowed = allowed || (asked >= 0 && users.uid[i] == asked);
		if (uid < 0 && users.uid[i] > 0) {
			uid = users.uid[i];
			out->name = usual[i];
		}
	}
	out->known = uid >= 0;
	out->uid = uid;
	return asked < 0 || allowed;
}
