/* SPDX-License-Identifier: GPL-2.0-or-later */
/* firewall-cmd's words, and what it does beside zones and policies. */
#ifndef PKIREADY_FIXES_FIREWALLD_H
#define PKIREADY_FIXES_FIREWALLD_H

#include "managers.h"

/* Of one kind of option, the same with --add-, --remove-, --query-. */
struct firewalld_setting {
	const char *where;  /* "--zone=public"; NULL none */
	const char *option; /* "port" */
	strs values;
	strs words;       /* of a direct rule, instead of values */
	const char *file; /* of the saved configuration */
};

/* A step that adds it, at runtime or in the saved configuration. */
struct step *firewalld_add(
	struct opening *o, const struct firewalld_setting *h, int port, bool saved);

/* -- firewalld_direct.c */
enum open_result firewalld_open_direct(struct opening *o);
void firewalld_keep_direct(struct opening *o);
enum open_result firewalld_open_panic(struct opening *o);

#endif
