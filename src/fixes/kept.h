/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Openings in the files that are loaded at boot: the same rule at the same place, before
 * the rule that drops there. No manager's save is run: it would write the rules of others
 * into the file.
 */
#ifndef PKIREADY_FIXES_KEPT_H
#define PKIREADY_FIXES_KEPT_H

#include "opening.h"

/* Appends (or changes) the PUT that writes this rule where the file holds what drops; a
 * note where no file does. e: the edit that is made now; NULL: it is open now. */
void kept_nft(struct opening *o, const struct edit *e, const char *rule);
/* rule: "-p tcp --dport 443 -j ACCEPT"; restore: the program that tries the file. */
void kept_iptables(struct opening *o, const struct edit *e, const char *rule,
	const char *restore);

#endif
